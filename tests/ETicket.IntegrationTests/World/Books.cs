using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Persistence.Bootstrap;
using Npgsql;

namespace ETicket.IntegrationTests.World;

/// <summary>One row of the always-on audit.</summary>
public sealed record Fault(string Code, string What);

/// <summary>
/// The books of one test: a database of its own, its clock held by hand, and the auditor at the door. Every proof asks for
/// <see cref="ShouldBeHealthyAsync"/> before it ends.
/// </summary>
public sealed class Books : IAsyncDisposable
{
    private readonly NpgsqlDataSource _owner;

    private readonly Cluster _cluster;

    private Books(Cluster cluster, DatabaseLogins logins, string admin)
    {
        _cluster = cluster;
        Logins = logins;
        Admin = admin;
        _owner = NpgsqlDataSource.Create(logins.Owner);
        Database = new Database(NpgsqlDataSource.Create(logins.App), NpgsqlDataSource.Create(logins.Worker), NpgsqlDataSource.Create(logins.Auditor));
        Clock = new TownClock(Database.Worker);
    }

    public DatabaseLogins Logins { get; }

    /// <summary>Connection string of a superuser on this very database: only to plant faults and to look behind the walls.</summary>
    public string Admin { get; }
    public Database Database { get; }
    public NpgsqlDataSource Owner => _owner;
    public TownClock Clock { get; }

    public static async Task<Books> OpenAsync(Cluster cluster)
    {
        var template = await cluster.TemplateAsync("books", logins => DatabaseUpgrade.ApplyAsync(logins.Owner, settableClock: true, CancellationToken.None));
        var logins = await cluster.NewDatabaseAsync(template);
        var name = new NpgsqlConnectionStringBuilder(logins.Owner).Database;
        var admin = new NpgsqlConnectionStringBuilder(cluster.AdminConnectionString) { Database = name, Pooling = false, IncludeErrorDetail = true };
        return new Books(cluster, logins, admin.ConnectionString);
    }

    public Task<IReadOnlyList<Fault>> ViolationsAsync() => ReadAsync("violations");

    public Task<IReadOnlyList<Fault>> AlarmsAsync() => ReadAsync("alarms");

    /// <summary>The audit finds nothing, read as the auditor reads it every night.</summary>
    public async Task ShouldBeHealthyAsync() => Assert.Empty(await ViolationsAsync());

    /// <summary>One value read by the auditor, who sees every structure and writes nothing.</summary>
    public async Task<T> AskAsync<T>(string sql, params object[] values)
    {
        await using var command = Database.Auditor.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>One row per line of a transaction inside a structure, read by the application.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(StructureId structure, string sql, Func<NpgsqlDataReader, T> read, params object[] values)
    {
        await using var work = await Database.BeginAsync(structure, CancellationToken.None);
        await using var command = work.Command(sql, values);
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _owner.DisposeAsync();
        await _cluster.ReturnAsync(Logins);
    }

    private async Task<IReadOnlyList<Fault>> ReadAsync(string view)
    {
        await using var command = Database.Auditor.CreateCommand($"select code, what from {view} order by code, what");
        var faults = new List<Fault>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            faults.Add(new Fault(reader.GetString(0), reader.IsDBNull(1) ? "" : reader.GetString(1)));
        return faults;
    }
}
