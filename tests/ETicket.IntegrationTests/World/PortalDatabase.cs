using ETicket.Kernel;
using ETicket.Payments.Providers.PayFip;
using ETicket.Persistence;
using ETicket.Persistence.Bootstrap;
using ETicket.Persistence.Sealing;
using ETicket.Web.Running;
using ETicket.Web.Running.PrivatePostgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ETicket.IntegrationTests.World;

/// <summary>The books of a portal that runs beside us: read as the auditor, or worked on with the product's own verbs.</summary>
internal sealed class PortalDatabase : IAsyncDisposable
{
    public PortalDatabase(string folder)
    {
        var server = Postmaster.Read(new ClusterFolder(folder)) ?? throw new InvalidOperationException("The portal's PostgreSQL does not run.");
        Logins = DatabaseLogins.For(server.AdminConnectionString, "eticket", null, errorDetail: true);
        Books = Ground.Open(Logins);
    }

    public DatabaseLogins Logins { get; }

    public Database Books { get; }

    /// <summary>The first value of a question asked as the auditor, who sees every structure.</summary>
    public async Task<T> AskAsync<T>(string sql, params object[] values)
    {
        await using var command = Books.Auditor.CreateCommand(sql);
        command.CommandTimeout = 120;
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Every answer of the invariants, empty when the books are right.</summary>
    public async Task<IReadOnlyList<string>> ViolationsAsync()
    {
        var found = await AskAsync<string[]>("select coalesce(array_agg(code || ' ' || what), '{}') from violations");
        return found;
    }

    public async Task<StructureId> CommuneAsync() => new(await AskAsync<Guid>("select id from structure"));

    public async Task<FamilyId> FamilyAsync(string name) => new(await AskAsync<Guid>("select id from family where name = $1", name));

    public async Task<ChildId> ChildAsync(string firstName) => new(await AskAsync<Guid>("select id from child where first_name = $1", firstName));

    public async Task<ActivityId> ActivityAsync(string name) => new(await AskAsync<Guid>("select id from activity where name = $1", name));

    public async Task<TicketTypeId> TicketTypeAsync(string code) => new(await AskAsync<Guid>("select id from ticket_type where code = $1", code));

    /// <summary>How many papers are offered: seven of each régie to those who read its books; the kitchen's, a roll call for each activity and a list for each bus to those who serve the day.</summary>
    public async Task<int> PapersAsync(bool books, bool children) =>
        (books ? 7 * (int)await AskAsync<long>("select count(*) from regie") : 0)
        + (children ? 1 + (int)await AskAsync<long>("select count(*) + count(*) filter (where kind = 'SchoolBus') from activity") : 0);

    /// <summary>The product's own verbs on these books, with PayFiP at the simulated Trésor.</summary>
    public ServiceProvider Verbs(PortalProcess portal) => Verbs(portal, portal.Tresor);

    public ServiceProvider Verbs(PortalProcess portal, Uri tresor) =>
        PortalHost.AddBusiness(new ServiceCollection().AddLogging(), Books, portal.Address).AddPayFip(options =>
        {
            options.ServiceAddress = new Uri(tresor, "/tpa/services/securite");
            options.PayerPage = new Uri(tresor, "/tpa/paiementws.web");
            options.AcceptsTestPayments = true;
        }).Configure<VaultOptions>(vault => vault.Keys.Add(File.ReadAllText(Path.Combine(portal.Settings["Data:Folder"]!, DevelopmentKey.FileName)))).BuildServiceProvider();

    public ValueTask DisposeAsync() => Books.DisposeAsync();
}
