using ETicket.Access;
using ETicket.Catalogue;
using ETicket.Families;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Treasury;
using ETicket.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages.Days;

/// <summary>A family of its own on the shared portal: a child of one activity of its own, open every day of the eight weeks from tomorrow on, whose booklet may not go below zero.</summary>
internal sealed record SubscriberHome(PortalRunning Running, PortalLogin Login, FamilyId Family, ChildId Child, ActivityId Activity, TicketTypeId Ticket)
{
    public const string Page = "/famille/abonnements";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static DateOnly Today => TimeProvider.System.Today();

    /// <summary>The child and the service, as the form posts them.</summary>
    public string Who => $"{Child.Value:N}.{Activity.Value:N}";

    public static async Task<SubscriberHome> WelcomeAsync(PortalRunning running, int tickets, string child = "Lise", string activity = "Garderie du soir")
    {
        var home = new SubscriberHome(running, new PortalLogin($"sagan-{FamilyId.New()}", "tickets-de-cantine"), FamilyId.New(), ChildId.New(), ActivityId.New(), TicketTypeId.New());
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var commune = await database.CommuneAsync();
        var service = new ServiceId(await database.AskAsync<Guid>("select service_id from activity where name = 'Cantine'"));
        await verbs.GetRequiredService<FamilyFiles>().OpenAsync(
            commune, [new NewFamily(home.Family, $"S{home.Family}", "Sagan", [new(GuardianId.New(), "Camille", "Sagan", null)], [new NewChild(home.Child, child, "Sagan")])], Stop);
        await verbs.GetRequiredService<Activities>().OpenAsync(
            new() { StructureId = commune, Id = home.Activity, ServiceId = service, Kind = ActivityKind.Study, Name = activity, Mode = ActivityMode.Prepaid, Floor = 0 },
            [new NewTicketType(home.Ticket, $"S{home.Ticket}", activity, [new(Today.AddYears(-1), new Money(200), "2026-1")])], [], Stop);
        DeclaredDay[] days = [.. Enumerable.Range(1, 56).Select(Today.AddDays).Select(d => new DeclaredDay(d, ParisTime.StartOf(d), ParisTime.StartOf(d)))];
        await verbs.GetRequiredService<OpenDays>().DeclareAsync(commune, home.Activity, days[0].Day, days[^1].Day, days, "", Stop);
        await verbs.GetRequiredService<Enrolments>().EnrolAsync(
            commune, [new() { StructureId = commune, ChildId = home.Child, ActivityId = home.Activity, StartsOn = Today, TicketTypeId = home.Ticket }], Stop);
        await verbs.GetRequiredService<WalletBook>().TakeOverAsync(commune, Today, [new(home.Family, home.Ticket, tickets, new(200))], Stop);
        await verbs.GetRequiredService<Logins>().CreateAsync(home.Login.UserName, null, home.Login.Password, [(commune, Role.Parent, home.Family)], Stop);
        return home;
    }

    public Task<ParentSession> EnterAsync() => ParentSession.EnterAsync(Running.Portal.Address, Login);

    /// <summary>What the button « Enregistrer » sends: every day of the week from today on, unless told otherwise; a field given here replaces those of its name.</summary>
    public IReadOnlyList<(string Name, string Value)> Wish(params (string Name, string Value)[] others)
    {
        (string Name, string Value)[] usual =
        [
            ("geste", "creer"), ("cle", Guid.NewGuid().ToString()), ("qui", Who), .. Enumerable.Range(1, 7).Select(d => ("jours", $"{d}")), ("rythme", "1"), ("du", $"{Today:yyyy-MM-dd}"), ("jusquau", ""),
        ];
        return [.. usual.Where(u => others.All(o => o.Name != u.Name)), .. others];
    }

    /// <summary>Everything an act of the page writes for this family, in one line that is the same when nothing was written.</summary>
    public async Task<string> WrittenAsync()
    {
        await using var database = Running.Portal.Database();
        return await database.AskAsync<string>(
            """
            select concat_ws(' ', (select count(*) || '/' || coalesce(max(s.ends_on)::text, '-') from standing_booking s where s.family_id = $1),
              (select string_agg(x.day || ':' || x.excepted, ',' order by x.day) from standing_exception x join standing_booking s on s.id = x.standing_booking_id where s.family_id = $1),
              (select count(*) from booking b where b.child_id = $2 and b.state = 'Held'), (select held from wallet where family_id = $1 and ticket_type_id = $3))
            """,
            Family.Value, Child.Value, Ticket.Value);
    }

    /// <summary>Buys tickets at the counter.</summary>
    public async Task BuysAsync(int tickets)
    {
        await using var database = Running.Portal.Database();
        await using var verbs = database.Verbs(Running.Portal);
        await verbs.GetRequiredService<CashDesk>().SellAsync(
            new(Guid.NewGuid(), await database.CommuneAsync(), Family, LoginId.New(), "Dominique", PaymentMeans.Cheque, [FamilyFile.Cheque("0001234")], [new(Ticket, tickets, null)]), Stop);
    }

    public async Task<string> RuleAsync()
    {
        await using var database = Running.Portal.Database();
        return await database.AskAsync<string>("select max(id)::text from standing_booking where family_id = $1", Family.Value);
    }
}
