namespace ETicket.Web.Running.PrivatePostgres;

/// <summary>
/// « Dossier de données » — what lies where, and the mark that it is ours: nothing is ever filled or erased without it.
/// </summary>
internal sealed class ClusterFolder(string root)
{
    /// <summary>sun_path holds 108 bytes on Linux and 104 on macOS, file name and final zero included.</summary>
    private const int LongestSocketFolder = 80;

    public string Root { get; } = Path.GetFullPath(root);

    private string Mark => Path.Combine(Root, ".eticket");

    /// <summary>Belongs to the account of PostgreSQL, closed to everybody else.</summary>
    public string Server => Path.Combine(Root, "postgres");

    public string Data => Path.Combine(Server, "data");
    public string Log => Path.Combine(Server, "postgres.log");
    public string Settings => Path.Combine(Root, "postgres.conf");
    public string Turn => Path.Combine(Root, "start.lock");
    public string PidFile => Path.Combine(Data, "postmaster.pid");
    public bool HasData => File.Exists(Path.Combine(Data, "PG_VERSION"));

    /// <summary>Which major version of PostgreSQL made the data, or null before the first start.</summary>
    public int? Major => HasData ? int.Parse(File.ReadAllText(Path.Combine(Data, "PG_VERSION")).Trim(), null) : null;

    /// <summary>Makes the folder, or recognises it. Refuses with <see cref="ForeignFolder"/> one that holds anything we did not put there, with <see cref="FolderUnusable"/> one that cannot be written.</summary>
    public void Claim()
    {
        // The mark is looked for last: it is the first thing another start writes, so what that start put here before our look is already marked.
        if (Directory.Exists(Root) && Directory.EnumerateFileSystemEntries(Root).Any() && !File.Exists(Mark))
            throw new ForeignFolder(Root);
        try
        {
            Make();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FolderUnusable(Root);
        }
    }

    private void Make()
    {
        Directory.CreateDirectory(Root);
        // The account of PostgreSQL must pass through, whatever the umask.
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            File.SetUnixFileMode(Root, (UnixFileMode)0b111_101_101);
        // Two starts at once both write it.
        File.Open(Mark, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
    }

    public void RefuseForeign()
    {
        if (!File.Exists(Mark))
            throw new ForeignFolder(Root);
    }

    /// <summary>Deletes everything. Refuses with <see cref="ForeignFolder"/> a folder without our mark.</summary>
    public void Erase()
    {
        if (!Directory.Exists(Root))
            return;
        RefuseForeign();
        // The mark goes last: a deletion cut short can be finished.
        foreach (var folder in Directory.GetDirectories(Root))
            Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.GetFiles(Root).Where(f => f != Mark))
            File.Delete(file);
        Directory.Delete(Root, recursive: true);
    }

    /// <summary>
    /// One start, stop or erasure of a folder at a time. The kernel gives the turn back when its holder dies.
    /// </summary>
    public async Task<IDisposable> TakeTurnAsync(IProgress<string> progress, CancellationToken stop)
    {
        for (var told = false; ; told = true)
        {
            try
            {
                return new FileStream(Turn, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(Turn))
            {
                if (!told)
                    progress.Report(Steps.WaitingForAnother);
                await Task.Delay(50, stop);
            }
        }
    }

    /// <summary>Inside the folder when its path is short enough for a socket, else a fresh private folder of the system's temporary one.</summary>
    public async Task<string> SocketFolderAsync(Account account, CancellationToken stop)
    {
        var inside = Path.Combine(Server, "socket");
        var chosen = System.Text.Encoding.UTF8.GetByteCount(inside) <= LongestSocketFolder
            ? inside
            : Directory.CreateTempSubdirectory("eticket-").FullName;
        await account.MakePrivateFolderAsync(chosen, stop);
        return chosen;
    }

    /// <summary>A socket folder outside would stay behind.</summary>
    public void ForgetSocketFolder(string folder)
    {
        if (!folder.StartsWith(Root, StringComparison.Ordinal) && Path.GetFileName(folder).StartsWith("eticket-", StringComparison.Ordinal)
            && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
