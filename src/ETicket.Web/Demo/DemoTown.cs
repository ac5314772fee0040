using ETicket.Access;
using ETicket.Catalogue;
using ETicket.Catalogue.Calendar;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Planning.Away;
using ETicket.Structures;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Demo;

/// <summary>One account of the demonstration, as the console prints it.</summary>
internal sealed record DemoAccount(string UserName, string Password, string Description);

/// <summary>
/// The demonstration commune: Port-Sainte-Foy-et-Ponchapt, its canteen and its school bus, three families, a régisseur and an agent. Made through the same verbs the
/// pages use, in development only; every name is invented. Data lives in <c>DemoTown.json</c>.
/// </summary>
internal sealed class DemoTown(
    Database database, StructureSetup setup, Activities activities, FamilyFiles files, Enrolments enrolments, OpeningPlanner openings,
    WalletBook wallets, Logins logins, DemoFiles cards, AbsenceRules absences, TimeProvider clock)
{
    internal static readonly StructureId Commune = new(Guid.Parse("0190f000-0000-7000-8000-000000024335"));

    /// <summary>Makes what is missing: the commune once, its open days at every start, so that there are always days to tick.</summary>
    public async Task<IReadOnlyList<DemoAccount>> EnsureAsync(CancellationToken stop)
    {
        var town = DemoData.Read();
        if (!await ExistsAsync(stop))
            await BuildAsync(town, stop);
        var today = clock.Today();
        await openings.RebuildAsync(Commune, today.AddMonths(-2), today.AddMonths(12), Calendar(town.SchoolZone, today), town.ClosedReason, stop);
        return [.. town.Logins.Select(l => new DemoAccount(l.UserName, l.Password, l.Description))];
    }

    /// <summary>The ministry's dates where they are published, plausible ones beyond: whatever today is, there are days to tick.</summary>
    private static SchoolCalendar Calendar(string zone, DateOnly today)
    {
        var year = SchoolCalendar.YearOf(today);
        return Enumerable.Range(year - 1, 4).Aggregate(SchoolCalendar.Official(zone), (calendar, y) => calendar.CompletedBy(SchoolCalendar.ForDemonstration(y)));
    }

    private async Task<bool> ExistsAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Commune, stop);
        return await work.Read<Structure>().AnyAsync(stop);
    }

    private async Task BuildAsync(DemoData town, CancellationToken stop)
    {
        var today = clock.Today();
        var voted = new DateOnly(today.Year - 1, 7, 1);
        var sites = town.Sites.ToDictionary(s => s.Name, s => new Site { StructureId = Commune, Id = SiteId.New(), Kind = s.Kind, Name = s.Name });
        await setup.OpenAsync(
            new Structure
            {
                Id = Commune,
                Kind = StructureKind.Commune,
                Name = town.Name,
                Slug = town.Slug,
                PostalCode = town.PostalCode,
                Town = town.Town,
                SchoolZone = town.SchoolZone,
                ContactEmail = town.ContactEmail,
                ContactPhone = town.ContactPhone,
            },
            [.. sites.Values], stop);
        await setup.OpenRegistrationAsync(Commune, open: true, "PSFP33", stop);

        var regie = new Regie
        {
            StructureId = Commune,
            Id = RegieId.New(),
            Kind = RegieKind.Regie,
            Name = town.Regie.Name,
            ActNumber = town.Regie.ActNumber,
            ActOn = town.Regie.ActOn,
            ClientNumber = town.Regie.ClientNumber,
            PayFipMode = PayFipMode.Test,
            CashCeiling = new(town.Regie.CashCeilingCents),
            CashFloat = new(town.Regie.CashFloatCents),
        };
        var services = town.Regie.Services.ToDictionary(s => s.Code, s => new NewService(
            ServiceId.New(), s.Code, s.Label, s.BudgetAccount,
            [PaymentMeans.PayFipCard, PaymentMeans.PayFipDebit, PaymentMeans.StripeCard, PaymentMeans.PayPal, PaymentMeans.Cash, PaymentMeans.Cheque], town.Regie.ActNumber));
        await setup.OpenRegieAsync(regie, [.. services.Values], stop);

        var types = new Dictionary<string, (ActivityId Activity, TicketTypeId Type, Money Price)>(StringComparer.Ordinal);
        foreach (var (offered, position) in town.Activities.Select((a, i) => (a, i)))
            await OfferAsync(offered, position, voted, services[offered.Service].Id, sites[offered.Site].Id, types, stop);
        foreach (var family in town.Families)
            await WelcomeAsync(family, sites, types, today, stop);
        await cards.FillAsync(Commune, town, stop);
        foreach (var login in town.Logins.Where(l => l.Role is not Role.Parent))
            await logins.CreateAsync(login.UserName, login.Email, login.Password, [(Commune, login.Role, null)], stop);
    }

    private async Task OfferAsync(
        DemoActivity offered, int position, DateOnly voted, ServiceId service, SiteId site,
        Dictionary<string, (ActivityId, TicketTypeId, Money)> types, CancellationToken stop)
    {
        var activity = new Activity
        {
            StructureId = Commune,
            Id = ActivityId.New(),
            ServiceId = service,
            SiteId = site,
            Kind = offered.Kind,
            Name = offered.Name,
            Hours = offered.Hours,
            Mode = ActivityMode.Prepaid,
            Floor = offered.Floor,
            Position = position,
        };
        var tickets = offered.Tickets.Select(t => new NewTicketType(TicketTypeId.New(), t.Code, t.Label, [new(voted, new(t.UnitCents), offered.Deliberation)])).ToArray();
        Opening[] weekdays = [new() { StructureId = Commune, ActivityId = activity.Id, StartsOn = voted, EndsOn = voted.AddYears(10), Weekdays = offered.Weekdays }];
        await activities.OpenAsync(activity, tickets, weekdays, stop);
        await openings.SetCutOffAsync(Commune, activity.Id, voted, offered.CutOffs, offered.Deliberation, stop);
        await absences.SetAsync(Commune, new(activity.Id, AbsenceReason.Illness, voted, 0, 9 * 60, 1, 48, true, offered.Deliberation), "demo-regisseur", stop);
        foreach (var ticket in tickets)
            types[ticket.Code] = (activity.Id, ticket.Id, ticket.Prices[0].UnitPrice);
    }

    private async Task WelcomeAsync(
        DemoFamily family, Dictionary<string, Site> sites, Dictionary<string, (ActivityId Activity, TicketTypeId Type, Money Price)> types, DateOnly today, CancellationToken stop)
    {
        var id = FamilyId.New();
        var children = family.Children.Select(c => (Child: new NewChild(ChildId.New(), c.FirstName, family.Name, sites[c.School].Id, c.Grade), c.Tickets)).ToArray();
        await files.OpenAsync(
            Commune,
            [new NewFamily(id, family.Number, family.Name, [.. family.Guardians.Select(g => new NewGuardian(GuardianId.New(), g.FirstName, g.LastName, g.Email))], [.. children.Select(c => c.Child)])],
            stop);
        await enrolments.EnrolAsync(
            Commune,
            [.. from c in children from code in c.Tickets select new Enrolment { StructureId = Commune, ChildId = c.Child.Id, ActivityId = types[code].Activity, StartsOn = today.AddYears(-1), TicketTypeId = types[code].Type }],
            stop);
        await wallets.TakeOverAsync(Commune, today, [.. family.Balances.Select(b => new OpeningBalance(id, types[b.Key].Type, b.Value, types[b.Key].Price))], stop);
        if (family.UserName is { } userName)
        {
            var login = DemoData.Read().Logins.Single(l => l.UserName == userName);
            await logins.CreateAsync(userName, login.Email, login.Password, [(Commune, Role.Parent, id)], stop);
        }
    }
}
