using ETicket.IntegrationTests.World;
using ETicket.Persistence.Bootstrap;
using ETicket.Web.Running;
using ETicket.Web.Running.PrivatePostgres;
using Npgsql;

namespace ETicket.IntegrationTests.Running;

/// <summary>Each test has a server of its own: it stops it, kills it or changes its roles.</summary>
public sealed class PrivateClusterTests : IAsyncLifetime
{
    private readonly ClusterOptions options = ClusterOptions.ThrowAway(Cluster.FolderName());
    private readonly Heard steps = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await PrivateCluster.EraseAsync(options.Folder, steps, CancellationToken.None);
    }

    [Fact]
    public async Task A_cluster_is_made_started_joined_stopped_and_found_again_with_its_data()
    {
        var first = await PrivateCluster.StartAsync(options with { Durable = true }, steps, Stop);
        await DatabaseBootstrapTests.RunAsync(first.AdminConnectionString, "CREATE TABLE bread AS SELECT 7 AS slices");

        var joined = await PrivateCluster.StartAsync(options, steps, Stop);
        await joined.StopAsync(steps, Stop);
        var again = await PrivateCluster.StartAsync(options, steps, Stop);

        Assert.Equal((false, true, false), (first.Attached, joined.Attached, again.Attached));
        Assert.Equal(first.Pid, joined.Pid);
        Assert.Null(Native.IdentityOf(first.Pid));
        Assert.Equal(7, await DatabaseBootstrapTests.AskAsync<int>(again.AdminConnectionString, "SELECT slices FROM bread"));
    }

    [Fact]
    public async Task Commits_of_the_product_reach_the_disk_and_no_network_port_is_open()
    {
        var cluster = await PrivateCluster.StartAsync(options with { Durable = true }, steps, Stop);

        foreach (var (setting, value) in new[]
                 {
                     ("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on"), ("listen_addresses", ""),
                     ("max_connections", "200"), ("shared_buffers", "256MB"), ("jit", "off"), ("wal_level", "replica"),
                     ("max_wal_size", "4GB"), ("checkpoint_timeout", "15min"),
                 })
            Assert.Equal(value, await DatabaseBootstrapTests.AskAsync<string>(cluster.AdminConnectionString, $"SHOW {setting}"));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(cluster.SocketFolder).UnixFileMode);
    }

    [Fact]
    public async Task A_keyboard_interrupt_of_the_portal_does_not_reach_the_server()
    {
        var cluster = await PrivateCluster.StartAsync(options, steps, Stop);

        // Ctrl-C goes to the processes of one group; the server leads its own session and group.
        var fields = (await File.ReadAllTextAsync($"/proc/{cluster.Pid}/stat", Stop)).Split(") ")[^1].Split(' ');
        Assert.Equal((cluster.Pid.ToString(), cluster.Pid.ToString()), (fields[2], fields[3]));
    }

    [Fact]
    public async Task A_killed_server_comes_back_with_what_was_committed()
    {
        var first = await PrivateCluster.StartAsync(options with { Durable = true }, steps, Stop);
        await DatabaseBootstrapTests.RunAsync(first.AdminConnectionString, "CREATE TABLE bread AS SELECT 7 AS slices");
        Native.Stop(first.Pid);

        var again = await PrivateCluster.StartAsync(options with { Durable = true }, steps, Stop);

        Assert.NotEqual(first.Pid, again.Pid);
        Assert.Equal(7, await DatabaseBootstrapTests.AskAsync<int>(again.AdminConnectionString, "SELECT slices FROM bread"));
    }

    [Fact]
    public async Task A_number_inherited_by_another_program_does_not_pass_for_the_server()
    {
        var first = await PrivateCluster.StartAsync(options, steps, Stop);
        await first.StopAsync(steps, Stop);
        // A power cut leaves the file; the number now belongs to a program of the very account PostgreSQL runs under.
        using var stranger = Sleeper.OfAccount(Account.ForCluster());
        var data = Path.Combine(options.Folder, "postgres", "data");
        await File.WriteAllTextAsync(
            Path.Combine(data, "postmaster.pid"), $"{stranger.Pid}\n{data}\n1700000000\n5432\n{first.SocketFolder}\n\n  5432001         0\nready   \n");

        var again = await PrivateCluster.StartAsync(options, steps, Stop);

        Assert.False(again.Attached);
        Assert.Equal(1, await DatabaseBootstrapTests.AskAsync<int>(again.AdminConnectionString, "SELECT 1"));
        Assert.True(stranger.Lives);
    }

    [Fact]
    public async Task A_creation_cut_short_leaves_nothing_half_made()
    {
        var folder = new ClusterFolder(options.Folder);
        folder.Claim();
        var halfMade = Directory.CreateDirectory(Path.Combine(folder.Server, "draft-cut"));
        await File.WriteAllTextAsync(Path.Combine(halfMade.FullName, "PG_VERSION"), "15\n");

        await PrivateCluster.StartAsync(options, steps, Stop);

        Assert.False(halfMade.Exists && Directory.Exists(halfMade.FullName));
    }

    [Fact]
    public async Task Two_starts_at_once_end_in_one_server()
    {
        var both = await Task.WhenAll(
            Task.Run(() => PrivateCluster.StartAsync(options, steps, Stop)), Task.Run(() => PrivateCluster.StartAsync(options, steps, Stop)));

        Assert.Equal(both[0].Pid, both[1].Pid);
        Assert.Single(both, cluster => cluster.Attached);
    }

    [Fact]
    public async Task A_folder_whose_path_is_too_long_for_a_socket_works_and_leaves_nothing_behind()
    {
        var deep = options with { Folder = Path.Combine(options.Folder, new string('p', 60), new string('q', 60)) };
        new ClusterFolder(options.Folder).Claim();

        var cluster = await PrivateCluster.StartAsync(deep, steps, Stop);
        var socket = Path.Combine(cluster.SocketFolder, ".s.PGSQL.5432");
        Assert.True(socket.Length < 100, socket);
        Assert.Equal(1, await DatabaseBootstrapTests.AskAsync<int>(cluster.AdminConnectionString, "SELECT 1"));
        await PrivateCluster.EraseAsync(deep.Folder, steps, Stop);

        Assert.False(Directory.Exists(cluster.SocketFolder));
        Assert.False(Directory.Exists(deep.Folder));
    }

    [Fact]
    public async Task A_folder_of_somebody_else_is_neither_filled_nor_erased()
    {
        var foreign = Directory.CreateTempSubdirectory();
        try
        {
            var letter = Path.Combine(foreign.FullName, "letter.txt");
            await File.WriteAllTextAsync(letter, "chère mairie");

            await Assert.ThrowsAsync<ForeignFolder>(() => PrivateCluster.StartAsync(options with { Folder = foreign.FullName }, steps, Stop));
            await Assert.ThrowsAsync<ForeignFolder>(() => PrivateCluster.EraseAsync(foreign.FullName, steps, Stop));

            Assert.Equal([letter], Directory.GetFileSystemEntries(foreign.FullName));
        }
        finally
        {
            foreign.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Data_of_a_version_that_is_not_here_is_refused_before_anything_is_touched()
    {
        var folder = new ClusterFolder(options.Folder);
        folder.Claim();
        Directory.CreateDirectory(folder.Data);
        await File.WriteAllTextAsync(Path.Combine(folder.Data, "PG_VERSION"), "99\n");
        var here = await PostgresBinaries.FindAsync(steps, Stop);

        var refused = await Assert.ThrowsAsync<OtherPostgresVersion>(() =>
            PrivateCluster.StartAsync(options with { Search = new(Configured: here.Folder) }, steps, Stop));

        Assert.Contains("99", refused.Sentence, StringComparison.Ordinal);
        Assert.Equal("99\n", await File.ReadAllTextAsync(Path.Combine(folder.Data, "PG_VERSION"), Stop));
    }

    [Fact]
    public async Task A_role_that_grew_powerful_is_cut_back_at_the_next_bootstrap()
    {
        var cluster = await PrivateCluster.StartAsync(options, steps, Stop);
        var logins = await DatabaseBootstrap.EnsureAsync(cluster.AdminConnectionString, "eticket", passwords: null, stop: Stop);
        await DatabaseBootstrapTests.RunAsync(cluster.AdminConnectionString, $"ALTER ROLE {Roles.App} BYPASSRLS CREATEDB");

        await DatabaseBootstrap.EnsureAsync(cluster.AdminConnectionString, "eticket", passwords: null, stop: Stop);

        await using var app = NpgsqlDataSource.Create(logins.App);
        await LoginGuard.RefuseAsync(app, Stop);
    }

    [Fact]
    public async Task A_server_that_asks_for_passwords_opens_to_the_right_one_only()
    {
        var cluster = await PrivateCluster.StartAsync(options, steps, Stop);
        var passwords = new DatabasePasswords("o-Été 1'", "a-Été 2\"", "w-ß 3$", "u-œ 4");
        var logins = await DatabaseBootstrap.EnsureAsync(cluster.AdminConnectionString, "eticket", passwords, stop: Stop);
        await File.WriteAllTextAsync(
            Path.Combine(options.Folder, "postgres", "data", "pg_hba.conf"), "local all postgres trust\nlocal all all scram-sha-256\n", Stop);
        await DatabaseBootstrapTests.RunAsync(cluster.AdminConnectionString, "SELECT pg_reload_conf()");

        foreach (var login in new[] { logins.Owner, logins.App, logins.Worker, logins.Auditor })
            Assert.Equal(1, await DatabaseBootstrapTests.AskAsync<int>(login, "SELECT 1"));
        var wrong = new NpgsqlConnectionStringBuilder(logins.App) { Password = passwords.Worker }.ConnectionString;
        var refused = await Assert.ThrowsAsync<PostgresException>(() => DatabaseBootstrapTests.AskAsync<int>(wrong, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }
}
