using ETicket.Catalogue;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Structures;

namespace ETicket.IntegrationTests.Planning.Grids;

/// <summary>The mairie opens more services than the two of the town.</summary>
internal static class ServicesDesk
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>One more service, open on the town's days, in which the child is enrolled.</summary>
    public static async Task OpensAService(this Town town, FamilyFile family, string name, string? hours, string? site, string label, int child = 0, int position = 0)
    {
        var (activity, ticket) = (ActivityId.New(), TicketTypeId.New());
        var where = site is null ? (SiteId?)null : await SiteAsync(town, site);
        await new Activities(town.Books.Database).OpenAsync(
            new Activity { StructureId = town.Structure, Id = activity, ServiceId = town.Canteen, Kind = ActivityKind.Canteen, Name = name, Hours = hours, SiteId = where, Mode = ActivityMode.Prepaid, Position = position },
            [new NewTicketType(ticket, ticket.Value.ToString("N")[20..], label, [new VotedPrice(new(2025, 9, 1), new Money(300), "2025-31")])], [], Stop);
        DeclaredDay[] days = [.. town.Days.Select(d => new DeclaredDay(d, ParisTime.At(d.AddDays(-1), new TimeOnly(11, 0)), ParisTime.At(d.AddDays(-1), new TimeOnly(11, 0))))];
        await new OpenDays(town.Books.Database).DeclareAsync(town.Structure, activity, days[0].Day, days[^1].Day, days, "fermeture", Stop);
        await new Enrolments(town.Books.Database).EnrolAsync(
            town.Structure, [new Enrolment { StructureId = town.Structure, ChildId = family.Children[child], ActivityId = activity, StartsOn = new(2025, 9, 1), TicketTypeId = ticket }], Stop);
    }

    private static async Task<SiteId> SiteAsync(Town town, string name)
    {
        var site = new Site { StructureId = town.Structure, Id = SiteId.New(), Kind = SiteKind.School, Name = name };
        await using var work = await town.Books.Database.BeginAsync(town.Structure, Stop);
        work.Db.Add(site);
        await work.CommitAsync(Stop);
        return site.Id;
    }
}
