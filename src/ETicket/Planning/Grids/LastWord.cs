using System.Globalization;
using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Planning.Grids;

/// <summary>
/// « Le dernier mot » — a cell somebody else changed between the page and the click on it: ticked or unticked, when, by whom (null: somebody of the child's other home). <paramref name="Already"/>: the click
/// found it as it wished it; else it had the last word.
/// </summary>
public sealed record LastWord(DateOnly Day, bool Ticked, bool Already, DateTimeOffset At, string? Actor, ChangeOrigin Origin)
{
    /// <summary>An instant of the database's clock as a page keeps it.</summary>
    public static string Write(DateTimeOffset seen) => seen.UtcTicks.ToString(CultureInfo.InvariantCulture);

    /// <summary>The instant a page kept; null where it is none.</summary>
    public static DateTimeOffset? Read(string? seen) =>
        long.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks < DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>« Qui a changé entre-temps » — for each cell of a click, by its key, what was made of it last after the page was drawn, where that was another person or the other home. Reads, writes nothing.</summary>
    public static async Task<IReadOnlyList<LastWord>> SinceAsync(Work work, FamilyId family, Guid key, string actor, DateTimeOffset seen, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select b.day, c.state = 'Held', x.e ->> 'verdict' = 'Unchanged', c.at, case when c.family_id = $3 then c.actor end, c.origin
            from command_key k
            cross join lateral jsonb_array_elements(case jsonb_typeof(k.answer) when 'array' then k.answer else '[]' end) with ordinality x(e, rank)
            join family_child f on f.structure_id = $1 and f.family_id = $3 and f.child_id = (x.e ->> 'child')::uuid and f.left_at is null
            join booking b on b.structure_id = $1 and b.activity_id = (x.e ->> 'activity')::uuid and b.day = (x.e ->> 'day')::date and b.child_id = f.child_id
            cross join lateral (
              select c.at, c.actor, c.state, c.origin, w.family_id
              from booking_change c join wallet w on w.structure_id = $1 and w.id = c.wallet_id
              where c.structure_id = $1 and c.booking_id = b.id and c.at > $5 and c.at <= k.at and c.state in ('Held', 'Released')
                and not (c.state = x.e ->> 'verdict' and c.at = k.at and c.actor = $4 and w.family_id = $3)
              order by c.id desc limit 1) c
            where k.structure_id = $1 and k.key = $2 and x.e ->> 'verdict' in ('Held', 'Released', 'Unchanged') and (c.actor <> $4 or c.family_id <> $3)
            order by b.day, x.rank
            """,
            work.Structure.Value, key, family.Value, actor, seen.UtcDateTime);
        var words = new List<LastWord>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            words.Add(new LastWord(
                reader.GetFieldValue<DateOnly>(0), reader.GetBoolean(1), reader.GetBoolean(2), new DateTimeOffset(reader.GetDateTime(3), TimeSpan.Zero), reader.IsDBNull(4) ? null : reader.GetString(4),
                Enum.Parse<ChangeOrigin>(reader.GetString(5))));
        }
        return words;
    }
}
