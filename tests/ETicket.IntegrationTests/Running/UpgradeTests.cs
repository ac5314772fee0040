using ETicket.IntegrationTests.World;
using ETicket.Persistence;
using ETicket.Persistence.Bootstrap;
using ETicket.Web.Running;
using ETicket.Web.Running.PrivatePostgres;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace ETicket.IntegrationTests.Running;

/// <summary>A database left by another version of the program: one sentence says what to do, and nothing in it is touched.</summary>
public sealed class UpgradeTests(Cluster cluster)
{
    private const string History = """create table "__EFMigrationsHistory" ("MigrationId" varchar(150) primary key, "ProductVersion" varchar(32) not null); """;
    private const string Ours = "create table structure (id uuid primary key); ";
    private const string Theirs = """insert into "__EFMigrationsHistory" values ('20250102030405_Beginning', '9.0.0'); """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_data_folder_of_another_version_is_told_to_begin_again_and_does()
    {
        await using var portal = new PortalProcess();
        var left = await PrivateCluster.StartAsync(new ClusterOptions(portal.Settings["Data:Folder"]!), new Progress<string>(), Stop);
        var logins = await DatabaseBootstrap.EnsureAsync(left.AdminConnectionString, "eticket", null, stop: Stop);
        await DatabaseBootstrapTests.RunAsync(logins.Owner, History + Ours + Theirs);
        NpgsqlConnection.ClearAllPools();
        await left.StopAsync(new Progress<string>(), Stop);

        var (exit, _, complaints) = await portal.RunAsync();
        var server = Postmaster.Read(new ClusterFolder(portal.Settings["Data:Folder"]!));
        await portal.StartAsync("--reset");

        Assert.Equal(2, exit);
        Assert.False(server is { Alive: true });
        var told = complaints.Split('\n')[^1];
        Assert.Contains("-- --reset", told, StringComparison.Ordinal);
        Assert.DoesNotContain("42P07", complaints, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", complaints, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Ours)]
    [InlineData(History + Ours)]
    [InlineData(History + Ours + Theirs)]
    public async Task A_configured_database_of_another_version_is_left_alone(string left)
    {
        var logins = await cluster.EmptyDatabaseAsync();
        await DatabaseBootstrapTests.RunAsync(logins.Owner, left);

        var refused = await Assert.ThrowsAsync<DatabaseOfAnotherVersion>(() => PrepareAsync(logins));

        Assert.Contains("version", refused.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("--reset", refused.Sentence, StringComparison.Ordinal);
        Assert.Equal(0L, await CountAsync(logins, "tablename like 'qrtz%' or tablename = 'booking'"));
    }

    [Fact]
    public async Task A_database_that_went_further_than_this_version_is_not_taken_back()
    {
        var logins = await cluster.EmptyDatabaseAsync();
        await (await PrepareAsync(logins)).DisposeAsync();
        await DatabaseBootstrapTests.RunAsync(logins.Owner, """insert into "__EFMigrationsHistory" values ('29990102030405_Later', '10.0.0')""");

        await Assert.ThrowsAsync<DatabaseOfAnotherVersion>(() => PrepareAsync(logins));
    }

    [Fact]
    public async Task A_start_that_was_killed_before_its_first_table_of_ours_starts_again()
    {
        var logins = await cluster.EmptyDatabaseAsync();
        await DatabaseBootstrapTests.RunAsync(logins.Owner, "create table qrtz_locks_of_quartz (id int); create table of_somebody_else (id int)");

        await using var ground = await PrepareAsync(logins);

        Assert.Equal(1L, await CountAsync(logins, "tablename = 'booking'"));
    }

    [Fact]
    public async Task An_upgrade_killed_between_the_migrations_and_the_SQL_files_is_not_complete_and_nobody_is_served_on_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        Assert.Empty(await DatabaseUpgrade.PendingAsync(books.Database, Stop));
        await DatabaseBootstrapTests.RunAsync(books.Logins.Owner, "comment on function eticket_now() is 'of the version before'");
        await using (var other = await books.Owner.OpenConnectionAsync(Stop))
        {
            await using var turn = await other.BeginTransactionAsync(Stop);
            await using var waits = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('eticket upgrade'))", other);
            await waits.ExecuteNonQueryAsync(Stop);
            using var killed = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DatabaseUpgrade.ApplyAsync(books.Logins.Owner, settableClock: true, killed.Token));
        }

        Assert.Equal(["SQL files"], await DatabaseUpgrade.PendingAsync(books.Database, Stop));
        await Assert.ThrowsAsync<DatabaseBehind>(() => Upgrade.RefuseBehindAsync(books.Database, books.Logins, "eticket", Stop));
        await DatabaseUpgrade.ApplyAsync(books.Logins.Owner, settableClock: true, Stop);

        await Upgrade.RefuseBehindAsync(books.Database, books.Logins, "eticket", Stop);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task An_upgrade_waits_for_what_a_killed_portal_left_running_and_lets_the_others_work_meanwhile()
    {
        await using var books = await Books.OpenAsync(cluster);
        await using var left = await books.Owner.OpenConnectionAsync(Stop);
        var closing = await left.BeginTransactionAsync(Stop);
        await using (var holds = new NpgsqlCommand("lock table booking in row exclusive mode", left))
            await holds.ExecuteNonQueryAsync(Stop);
        // A second stands for the half minute of a connection to which nothing else is said.
        var hasty = new NpgsqlConnectionStringBuilder(books.Logins.Owner) { CommandTimeout = 1 }.ConnectionString;

        var upgrade = DatabaseUpgrade.ApplyAsync(hasty, settableClock: true, Stop);
        for (var clicks = 0; clicks < 8; clicks++)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5), Stop);
            // Whoever ticks a day would stand behind an upgrade that stays in the queue.
            await DatabaseBootstrapTests.RunAsync(books.Logins.Owner, "begin; set local statement_timeout = '15s'; lock table booking in row exclusive mode; commit");
        }
        Assert.False(upgrade.IsCompleted, "the upgrade needs the tables that are held");
        await closing.DisposeAsync();
        await upgrade;

        Assert.Empty(await DatabaseUpgrade.PendingAsync(books.Database, Stop));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>What « migrate » does, with an administrator's way in.</summary>
    private Task<Ground> PrepareAsync(DatabaseLogins logins)
    {
        var settings = new Dictionary<string, string?> { ["Database:Admin"] = cluster.AdminConnectionString, ["Database:Name"] = new NpgsqlConnectionStringBuilder(logins.Owner).Database };
        foreach (var (role, login) in new[] { ("Owner", logins.Owner), ("App", logins.App), ("Worker", logins.Worker), ("Auditor", logins.Auditor) })
        {
            if (new NpgsqlConnectionStringBuilder(login).Password is { } password)
                settings[$"Database:Passwords:{role}"] = password;
        }
        return Ground.PrepareAsync(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new Progress<string>(), Stop);
    }

    private static async Task<long> CountAsync(DatabaseLogins logins, string which)
    {
        await using var source = NpgsqlDataSource.Create(logins.Owner);
        await using var command = source.CreateCommand($"select count(*) from pg_tables where schemaname = 'public' and ({which})");
        return (long)(await command.ExecuteScalarAsync(Stop))!;
    }
}
