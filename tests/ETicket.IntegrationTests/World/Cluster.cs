using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ETicket.IntegrationTests.World;
using ETicket.Persistence.Bootstrap;
using ETicket.Web.Running;
using ETicket.Web.Running.PrivatePostgres;

[assembly: AssemblyFixture(typeof(Cluster))]

namespace ETicket.IntegrationTests.World;

/// <summary>
/// One PostgreSQL for the whole run, in memory where the machine allows it, and as many databases as tests ask for: each is a copy of
/// a template prepared once. <c>ETICKET_TEST_POSTGRES</c> (an administrator's connection string) takes an existing server instead.
/// </summary>
public sealed class Cluster : IAsyncLifetime
{
    private const string FolderPrefix = "eticket-tests-";

    private static int lastFolder;

    private static readonly string Run = $"{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}"[..16];

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> templates = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> lent = [];
    private readonly ClusterOptions options = ClusterOptions.ThrowAway(FolderName());
    private PrivateCluster? mine;
    private DatabasePasswords? passwords;
    private int last;

    /// <summary>What turns an empty database into the template of every test: migrations, reference data. Set once, before the first database.</summary>
    public static Func<DatabaseLogins, Task> Prepare { get; set; } = _ => Task.CompletedTask;

    public string AdminConnectionString { get; private set; } = "";

    /// <summary>A folder name of this run, for a test that needs a server of its own; the next run sweeps it if this one is killed.</summary>
    internal static string FolderName() =>
        string.Create(CultureInfo.InvariantCulture, $"{FolderPrefix}{Run}-{Interlocked.Increment(ref lastFolder)}");

    public async ValueTask InitializeAsync()
    {
        await SweepAsync();
        if (Environment.GetEnvironmentVariable("ETICKET_TEST_POSTGRES") is { Length: > 0 } existing)
        {
            AdminConnectionString = existing;
            passwords = PasswordsFor(existing);
            return;
        }

        mine = await PrivateCluster.StartAsync(options, new Silent(), CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(options.Folder, "owner"), OwnerCard());
        AdminConnectionString = mine.AdminConnectionString;
        await RestAsync(AdminConnectionString);
    }

    /// <summary>Databases that live for a second need no housekeeping; over a thousand of them it takes half the machine.</summary>
    private static async Task RestAsync(string admin)
    {
        await using var server = Npgsql.NpgsqlDataSource.Create(admin);
        foreach (var order in new[] { "alter system set autovacuum = off", "select pg_reload_conf()" })
        {
            await using var command = server.CreateCommand(order);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>A fresh database of this test alone.</summary>
    /// <param name="template">A name given by <see cref="TemplateAsync"/>; null for the common one.</param>
    public async Task<DatabaseLogins> NewDatabaseAsync(string? template = null)
    {
        template ??= await TemplateAsync("common", logins => Prepare(logins));
        var name = NewName("test");
        await DatabaseBootstrap.CloneAsync(AdminConnectionString, template, name);
        return DatabaseLogins.For(AdminConnectionString, name, passwords, errorDetail: true);
    }

    /// <summary>A test is over: so is its database.</summary>
    public Task ReturnAsync(DatabaseLogins logins) => DatabaseBootstrap.DropAsync(AdminConnectionString, new Npgsql.NpgsqlConnectionStringBuilder(logins.Owner).Database!);

    /// <summary>A database with the roles, the rights and nothing inside.</summary>
    public Task<DatabaseLogins> EmptyDatabaseAsync() =>
        DatabaseBootstrap.EnsureAsync(AdminConnectionString, NewName("empty"), passwords, errorDetail: true);

    /// <summary>Builds a template once per run, however many tests ask for it at the same time; the answer goes to <see cref="NewDatabaseAsync"/>.</summary>
    public Task<string> TemplateAsync(string name, Func<DatabaseLogins, Task> prepare) => templates.GetOrAdd(name, _ => new(async () =>
    {
        var database = NewName(name);
        await prepare(await DatabaseBootstrap.EnsureAsync(AdminConnectionString, database, passwords, errorDetail: true));
        return database;
    })).Value;

    public async ValueTask DisposeAsync()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        if (mine is not null)
        {
            await PrivateCluster.EraseAsync(options.Folder, new Silent(), CancellationToken.None);
            return;
        }

        foreach (var database in lent)
            await DatabaseBootstrap.DropAsync(AdminConnectionString, database);
    }

    private string NewName(string kind)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"eticket_{kind}_{Run.Replace('-', '_')}_{Interlocked.Increment(ref last)}");
        lent.Add(name);
        return name;
    }

    /// <summary>Roles belong to the whole server: two runs on one server must give them the same passwords.</summary>
    private static DatabasePasswords PasswordsFor(string admin)
    {
        return new(Of(Roles.Owner), Of(Roles.App), Of(Roles.Worker), Of(Roles.Auditor));

        string Of(string role) => Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(admin), Encoding.UTF8.GetBytes(role)))[..32];
    }

    /// <summary>A run that was killed leaves its server behind, which the next run stops.</summary>
    private async Task SweepAsync()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetDirectoryName(options.Folder)!, FolderPrefix + "*"))
        {
            try
            {
                if (await IsAbandonedAsync(folder))
                    await PrivateCluster.EraseAsync(folder, new Silent(), CancellationToken.None);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ForeignFolder)
            {
                // Another user's, swept by another run at this very moment, or the crumbs of a portal that outlived its run and no longer bear our mark.
            }
        }
    }

    private static async Task<bool> IsAbandonedAsync(string folder)
    {
        if (!int.TryParse(Path.GetFileName(folder)[FolderPrefix.Length..].Split('-')[0], CultureInfo.InvariantCulture, out var pid))
            return false;
        var card = Path.Combine(folder, "owner");
        var alive = Native.IdentityOf(pid);
        // Without a card the run is only starting, as long as its process lives.
        return alive is null || (File.Exists(card) && await File.ReadAllTextAsync(card) != alive);
    }

    private static string OwnerCard() => Native.IdentityOf(Environment.ProcessId) ?? "";

    private sealed class Silent : IProgress<string>
    {
        public void Report(string value)
        {
        }
    }
}
