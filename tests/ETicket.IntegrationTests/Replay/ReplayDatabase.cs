using ETicket.IntegrationTests.World;
using ETicket.Persistence;
using ETicket.Persistence.Bootstrap;
using ETicket.Web.Running;
using Npgsql;

namespace ETicket.IntegrationTests.Replay;

/// <summary>A database made for one replay, copied from the one the books of every test come from.</summary>
internal sealed class ReplayDatabase
{
    private DatabaseLogins? _logins;

    /// <summary>Whether anybody asked for it.</summary>
    public bool Exists => _logins is not null;

    public async Task<Database> OpenAsync(CancellationToken stop)
    {
        var cluster = await TestContext.Current.GetFixture<Cluster>() ?? throw new InvalidOperationException("The cluster of the tests is not there.");
        var template = await cluster.TemplateAsync("books", logins => DatabaseUpgrade.ApplyAsync(logins.Owner, settableClock: true, CancellationToken.None));
        _logins = await cluster.NewDatabaseAsync(template);
        return Ground.Open(_logins);
    }

    /// <summary>What was replayed, opened again once the verb has left; whoever asks disposes of it.</summary>
    public Database Reopened() => Ground.Open(_logins!);

    /// <summary>The first column of a question asked as the auditor, who sees every structure and writes nothing.</summary>
    public async Task<IReadOnlyList<string>> AuditAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_logins!.Auditor) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        var answers = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            answers.Add(reader.GetString(0));
        return answers;
    }
}
