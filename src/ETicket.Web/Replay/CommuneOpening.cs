using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Planning;
using ETicket.Structures;
using ETicket.Wallets;
using ETicket.Web.Replay.Files;

namespace ETicket.Web.Replay;

/// <summary>Opens the commune of a month through the doors every commune comes in by: its régie, its activities, its families, their enrolments and opening balances.</summary>
internal sealed class CommuneOpening(
    StructureSetup setup, Receipts receipts, Activities activities, FamilyFiles files, Enrolments enrolments, OpenDays openDays, WalletBook wallets)
{
    public async Task<Commune> OpenAsync(Month month, Seating seating, CancellationToken stop)
    {
        var commune = new Commune(month, seating);
        await OpenRegieAsync(commune, month, stop);
        foreach (var service in commune.Services.Keys)
            await OpenActivityAsync(commune, month, service, stop);

        await files.OpenAsync(commune.Structure, [.. month.Families.Values.Select(f => File(commune, f))], stop);
        await EnrolAsync(commune, seating, stop);
        await wallets.TakeOverAsync(
            commune.Structure, month.FirstDay,
            [.. month.Openings.Select(o => new OpeningBalance(commune.Families[o.Family], commune.Types[o.Type], o.Quantity, month.Types[o.Type].PriceOnOrFirst(month.FirstDay)))],
            stop);
        return commune;
    }

    private async Task OpenRegieAsync(Commune commune, Month month, CancellationToken stop)
    {
        var decision = Sentences.Say("Decision");
        await setup.OpenAsync(
            new Structure
            {
                Id = commune.Structure,
                Kind = StructureKind.Commune,
                Name = Sentences.Say("CommuneName"),
                Slug = "reprise",
                PostalCode = "00000",
                Town = Sentences.Say("CommuneName"),
                SchoolZone = "A",
            },
            [], stop);
        await setup.OpenRegieAsync(
            new Regie
            {
                StructureId = commune.Structure,
                Id = commune.Regie,
                Kind = RegieKind.Regie,
                Name = Sentences.Say("RegieName"),
                ActNumber = decision,
                ActOn = month.FirstDay,
            },
            [.. commune.Services.Select(s => new NewService(s.Value, s.Key, s.Key, "7067", Enum.GetValues<PaymentMeans>(), decision))], stop);
        foreach (var series in month.Documents.GroupBy(d => (d.Series, d.Year)))
            await receipts.StartNumberingAsync(commune.Structure, commune.Regie, series.Key.Series.ToString(), series.Key.Year, series.Min(d => d.Rank), stop);
    }

    private async Task OpenActivityAsync(Commune commune, Month month, string service, CancellationToken stop)
    {
        var types = month.Types.Values.Where(t => t.Service == service).ToList();
        var canteen = types.Exists(t => month.Families.Values.Any(f => f.CanteenTariff == t.Code));
        var activity = new Activity
        {
            StructureId = commune.Structure,
            Id = commune.Activities[service],
            ServiceId = commune.Services[service],
            Name = service,
            Mode = ActivityMode.Prepaid,
            Kind = canteen ? ActivityKind.Canteen : types.Exists(t => t.Code == "BUS") ? ActivityKind.SchoolBus : ActivityKind.DayCare,
            Position = commune.Services.Keys.TakeWhile(s => s != service).Count(),
        };
        await activities.OpenAsync(
            activity,
            [.. types.Select(t => new NewTicketType(commune.Types[t.Code], t.Code, t.Code, [.. t.Prices.Select(p => new VotedPrice(p.From, p.Unit, Sentences.Say("Decision")))]))],
            [], stop);

        var days = month.Consumptions.Where(c => month.Types[c.Type].Service == service).Select(c => c.Day).Distinct().Order().ToList();
        if (days.Count > 0)
        {
            await openDays.DeclareAsync(
                commune.Structure, activity.Id, days[0], days[^1], [.. days.Select(d => new DeclaredDay(d, ParisTime.StartOf(d.AddDays(1)), ParisTime.StartOf(d.AddDays(1))))], "", stop);
        }
    }

    private async Task EnrolAsync(Commune commune, Seating seating, CancellationToken stop)
    {
        var wanted = seating.Seats.Select(s => new Enrolment
        {
            StructureId = commune.Structure,
            ChildId = commune.Children[s.Family][s.Child - 1],
            ActivityId = commune.Activities[s.Service],
            StartsOn = s.StartsOn,
            EndsOn = s.EndsOn,
            TicketTypeId = commune.Types[s.Type],
        }).ToList();
        if (wanted.Count > 0)
            await enrolments.EnrolAsync(commune.Structure, wanted, stop);
    }

    private static NewFamily File(Commune commune, MonthFamily family) => new(
        commune.Families[family.Number], family.Number, Sentences.Say("FamilyName", family.Number), [],
        [.. commune.Children[family.Number].Select((child, i) => new NewChild(child, Sentences.Say("ChildName", i + 1), family.Number))]);
}
