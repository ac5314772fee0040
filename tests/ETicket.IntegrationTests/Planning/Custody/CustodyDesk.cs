using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Planning.Custody;
using ETicket.Planning.Grids;

namespace ETicket.IntegrationTests.Planning.Custody;

/// <summary>The mairie enters the custody of a child of two homes; its town begins on a Monday of an odd week, week 37 of 2026.</summary>
internal static class CustodyDesk
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static Task<CustodyChange> Rules(this FamilyFile family, CustodyWish wish, int version = 0) => Book(family).SetAsync(By(family, version), wish, Stop);

    public static Task<CustodyChange> WouldRule(this FamilyFile family, CustodyWish wish, int version = 0) => Book(family).PreviewAsync(By(family, version), wish, Stop);

    public static Task<CustodyChange> Moves(this FamilyFile family, int version) => Book(family).MoveAsync(By(family, version), Stop);

    public static Task<CustodyChange> Withdraws(this FamilyFile family, long rule, int version) => Book(family).WithdrawAsync(By(family, version), rule, Stop);

    /// <summary>Odd weeks at this home, from the first day of the town on.</summary>
    public static CustodyWish OddWeeks(this FamilyFile family) => CustodyWish.OneWeekInTwo(family.Town.Plan.FirstDay, family.Id, odd: true);

    public static async Task<CustodyShelf> Custody(this FamilyFile family)
    {
        await using var work = await family.Town.Books.Database.BeginAsync(family.Town.Structure, Stop);
        return (await CustodyShelf.OfAsync(work, family.Children[0], Stop))!;
    }

    /// <summary>What this home sees of days of the first child's canteen.</summary>
    public static async Task<IReadOnlyList<PlanCell>> Sees(this FamilyFile family, params DateOnly[] days)
    {
        await using var work = await family.Town.Books.Database.BeginAsync(family.Town.Structure, Stop);
        var plan = await GridPlan.LoadAsync(work, family.Id, family.Town.Plan.FirstDay, 4, Stop);
        return [.. days.Select(day => plan.RowOf(family.Children[0], family.Town.Activity("cantine"), day)!.Cells.Single(c => c.Day == day))];
    }

    public static async Task<IReadOnlyList<CellState>> States(this FamilyFile family, params DateOnly[] days) => [.. (await family.Sees(days)).Select(c => c.State)];

    /// <summary>Whose ticket holds each day of the canteen, « 09-07 Martin ».</summary>
    public static async Task<IReadOnlyList<string>> Holders(this FamilyFile family) => await family.Town.Books.ListAsync(
        family.Town.Structure,
        "select to_char(b.day, 'MM-DD ') || f.name from booking b join wallet w on w.id = b.wallet_id join family f on f.id = w.family_id where b.child_id = $1 and b.state = 'Held' order by b.day",
        r => r.GetString(0), family.Children[0].Value);

    public static string Held(DateOnly day, string name) => FormattableString.Invariant($"{day:MM-dd} {name}");

    private static CustodyRules Book(FamilyFile family) => new(family.Town.Books.Database);

    private static CustodyCommand By(FamilyFile family, int version) => new(family.Town.Structure, family.Children[0], version, "dominique");
}
