namespace ETicket.Web.Running.PrivatePostgres;

/// <summary>
/// « Base de données privée » — a PostgreSQL of our own, so that one command starts everything. It outlives a killed portal, is
/// found again by the next one, and is stopped by the clean exit of its starter. Nobody else can reach it: no network, a closed socket folder.
/// </summary>
internal sealed class PrivateCluster
{
    private readonly ClusterFolder home;
    private readonly ClusterServer engine;
    private readonly Postmaster running;

    private PrivateCluster(ClusterFolder folder, ClusterServer server, Postmaster postmaster, bool attached)
    {
        home = folder;
        engine = server;
        running = postmaster;
        Attached = attached;
    }

    /// <summary>The superuser's way in, for <see cref="Persistence.Bootstrap.DatabaseBootstrap"/> alone.</summary>
    public string AdminConnectionString => running.AdminConnectionString;

    public int Pid => running.Pid;

    public string SocketFolder => running.SocketFolder;

    /// <summary>True when it was already running.</summary>
    public bool Attached { get; }

    /// <summary>Whether it runs, and a clean exit of this process stops it: it started it, or whoever did is dead.</summary>
    public bool IsOursToStop => Postmaster.Read(home) is { Alive: true } && (!Attached || !ClusterStarter.Lives(home));

    /// <summary>
    /// Makes the cluster at the first start, starts it when it sleeps, and joins it when it runs. A start killed half-way, at any
    /// moment, leaves nothing that hinders the next one. Refuses with <see cref="PlatformNeedsServer"/>, <see cref="ForeignFolder"/>,
    /// <see cref="PostgresNotFound"/>, <see cref="OtherPostgresVersion"/> or <see cref="ClusterWouldNotStart"/>.
    /// </summary>
    public static async Task<PrivateCluster> StartAsync(ClusterOptions options, IProgress<string> progress, CancellationToken stop)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNeedsServer();
        var folder = new ClusterFolder(options.Folder);
        folder.Claim();
        using var turn = await folder.TakeTurnAsync(progress, stop);
        var binaries = await PostgresBinaries.FindAsync(
            (options.Search ?? new()) with { Major = folder.Major ?? options.Search?.Major }, progress, stop);
        var server = new ClusterServer(folder, binaries, Account.ForCluster(), options.Durable);
        await server.InitialiseAsync(progress, stop);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.StartLimit);
        try
        {
            var (postmaster, attached) = await ReachAsync(folder, server, progress, limit.Token);
            if (attached)
                progress.Report(Steps.AttachedCluster(postmaster.Pid));
            else
                ClusterStarter.Sign(folder);
            return new(folder, server, postmaster, attached);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw server.GaveUp();
        }
    }

    private static async Task<(Postmaster Running, bool Attached)> ReachAsync(
        ClusterFolder folder, ClusterServer server, IProgress<string> progress, CancellationToken stop)
    {
        for (var failures = 0; ; await Task.Delay(100, stop))
        {
            var known = Postmaster.Read(folder);
            if (known is { Alive: true })
            {
                if (await known.AnswersAsync(stop))
                    return (known, failures == 0);
                continue;
            }

            if (known is not null)
                folder.ForgetSocketFolder(known.SocketFolder);
            server.ForgetReusedPid(known);
            progress.Report(Steps.StartingCluster(server.Binaries.Major));
            if (await server.TryStartAsync(stop) && Postmaster.Read(folder) is { Alive: true } started && await started.AnswersAsync(stop))
                return (started, false);
            // Processes of a killed server hold its memory for a moment more, and PostgreSQL is right to wait for them.
            if (++failures == 30)
                throw server.GaveUp();
        }
    }

    /// <summary>Closes the sessions, writes everything down and stops; the next start needs no recovery.</summary>
    public async Task StopAsync(IProgress<string> progress, CancellationToken stop)
    {
        if (Postmaster.Read(home) is not { Alive: true })
            return;
        progress.Report(Steps.StoppingCluster);
        using var turn = await home.TakeTurnAsync(progress, stop);
        await engine.StopAsync(stop);
        home.ForgetSocketFolder(running.SocketFolder);
    }

    /// <summary>
    /// Stops and deletes everything a folder holds. Refuses with <see cref="ForeignFolder"/> one that ETicket did not make;
    /// a folder that does not exist is already erased.
    /// </summary>
    public static async Task EraseAsync(string path, IProgress<string> progress, CancellationToken stop)
    {
        var folder = new ClusterFolder(path);
        if (!Directory.Exists(folder.Root))
            return;
        progress.Report(Steps.ErasingCluster);
        if (Postmaster.Read(folder) is { Alive: true } postmaster)
        {
            folder.RefuseForeign();
            // What is about to be deleted need not be written down first: SIGQUIT.
            Native.Quit(postmaster.Pid);
            while (Postmaster.Read(folder) is { Alive: true })
                await Task.Delay(20, stop);
            folder.ForgetSocketFolder(postmaster.SocketFolder);
        }

        folder.Erase();
    }
}
