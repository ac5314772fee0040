using ETicket.Access;
using ETicket.Families;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Treasury;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ETicket.IntegrationTests.Pages.Custody;

/// <summary>One of the two homes of a child on the shared portal: its file, its login, its booklet.</summary>
internal sealed record SharedHome(FamilyId Family, GuardianId Guardian, PortalLogin Login, string Number, string Name, string Email);

/// <summary>A child of two homes on the shared portal, enrolled in an activity of its own that opens every day of the eight weeks to come; each home has bought tickets at the counter.</summary>
internal sealed record SharedChild(PortalRunning Running, ChildId Child, ActivityId Activity, TicketTypeId Ticket, SharedHome First, SharedHome Second)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static DateOnly Today => TimeProvider.System.Today();

    public string Desk => $"/mairie/garde/{Child}";

    public static async Task<SharedChild> WelcomeAsync(PortalRunning running, string activity, (string Name, int Tickets) first, (string Name, int Tickets) second)
    {
        var shared = new SharedChild(running, ChildId.New(), ActivityId.New(), TicketTypeId.New(), Home(first.Name), Home(second.Name));
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var commune = await database.CommuneAsync();
        var service = new ServiceId(await database.AskAsync<Guid>("select service_id from activity where name = 'Cantine'"));
        foreach (var (home, child) in new[] { (shared.First, shared.Child), (shared.Second, ChildId.New()) })
        {
            await verbs.GetRequiredService<FamilyFiles>().OpenAsync(
                commune, [new NewFamily(home.Family, home.Number, home.Name, [new(home.Guardian, "Camille", home.Name, home.Email)], [new NewChild(child, child == shared.Child ? "Sasha" : "Noé", "Partagé")])], Stop);
            await verbs.GetRequiredService<Logins>().CreateAsync(home.Login.UserName, home.Email, home.Login.Password, [(commune, Role.Parent, home.Family)], Stop);
        }
        await verbs.GetRequiredService<Catalogue.Activities>().OpenAsync(
            new() { StructureId = commune, Id = shared.Activity, ServiceId = service, Kind = Catalogue.ActivityKind.Study, Name = activity, Mode = Catalogue.ActivityMode.Prepaid, Floor = 0 },
            [new Catalogue.NewTicketType(shared.Ticket, $"P{shared.Ticket}", activity, [new(Today.AddYears(-1), new Money(200), "2026-1")])], [], Stop);
        DeclaredDay[] days = [.. Enumerable.Range(1, 56).Select(Today.AddDays).Select(d => new DeclaredDay(d, ParisTime.StartOf(d), ParisTime.StartOf(d)))];
        await verbs.GetRequiredService<OpenDays>().DeclareAsync(commune, shared.Activity, days[0].Day, days[^1].Day, days, "", Stop);
        await verbs.GetRequiredService<Enrolments>().EnrolAsync(commune, [new() { StructureId = commune, ChildId = shared.Child, ActivityId = shared.Activity, StartsOn = Today, TicketTypeId = shared.Ticket }], Stop);
        await verbs.GetRequiredService<ETicket.Planning.Custody.Homes>().JoinAsync(commune, shared.Child, shared.Second.Number, Stop);
        foreach (var (home, tickets) in new[] { (shared.First, first.Tickets), (shared.Second, second.Tickets) })
            await verbs.GetRequiredService<CashDesk>().SellAsync(new(Guid.NewGuid(), commune, home.Family, LoginId.New(), "Dominique", PaymentMeans.Cheque, [FamilyFile.Cheque($"0{tickets}{tickets}{tickets}")], [new(shared.Ticket, tickets, "Sasha")]), Stop);
        return shared;

        SharedHome Home(string name)
        {
            var (family, tail) = (FamilyId.New(), $"{Guid.NewGuid():N}"[..10]);
            return new(family, GuardianId.New(), new($"{name.ToLowerInvariant()}-{tail}", "un premier mot de passe"), $"G{tail}", name, $"{name.ToLowerInvariant()}.{tail}@famille.example");
        }
    }

    public Task<ParentSession> EnterAsync(SharedHome home) => ParentSession.EnterAsync(Running.Portal.Address, home.Login);

    /// <summary>The first Monday at least a week ahead: its week and the next are open whole.</summary>
    public static DateOnly Monday => WeekPlan.MondayOf(Today.AddDays(13));

    public string Wish(DateOnly day, bool wanted = true) => Web.Display.WishCode.Write([new DayWish(Child, Activity, day, wanted)]);

    /// <summary>Whose ticket holds each day, « 2026-12-14 Durand ».</summary>
    public async Task<string> HoldersAsync()
    {
        await using var database = Running.Portal.Database();
        return await database.AskAsync<string>(
            "select coalesce(string_agg(b.day || ' ' || f.name, ', ' order by b.day), '') from booking b join wallet w on w.id = b.wallet_id join family f on f.id = w.family_id where b.child_id = $1 and b.state = 'Held'", Child.Value);
    }

    /// <summary>Written behind the walls, where no verb of a family writes.</summary>
    public async Task WriteAsync(string sql, params object[] values)
    {
        await using var database = Running.Portal.Database();
        await using var owner = NpgsqlDataSource.Create(database.Logins.Owner);
        await using var command = owner.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(Stop);
    }
}
