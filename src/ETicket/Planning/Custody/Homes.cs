using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Custody;

/// <summary>« Deux foyers » — a child is put into a second file, whose family has wallets for what the child is enrolled in.</summary>
public sealed class Homes(Database database)
{
    /// <summary>
    /// « Rattacher à un second dossier », by its number. A child who had left that file is back in it. Refuses with <see cref="UnknownFileNumber"/>, and with <see cref="AlreadyOfTwoHomes"/>
    /// a child who is in it, or in two files, already.
    /// </summary>
    public Task JoinAsync(StructureId structure, ChildId child, string number, CancellationToken stop) => Conflicts.ReplayAsync(async () =>
    {
        await using var work = await database.BeginAsync(structure, stop);
        var wanted = number.Trim();
        var family = await work.Read<Family>().Where(f => f.Number == wanted).Select(f => (FamilyId?)f.Id).SingleOrDefaultAsync(stop) ?? throw new UnknownFileNumber();
        await using (var hold = work.Command("select from child where structure_id = $1 and id = $2 for no key update", structure.Value, child.Value))
            await hold.ExecuteNonQueryAsync(stop);
        await using var join = work.Command(
            """
            insert into family_child (structure_id, family_id, child_id)
            select $1, $3, $2 where (select count(*) from family_child f where f.structure_id = $1 and f.child_id = $2 and f.left_at is null) = 1
            on conflict (structure_id, family_id, child_id) do update set left_at = null where family_child.left_at is not null
            """,
            structure.Value, child.Value, family.Value);
        if (await join.ExecuteNonQueryAsync(stop) == 0)
            throw new AlreadyOfTwoHomes();
        await OpenWalletsAsync(work, child, [family], stop);
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
