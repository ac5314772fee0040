using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Planning.Grids;
using ETicket.Web.Display.Grids;

namespace ETicket.IntegrationTests.Planning.Grids;

/// <summary>Whoever opens « Mon planning » of a family of the town.</summary>
internal static class GridDesk
{
    /// <summary>The page as drawn, from the town's first week, by child or by service.</summary>
    public static async Task<GridView> Looks(this FamilyFile family, int weeks = 1, bool byService = false)
    {
        await using var work = await family.Town.Books.Database.BeginAsync(family.Town.Structure, TestContext.Current.CancellationToken);
        var plan = await GridPlan.LoadAsync(work, family.Id, family.Town.Days[0], weeks, TestContext.Current.CancellationToken);
        var services = byService ? await SameNames.OfServicesAsync(work, plan, TestContext.Current.CancellationToken) : null;
        return GridView.Of(plan, await TicketsLeft.OfAsync(work, plan, TestContext.Current.CancellationToken), await SameNames.OfAsync(work, plan, TestContext.Current.CancellationToken), services);
    }

    /// <summary>Presses « Annuler le dernier clic ».</summary>
    public static Task<IReadOnlyList<DayAnswer>> Undoes(this FamilyFile family, Guid click, string actor = "parent") =>
        new LastClicks(family.Town.Books.Database, family.Town.Bookings).UndoAsync(family.Town.Structure, family.Id, click, actor, TestContext.Current.CancellationToken);

    /// <summary>The bar after a click of « parent », or of whoever is named, made on a page drawn at an instant.</summary>
    public static async Task<UndoView> BarOf(this FamilyFile family, Guid click, DateTimeOffset? seen = null, string actor = "parent")
    {
        await using var work = await family.Town.Books.Database.BeginAsync(family.Town.Structure, TestContext.Current.CancellationToken);
        var others = seen is { } instant ? await LastWord.SinceAsync(work, family.Id, click, actor, instant, TestContext.Current.CancellationToken) : [];
        return UndoView.Of(click, await LastClick.ReadAsync(work, family.Id, click, actor, TestContext.Current.CancellationToken), others);
    }
}
