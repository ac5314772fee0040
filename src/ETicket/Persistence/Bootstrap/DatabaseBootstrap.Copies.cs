using Npgsql;

namespace ETicket.Persistence.Bootstrap;

public static partial class DatabaseBootstrap
{
    /// <summary>
    /// Copies a prepared database: twenty milliseconds instead of every migration again. Whoever is connected to the template is put out,
    /// because PostgreSQL copies only a database at rest.
    /// </summary>
    public static async Task CloneAsync(string admin, string template, string databaseName, CancellationToken stop = default)
    {
        await using var server = await OpenAsync(admin, MeetingPlace, stop);
        await ScalarAsync<long>(
            server, "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = $1", template, stop);
        await ExecuteAsync(server, $"CREATE DATABASE {Quoted(databaseName)} OWNER {Roles.Owner} TEMPLATE {Quoted(template)}", stop);
        await GrantAsync(server, databaseName, stop);
    }

    /// <summary>Removes a database, connected or not; one that does not exist is no error.</summary>
    public static async Task DropAsync(string admin, string databaseName, CancellationToken stop = default)
    {
        await using var server = await OpenAsync(admin, MeetingPlace, stop);
        await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {Quoted(databaseName)} WITH (FORCE)", stop);
    }

    private static async Task<NpgsqlConnection> OpenAsync(string admin, string databaseName, CancellationToken stop)
    {
        // Without a pool nothing stays connected behind our back, and a session lock dies with its session.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(admin)
        {
            Database = databaseName,
            Pooling = false,
            ApplicationName = "eticket bootstrap",
            CommandTimeout = 300,
        }.ConnectionString);
        await connection.OpenAsync(stop);
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static async Task<T?> ScalarAsync<T>(NpgsqlConnection connection, string sql, string argument, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = argument } } };
        return (T?)await command.ExecuteScalarAsync(stop);
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Whether the server has a database of this name.</summary>
    public static async Task<bool> ExistsAsync(string admin, string databaseName, CancellationToken stop = default)
    {
        await using var server = await OpenAsync(admin, MeetingPlace, stop);
        return await ScalarAsync<bool>(server, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", databaseName, stop);
    }

    /// <summary>Whether another program is connected to the server; sessions that are just leaving are given a second to do so.</summary>
    public static async Task<bool> AnybodyElseAsync(string admin, CancellationToken stop = default)
    {
        await using var server = await OpenAsync(admin, MeetingPlace, stop);
        for (var tries = 0; tries < 10; tries++)
        {
            if (!await ScalarAsync<bool>(server, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE backend_type = $1 AND pid <> pg_backend_pid())", "client backend", stop))
                return false;
            await Task.Delay(100, stop);
        }
        return true;
    }

    /// <summary>Gives a finished database its name: until then nobody knows it, and one left half-made is simply dropped.</summary>
    public static async Task RenameAsync(string admin, string from, string to, CancellationToken stop = default)
    {
        await using var server = await OpenAsync(admin, MeetingPlace, stop);
        await ScalarAsync<long>(
            server, "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = $1", from, stop);
        await ExecuteAsync(server, $"ALTER DATABASE {Quoted(from)} RENAME TO {Quoted(to)}", stop);
    }
}
