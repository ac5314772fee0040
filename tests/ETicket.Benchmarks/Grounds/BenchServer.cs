using System.Globalization;
using System.Reflection;
using ETicket.Persistence.Bootstrap;
using ETicket.Web.Running;
using ETicket.Web.Running.PrivatePostgres;
using Npgsql;

namespace ETicket.Benchmarks.Grounds;

/// <summary>
/// A durable PostgreSQL on disk for one run, or the server named by ETICKET_BENCH_POSTGRES (an administrator's connection string), and as many fresh databases as cases.
/// </summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private const string Prefix = "eticket_bench_";
    private const string Template = "eticket_bench_template";
    private readonly string _admin;
    private readonly string? _folder;
    private readonly DatabasePasswords? _passwords;
    private readonly List<string> _made = [];
    private bool _keep;
    private string _with = "";

    private BenchServer(string admin, string? folder, DatabasePasswords? passwords)
    {
        _admin = admin;
        _folder = folder;
        _passwords = passwords;
    }

    public static async Task<BenchServer> StartAsync(Options options, CancellationToken stop)
    {
        BenchServer server;
        if (Environment.GetEnvironmentVariable("ETICKET_BENCH_POSTGRES") is { Length: > 0 } existing)
        {
            server = new(existing, null, new(Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), Guid.NewGuid().ToString()));
        }
        else
        {
            var folder = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"eticket-bench-{Environment.ProcessId}"));
            var cluster = await PrivateCluster.StartAsync(new ClusterOptions(folder, Durable: true), new Quiet(), stop);
            server = new(cluster.AdminConnectionString, folder, null);
        }
        server._keep = options.Keep;
        server._with = options.With is null ? "" : ";" + options.With;
        await server.PrepareAsync(stop);
        return server;
    }

    /// <summary>A fresh database with the product's schema, the seeding functions and the yardsticks.</summary>
    public async Task<BenchDatabase> NewDatabaseAsync(string name, CancellationToken stop)
    {
        var database = Prefix + name;
        await DatabaseBootstrap.DropAsync(_admin, database, stop);
        await DatabaseBootstrap.CloneAsync(_admin, Template, database, stop);
        _made.Add(database);
        var logins = DatabaseLogins.For(_admin, database, _passwords);
        // The last of two words of one name counts: what was asked for comes after the product's own.
        logins = logins with { App = logins.App + _with, Worker = logins.Worker + _with, Auditor = logins.Auditor + _with };
        var bench = new BenchDatabase(Ground.Open(logins), Superuser(database));
        await bench.RunAsync("select 1", stop);
        return bench;
    }

    /// <summary>What tells a portal to stand on a database made by <see cref="NewDatabaseAsync"/>.</summary>
    public IReadOnlyDictionary<string, string?> Configuration(string name)
    {
        Dictionary<string, string?> told = new() { ["Database:Admin"] = _admin, ["Database:Name"] = Prefix + name };
        if (_passwords is { } given)
            (told["Database:Passwords:Owner"], told["Database:Passwords:App"], told["Database:Passwords:Worker"], told["Database:Passwords:Auditor"]) = (given.Owner, given.App, given.Worker, given.Auditor);
        return told;
    }

    /// <summary>What the figures stand on.</summary>
    public async Task<string> SettingsAsync(CancellationToken stop)
    {
        await using var source = Superuser("postgres");
        await using var command = source.CreateCommand(
            """
            select 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1) || ', ' || string_agg(name || '=' || current_setting(name), ', ' order by name)
            from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size', 'wal_level')
            """);
        return (string)(await command.ExecuteScalarAsync(stop))!;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_folder is not null)
        {
            await PrivateCluster.EraseAsync(_folder, new Quiet(), CancellationToken.None);
            return;
        }
        if (_keep)
            return;
        foreach (var database in _made.Append(Template))
            await DatabaseBootstrap.DropAsync(_admin, database);
    }

    private async Task PrepareAsync(CancellationToken stop)
    {
        await DatabaseBootstrap.DropAsync(_admin, Template, stop);
        var logins = await DatabaseBootstrap.EnsureAsync(_admin, Template, _passwords, stop: stop);
        await Upgrade.MakeAsync(logins, settableClock: false, stop);
        await using var source = Superuser(Template);
        foreach (var file in new[] { "Grounds/Towns.sql", "Grounds/Households.sql", "Grounds/Yardsticks.sql" })
        {
            await using var command = source.CreateCommand(Read(file));
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    private NpgsqlDataSource Superuser(string database) => new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(_admin)
    {
        Database = database,
        MaxPoolSize = 40,
        CommandTimeout = 0,
        MaxAutoPrepare = 20,
        AutoPrepareMinUsages = 2,
    }.ConnectionString)
    { Name = "bench-" + database }.Build();

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private sealed class Quiet : IProgress<string>
    {
        public void Report(string value)
        {
        }
    }
}
