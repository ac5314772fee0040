using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Custody;

/// <summary>« Deux foyers » — a child is put into a second file, whose family has wallets for what the child is enrolled in.</summary>
public sealed class Homes(Database database)
{
    /// <summary>No file has a longer number.</summary>
    private const int NumberMost = 40;

    /// <summary>« Chercher un enfant » — those of the file of that number. Reads, writes nothing.</summary>
    public static async Task<IReadOnlyList<Child>> OfFileAsync(Work work, string number, CancellationToken stop) =>
        WrittenText.Judge(number, NumberMost, lines: false, out var wanted) is not TextFault.None
            ? []
            : await (from f in work.Read<FamilyChild>()
                     join h in work.Read<Family>() on f.FamilyId equals h.Id
                     join c in work.Read<Child>() on f.ChildId equals c.Id
                     where h.Number == wanted && f.LeftAt == null
                     orderby c.FirstName, c.Id
                     select c).ToListAsync(stop);

    /// <summary>« Chercher le second dossier » — whose it is, before the child is put into it. Refuses with <see cref="UnknownFileNumber"/>. Reads, writes nothing.</summary>
    public static async Task<Family> FindAsync(Work work, string number, CancellationToken stop) =>
        WrittenText.Judge(number, NumberMost, lines: false, out var wanted) is TextFault.None && await work.Read<Family>().SingleOrDefaultAsync(f => f.Number == wanted, stop) is { } family
            ? family : throw new UnknownFileNumber();

    /// <summary>
    /// « Rattacher à un second dossier », by its number. A child who had left that file is back in it. Refuses with <see cref="UnknownFileNumber"/>, and with <see cref="AlreadyOfTwoHomes"/>
    /// a child who is in it, or in two files, already.
    /// </summary>
    public Task JoinAsync(StructureId structure, ChildId child, string number, CancellationToken stop) => Conflicts.ReplayAsync(async () =>
    {
        await using var work = await database.BeginAsync(structure, stop);
        var other = (await FindAsync(work, number, stop)).Id;
        await using (var hold = work.Command("select from child where structure_id = $1 and id = $2 for no key update", structure.Value, child.Value))
            await hold.ExecuteNonQueryAsync(stop);
        await using var join = work.Command(
            """
            insert into family_child (structure_id, family_id, child_id)
            select $1, $3, $2 where (select count(*) from family_child f where f.structure_id = $1 and f.child_id = $2 and f.left_at is null) = 1
            on conflict (structure_id, family_id, child_id) do update set left_at = null where family_child.left_at is not null
            """,
            structure.Value, child.Value, other.Value);
        if (await join.ExecuteNonQueryAsync(stop) == 0)
            throw new AlreadyOfTwoHomes();
        await OpenWalletsAsync(work, child, [other], stop);
        await work.CommitAsync(stop);
        return 1;
    }, stop);

    /// <summary>
    /// « Retirer d'un dossier » — the child stays in its other one; that home reads nothing of the child any more, waits for no place, and rules that name it speak no more. Put back, it finds what
    /// was there. Refuses with <see cref="NotOfTwoHomes"/>, and with <see cref="HomeHoldsDays"/> while its tickets hold days of the child: they are moved or unticked first.
    /// </summary>
    public Task LeaveAsync(StructureId structure, ChildId child, FamilyId home, CancellationToken stop) => Conflicts.ReplayAsync(async () =>
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using (var hold = work.Command("select from child where structure_id = $1 and id = $2 for no key update", structure.Value, child.Value))
            await hold.ExecuteNonQueryAsync(stop);
        // As a click does: whoever ticks meanwhile waits, and finds the child gone.
        await using (var wallets = work.Command("select from wallet where structure_id = $1 and family_id = $2 order by id for update", structure.Value, home.Value))
            await wallets.ExecuteNonQueryAsync(stop);
        var homes = await work.Read<FamilyChild>().Where(f => f.ChildId == child && f.LeftAt == null).Select(f => f.FamilyId).ToListAsync(stop);
        if (homes.Count != 2 || !homes.Contains(home))
            throw new NotOfTwoHomes();
        var own = work.Read<Wallet>().Where(w => w.FamilyId == home).Select(w => w.Id);
        if (await work.Read<Booking>().CountAsync(b => b.ChildId == child && b.State == BookingState.Held && own.Contains(b.WalletId), stop) is > 0 and var held)
            throw new HomeHoldsDays(held);
        await using var leave = work.Command(
            """
            with queues as (
              update waiting_place q set state = 'Left', ended_at = eticket_now() where q.structure_id = $1 and q.child_id = $2 and q.family_id = $3 and q.state = 'Waiting')
            update family_child f set left_at = eticket_now() where f.structure_id = $1 and f.child_id = $2 and f.family_id = $3
            """,
            structure.Value, child.Value, home.Value);
        await leave.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
        return 1;
    }, stop);

    /// <summary>The wallets of what a child is enrolled in, today or later, for each of those homes.</summary>
    internal static async Task OpenWalletsAsync(Work work, ChildId child, IReadOnlyList<FamilyId> homes, CancellationToken stop)
    {
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        var types = await work.Read<Enrolment>().Where(e => e.ChildId == child && (e.EndsOn == null || e.EndsOn >= today)).Select(e => e.TicketTypeId).Distinct().ToListAsync(stop);
        if (types.Count > 0)
            await WalletBook.OpenAsync(work, [.. from home in homes from type in types select (home, type)], stop);
    }
}
