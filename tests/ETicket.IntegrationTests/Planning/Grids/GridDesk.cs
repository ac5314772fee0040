using ETicket.IntegrationTests.World;
using ETicket.Planning.Grids;
using ETicket.Web.Display.Grids;

namespace ETicket.IntegrationTests.Planning.Grids;

/// <summary>Whoever opens « Mon planning » of a family of the town.</summary>
internal static class GridDesk
{
    /// <summary>The page as drawn, from the town's first week.</summary>
    public static async Task<GridView> Looks(this FamilyFile family, int weeks = 1)
    {
        await using var work = await family.Town.Books.Database.BeginAsync(family.Town.Structure, TestContext.Current.CancellationToken);
        var plan = await GridPlan.LoadAsync(work, family.Id, family.Town.Days[0], weeks, TestContext.Current.CancellationToken);
        return GridView.Of(plan, await TicketsLeft.OfAsync(work, plan, TestContext.Current.CancellationToken));
    }
}
