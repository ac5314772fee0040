using ETicket.IntegrationTests.World;
using ETicket.Persistence.Bootstrap;
using Npgsql;

namespace ETicket.IntegrationTests.Running;

public sealed class DatabaseBootstrapTests(Cluster cluster)
{
    [Fact]
    public async Task The_four_roles_may_enter_their_database_and_have_no_power_of_their_own()
    {
        var logins = await cluster.EmptyDatabaseAsync();

        foreach (var login in new[] { logins.Owner, logins.App, logins.Worker, logins.Auditor })
        {
            Assert.False(await AskAsync<bool>(login, """
                SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = session_user
                """));
        }
    }

    [Fact]
    public async Task A_second_bootstrap_of_the_same_database_changes_nothing()
    {
        var first = await cluster.EmptyDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(first.Owner).Database!;
        await RunAsync(first.Owner, "CREATE TABLE kept (id int)");

        await DatabaseBootstrap.EnsureAsync(cluster.AdminConnectionString, name, PasswordsOf(first));

        Assert.Equal(1L, await AskAsync<long>(first.Owner, "SELECT count(*) FROM pg_tables WHERE tablename = 'kept'"));
    }

    [Fact]
    public async Task Several_bootstraps_at_once_agree()
    {
        var model = await cluster.EmptyDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(model.Owner).Database + "_raced";

        try
        {
            var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
                DatabaseBootstrap.EnsureAsync(cluster.AdminConnectionString, name, PasswordsOf(model))));

            Assert.Single(all.Distinct());
            Assert.Equal(1, await AskAsync<int>(all[0].App, "SELECT 1"));
        }
        finally
        {
            await DatabaseBootstrap.DropAsync(cluster.AdminConnectionString, name);
        }
    }

    [Fact]
    public async Task Only_the_owner_may_make_tables()
    {
        var logins = await cluster.EmptyDatabaseAsync();

        await RunAsync(logins.Owner, "CREATE TABLE by_owner (id int)");
        foreach (var login in new[] { logins.App, logins.Worker, logins.Auditor })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(login, "CREATE TABLE by_another (id int)"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task A_copy_keeps_the_tables_the_doors_and_the_settings_of_its_template()
    {
        var template = await cluster.TemplateAsync("copied", logins =>
            RunAsync(logins.Owner, $"CREATE TABLE bread (slices int); INSERT INTO bread VALUES (7); GRANT SELECT ON bread TO {Roles.App}"));

        var copy = await cluster.NewDatabaseAsync(template);

        Assert.Equal(7, await AskAsync<int>(copy.App, "SELECT slices FROM bread"));
        Assert.Equal("5s", await AskAsync<string>(copy.App, "SELECT current_setting('lock_timeout')"));
        Assert.Equal("1min", await AskAsync<string>(copy.App, "SELECT current_setting('idle_in_transaction_session_timeout')"));
        Assert.Equal("0", await AskAsync<string>(copy.Worker, "SELECT current_setting('lock_timeout')"));
        Assert.Equal("UTC", await AskAsync<string>(copy.Worker, "SELECT current_setting('timezone')"));
        Assert.False(await AskAsync<bool>(
            copy.Owner, "SELECT EXISTS (SELECT FROM aclexplode((SELECT datacl FROM pg_database WHERE datname = current_database())) WHERE grantee = 0)"));
    }

    [Fact]
    public async Task A_template_in_use_is_copied_all_the_same()
    {
        var template = await cluster.TemplateAsync("busy", _ => Task.CompletedTask);
        await using var busy = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(cluster.AdminConnectionString) { Database = template }.ConnectionString);
        await using var connection = await busy.OpenConnectionAsync();

        var copy = await cluster.NewDatabaseAsync(template);

        Assert.Equal(1, await AskAsync<int>(copy.App, "SELECT 1"));
    }

    [Fact]
    public async Task The_logins_of_the_portal_and_of_the_night_are_accepted()
    {
        var logins = await cluster.EmptyDatabaseAsync();
        await RunAsync(logins.Owner, "CREATE TABLE families (id int)");

        foreach (var login in new[] { logins.App, logins.Worker, logins.Auditor })
        {
            await using var source = NpgsqlDataSource.Create(login);
            await LoginGuard.RefuseAsync(source, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_login_above_row_level_security_is_refused()
    {
        var logins = await cluster.EmptyDatabaseAsync();
        var bypassing = $"eticket_bypass_{Guid.NewGuid():N}";
        var heir = $"eticket_heir_{Guid.NewGuid():N}";
        var secret = Guid.NewGuid().ToString("N");
        var database = new NpgsqlConnectionStringBuilder(logins.Owner).Database!;
        await RunAsync(cluster.AdminConnectionString, $"""
            CREATE ROLE {bypassing} LOGIN BYPASSRLS PASSWORD '{secret}';
            CREATE ROLE {heir} LOGIN PASSWORD '{secret}' IN ROLE {Roles.Owner};
            GRANT CONNECT ON DATABASE {database} TO {bypassing};
            """);

        try
        {
            foreach (var login in new[] { logins.Owner, As(bypassing), As(heir), Into(cluster.AdminConnectionString) })
            {
                await using var source = NpgsqlDataSource.Create(login);
                var refused = await Assert.ThrowsAsync<UnsafeDatabaseLogin>(() => LoginGuard.RefuseAsync(source, CancellationToken.None));
                Assert.Contains(refused.Login, refused.Sentence, StringComparison.Ordinal);
            }
        }
        finally
        {
            await RunAsync(cluster.AdminConnectionString, $"REVOKE CONNECT ON DATABASE {database} FROM {bypassing}; DROP ROLE {bypassing}; DROP ROLE {heir}");
        }

        string As(string role) => new NpgsqlConnectionStringBuilder(logins.App) { Username = role, Password = secret }.ConnectionString;
        string Into(string admin) => new NpgsqlConnectionStringBuilder(admin) { Database = database }.ConnectionString;
    }

    private static DatabasePasswords? PasswordsOf(DatabaseLogins logins)
    {
        return Of(logins.Owner) is { } owner ? new(owner, Of(logins.App), Of(logins.Worker), Of(logins.Auditor)) : null;

        static string? Of(string login) => new NpgsqlConnectionStringBuilder(login).Password;
    }

    internal static async Task<T> AskAsync<T>(string login, string sql)
    {
        await using var source = NpgsqlDataSource.Create(login);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    internal static async Task RunAsync(string login, string sql)
    {
        await using var source = NpgsqlDataSource.Create(login);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
