using System.Collections.Concurrent;
using ETicket.Persistence;
using Npgsql;

namespace ETicket.IntegrationTests.Replay;

/// <summary>
/// A database made for one replay, copied from one that was brought up once, on the server named by ETICKET_TEST_POSTGRES (an administrator's connection string) where the
/// roles exist. The only place of these tests that knows where PostgreSQL is.
/// </summary>
internal sealed class ReplayDatabase
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("ETICKET_TEST_POSTGRES");
    private static readonly ConcurrentBag<string> Made = [];
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);
    private readonly string _name = "replay_" + Guid.NewGuid().ToString("N");

    /// <summary>Whether anybody asked for it.</summary>
    public bool Exists { get; private set; }

    public async Task<Database> OpenAsync(CancellationToken stop)
    {
        if (Server is null)
            Assert.Skip("ETICKET_TEST_POSTGRES names no server.");
        await AdministerAsync($"create database {_name} owner eticket_owner template {await Template.Value}");
        Made.Add(_name);
        Exists = true;
        return new Database(Source("eticket_app"), Source("eticket_worker"), Source("eticket_auditor"));

        NpgsqlDataSource Source(string role) => NpgsqlDataSource.Create(Login(_name, role, pooling: true));
    }

    /// <summary>The first column of a question asked as the auditor, who sees every structure and writes nothing.</summary>
    public async Task<IReadOnlyList<string>> AuditAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Login(_name, "eticket_auditor", pooling: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        var answers = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            answers.Add(reader.GetString(0));
        return answers;
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var name = "replay_template_" + Guid.NewGuid().ToString("N");
        await AdministerAsync($"create database {name} owner eticket_owner");
        Made.Add(name);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => DropAll();
        await DatabaseUpgrade.ApplyAsync(Login(name, "eticket_owner", pooling: false), settableClock: true, CancellationToken.None);
        return name;
    }

    private static void DropAll()
    {
        foreach (var name in Made)
            AdministerAsync($"drop database if exists {name} with (force)").GetAwaiter().GetResult();
    }

    private static string Login(string database, string role, bool pooling) =>
        new NpgsqlConnectionStringBuilder(Server) { Database = database, Username = role, Pooling = pooling, MaxPoolSize = 10 }.ConnectionString;

    private static async Task AdministerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
