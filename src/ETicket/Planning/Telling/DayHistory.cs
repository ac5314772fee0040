using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Planning.Telling;

/// <summary>« Geste » on the days of a child: who did what to which days of an activity, at one moment.</summary>
/// <param name="Actor">An identifiant of the family, or whoever spoke for the mairie or the night.</param>
public sealed record DayAct(DateTimeOffset At, string Actor, ChangeOrigin Origin, BookingState State, string Child, string Activity, IReadOnlyList<DateOnly> Days);

/// <summary>« Historique des jours » of a family file.</summary>
public static class DayHistory
{
    /// <summary>
    /// « Lire l'historique » — the newest first, <paramref name="most"/> at most; the days one click changed of a child and activity are one line. Of a child of two homes, only what the
    /// family's own booklets held: whatever the other home did, or the mairie for it, is not there. A line written before booklets were kept is the family's where the child has no other
    /// home. Reads, writes nothing.
    /// </summary>
    public static async Task<IReadOnlyList<DayAct>> ReadAsync(Work work, FamilyId family, int most, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select c.at, c.actor, c.origin, c.state, k.first_name, a.name, array_agg(b.day order by b.day)
            from family_child f
            join child k on k.structure_id = f.structure_id and k.id = f.child_id
            join booking b on b.structure_id = f.structure_id and b.child_id = f.child_id
            join activity a on a.structure_id = b.structure_id and a.id = b.activity_id
            join booking_change c on c.structure_id = b.structure_id and c.booking_id = b.id
            left join wallet w on w.structure_id = c.structure_id and w.id = c.wallet_id
            where f.structure_id = $1 and f.family_id = $2
              and (w.family_id = $2
                   or c.wallet_id is null and not exists (select from family_child o where o.structure_id = f.structure_id and o.child_id = f.child_id and o.family_id <> $2))
            group by c.at, c.actor, c.origin, c.state, k.id, k.first_name, a.id, a.name
            order by c.at desc, max(c.id) desc limit $3
            """,
            work.Structure.Value, family.Value, most);
        var acts = new List<DayAct>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            acts.Add(new(
                reader.GetFieldValue<DateTimeOffset>(0), reader.GetString(1), Enum.Parse<ChangeOrigin>(reader.GetString(2)), Enum.Parse<BookingState>(reader.GetString(3)),
                reader.GetString(4), reader.GetString(5), reader.GetFieldValue<DateOnly[]>(6)));
        }
        return acts;
    }
}
