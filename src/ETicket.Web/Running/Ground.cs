using ETicket.Persistence;
using ETicket.Persistence.Bootstrap;
using ETicket.Web.Running.PrivatePostgres;
using Npgsql;

namespace ETicket.Web.Running;

/// <summary>
/// « Socle » — the database the program stands on: the server named by <c>Database:Address</c>, else the private cluster of this machine.
/// </summary>
internal sealed class Ground : IAsyncDisposable
{
    private readonly IProgress<string> _progress;

    private Ground(Database database, DatabaseLogins logins, string admin, PrivateCluster? cluster, IProgress<string> progress)
    {
        _progress = progress;
        Database = database;
        Logins = logins;
        Admin = admin;
        Cluster = cluster;
    }

    public Database Database { get; }

    public DatabaseLogins Logins { get; }

    /// <summary>A way in that may make databases: the private cluster's, or <c>Database:Admin</c>.</summary>
    public string Admin { get; }

    public PrivateCluster? Cluster { get; }

    /// <summary>
    /// Finds the server, makes roles and database when it may, migrates where the owner's password is known, and refuses an unsafe login or a database of another version
    /// (see <see cref="Upgrade"/>). A private database is filled by <paramref name="firstTime"/> before it gets its name: killed in the middle, the next start begins again.
    /// </summary>
    public static async Task<Ground> PrepareAsync(IConfiguration configuration, IProgress<string> progress, CancellationToken stop, Func<Database, Task>? firstTime = null)
    {
        var name = configuration["Database:Name"] ?? "eticket";
        var (admin, cluster, mayCreate) = await FindServerAsync(configuration, progress, stop);
        var passwords = Passwords(configuration);
        if (cluster is not null && firstTime is not null && !await DatabaseBootstrap.ExistsAsync(admin, name, stop))
            await FillAsync(admin, name, firstTime, progress, stop);

        var logins = mayCreate ? await DatabaseBootstrap.EnsureAsync(admin, name, passwords, stop: stop) : DatabaseLogins.For(admin, name, passwords);
        var database = Open(logins);
        try
        {
            if (mayCreate || passwords?.Owner is { Length: > 0 })
                await Upgrade.ApplyAsync(logins, name, cluster is not null, progress, stop);
            else
                await Upgrade.RefuseBehindAsync(database, logins, name, stop);
        }
        catch (PrivateDatabaseOfAnotherVersion) when (cluster is { IsOursToStop: true })
        {
            await cluster.StopAsync(progress, stop);
            throw;
        }
        await LoginGuard.RefuseAsync(database.App, stop);
        return new Ground(database, logins, admin, cluster, progress);
    }

    /// <summary>The same for a verb that works on a database already prepared. Refuses with <see cref="DatabaseNotMade"/> when there is none.</summary>
    public static async Task<Ground> FindAsync(IConfiguration configuration, IProgress<string> progress, CancellationToken stop)
    {
        var name = configuration["Database:Name"] ?? "eticket";
        if (IsPrivate(configuration) && !new ClusterFolder(ClusterOptions.ForProduct(configuration["Data:Folder"]).Folder).HasData)
            throw new DatabaseNotMade(name);
        var (admin, cluster, mayCreate) = await FindServerAsync(configuration, progress, stop);
        if (mayCreate && !await DatabaseBootstrap.ExistsAsync(admin, name, stop))
            throw new DatabaseNotMade(name);
        var logins = DatabaseLogins.For(admin, name, Passwords(configuration));
        return new Ground(Open(logins), logins, admin, cluster, progress);
    }

    /// <summary>A fresh database of its own on the same server, its clock set by hand: for a replay. It replaces an older one of that name.</summary>
    public static async Task<Ground> AsideAsync(IConfiguration configuration, string name, IProgress<string> progress, CancellationToken stop)
    {
        var (admin, cluster, _) = await FindServerAsync(configuration, progress, stop);
        await DatabaseBootstrap.DropAsync(admin, name, stop);
        var logins = await DatabaseBootstrap.EnsureAsync(admin, name, Passwords(configuration), stop: stop);
        await Upgrade.MakeAsync(logins, settableClock: true, stop);
        return new Ground(Open(logins), logins, admin, cluster, progress);
    }

    public async Task<bool> HasSettableClockAsync(CancellationToken stop)
    {
        await using var command = Database.Auditor.CreateCommand("select to_regclass('settable_clock') is not null");
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    public static Database Open(DatabaseLogins logins) => new(Source(logins.App, "app"), Source(logins.Worker, "worker"), Source(logins.Auditor, "auditor"));

    /// <summary>A server this process started, or whose starter is dead, is stopped with it, unless somebody else stands on it.</summary>
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (Cluster is not { IsOursToStop: true } ours)
            return;
        // Sessions of the timetable's own pool are ours too.
        NpgsqlConnection.ClearAllPools();
        try
        {
            if (await DatabaseBootstrap.AnybodyElseAsync(Admin))
                return;
        }
        catch (NpgsqlException)
        {
            // Killed at this very moment: nobody stands on it.
        }
        await ours.StopAsync(_progress, CancellationToken.None);
    }

    private static async Task FillAsync(string admin, string name, Func<Database, Task> firstTime, IProgress<string> progress, CancellationToken stop)
    {
        var draft = name + "_new";
        await DatabaseBootstrap.DropAsync(admin, draft, stop);
        var logins = await DatabaseBootstrap.EnsureAsync(admin, draft, null, stop: stop);
        progress.Report(Steps.Migrating);
        await Upgrade.MakeAsync(logins, settableClock: false, stop);
        progress.Report(Steps.SeedingDemo);
        await using (var database = Open(logins))
            await firstTime(database);
        await DatabaseBootstrap.RenameAsync(admin, draft, name, stop);
    }

    private static bool IsPrivate(IConfiguration configuration) =>
        string.IsNullOrEmpty(configuration["Database:Admin"]) && string.IsNullOrEmpty(configuration["Database:Address"]);

    private static async Task<(string Admin, PrivateCluster?, bool MayCreate)> FindServerAsync(IConfiguration configuration, IProgress<string> progress, CancellationToken stop)
    {
        if (configuration["Database:Admin"] is { Length: > 0 } admin)
            return (admin, null, true);
        if (configuration["Database:Address"] is { Length: > 0 } address)
            return (address, null, false);
        var cluster = await PrivateCluster.StartAsync(ClusterOptions.ForProduct(configuration["Data:Folder"]), progress, stop);
        return (cluster.AdminConnectionString, cluster, true);
    }

    private static DatabasePasswords? Passwords(IConfiguration configuration)
    {
        var section = configuration.GetSection("Database:Passwords");
        return section.Exists() ? new DatabasePasswords(section["Owner"], section["App"], section["Worker"], section["Auditor"]) : null;
    }

    private static NpgsqlDataSource Source(string connection, string name) =>
        // Named, so that no pool carries a connection string as its label.
        new NpgsqlDataSourceBuilder(connection) { Name = "eticket-" + name }.Build();
}
