namespace ETicket.Web.Running.PrivatePostgres;

/// <summary>« Moteur » — the commands given to PostgreSQL's own programs, under the account that may run them.</summary>
internal sealed class ClusterServer(ClusterFolder folder, PostgresBinaries binaries, Account account, bool durable)
{
    private const long LargestLog = 10_000_000;

    private string lastWords = "";

    public PostgresBinaries Binaries => binaries;

    /// <summary>Built aside and moved into place whole, so that no half-made cluster ever bears the name.</summary>
    public async Task InitialiseAsync(IProgress<string> progress, CancellationToken stop)
    {
        await account.MakePrivateFolderAsync(folder.Server, stop);
        foreach (var draft in Directory.GetDirectories(folder.Server, "draft-*"))
            Directory.Delete(draft, recursive: true);
        if (folder.HasData)
            return;
        progress.Report(Steps.CreatingCluster);
        var fresh = Path.Combine(folder.Server, $"draft-{Guid.NewGuid():N}");
        string[] arguments =
        [
            "-D", fresh, "-U", "postgres", "--auth-local=trust", "--auth-host=reject", "-E", "UTF8",
            OperatingSystem.IsMacOS() ? "--locale=C" : "--locale=C.UTF-8", "--no-instructions", .. durable ? [] : (string[])["--no-sync"],
        ];
        var (exit, _, complaints) = await account.RunAsync(binaries.Path("initdb"), arguments, stop);
        if (exit != 0)
            throw new ClusterWouldNotStart(LastLine(complaints), folder.Log);
        Directory.Move(fresh, folder.Data);
    }

    /// <summary>
    /// pg_ctl puts the server in a session of its own: neither Ctrl-C nor the death of the portal reaches it.
    /// </summary>
    public async Task<bool> TryStartAsync(CancellationToken stop)
    {
        if (File.Exists(folder.Log) && new FileInfo(folder.Log).Length > LargestLog)
            File.Move(folder.Log, folder.Log + ".1", overwrite: true);
        var sockets = await folder.SocketFolderAsync(account, stop);
        await File.WriteAllTextAsync(folder.Settings, ClusterSettings.Text(sockets, durable), stop);
        var (exit, _, complaints) = await account.RunAsync(
            binaries.Path("pg_ctl"),
            ["start", "-w", "-s", "-t", "60", "-D", folder.Data, "-l", folder.Log, "-o", $"-c config_file={ShellQuoted(folder.Settings)}"],
            stop);
        lastWords = complaints;
        if (exit != 0)
            folder.ForgetSocketFolder(sockets);
        return exit == 0;
    }

    public async Task StopAsync(CancellationToken stop)
    {
        if (Postmaster.Read(folder) is not { Alive: true })
            return;
        // A throw-away cluster has nothing worth writing down.
        var (exit, _, complaints) = await account.RunAsync(
            binaries.Path("pg_ctl"), ["stop", "-w", "-s", "-t", "60", "-m", durable ? "fast" : "immediate", "-D", folder.Data], stop);
        if (exit != 0)
            throw new IOException(complaints);
    }

    /// <summary>
    /// After a power cut the old number may belong to another program, and PostgreSQL, which sees only the number, would refuse to
    /// start. The file goes only when no process at all works in the data folder.
    /// </summary>
    public void ForgetReusedPid(Postmaster? known)
    {
        if (known is null || known.Alive || !Directory.Exists("/proc/self") || Native.IdentityOf(known.Pid) is null)
            return;
        if (!Postmaster.AnybodyWorksIn(folder))
            File.Delete(folder.PidFile);
    }

    public ClusterWouldNotStart GaveUp()
    {
        var log = File.Exists(folder.Log) ? File.ReadLines(folder.Log).TakeLast(20).ToList() : [];
        return new(log.FindLast(line => line.Contains("FATAL", StringComparison.Ordinal)) ?? LastLine(lastWords), folder.Log);
    }

    private static string LastLine(string said) => said.Split('\n')[^1].Trim();

    private static string ShellQuoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
