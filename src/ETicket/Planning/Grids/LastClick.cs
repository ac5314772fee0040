using System.Security.Cryptography;
using System.Text;
using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Planning.Grids;

/// <summary>A cell that a click changed: what undoing it asks for, whether the cell still is as the click left it, and what became of undoing it, if that was asked.</summary>
public sealed record ClickedCell(DayWish Back, bool AsLeft, Verdict? Undone);

/// <summary>
/// « Le dernier clic » of somebody in a family file, by its key: the cells it changed, in its own order. A cell is as the click left it while the newest line of its history is the
/// click's own: same instant, same person, same home.
/// </summary>
public sealed record LastClick(IReadOnlyList<ClickedCell> Cells)
{
    public bool WasUndone => Cells.Any(c => c.Undone is not null);

    public bool CanBeUndone => !WasUndone && Cells.Any(c => c.AsLeft);

    /// <summary>What undoing asks for, the same again once it was asked.</summary>
    public IReadOnlyList<DayWish> Wishes => [.. Cells.Where(c => WasUndone ? c.Undone is not null : c.AsLeft).Select(c => c.Back)];

    /// <summary>Days somebody changed since, which are left as they are.</summary>
    public IReadOnlyList<DateOnly> Left => [.. Cells.Where(c => WasUndone ? c.Undone is null : !c.AsLeft).Select(c => c.Back.Day).Distinct().Order()];

    /// <summary>« Lire le clic » — without cells where no click of this file has this key. Reads, writes nothing.</summary>
    public static async Task<LastClick> ReadAsync(Work work, FamilyId family, Guid key, string actor, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select (x.e ->> 'child')::uuid, (x.e ->> 'activity')::uuid, (x.e ->> 'day')::date, x.e ->> 'verdict' = 'Released',
                   coalesce(c.at = k.at and c.actor = $4 and c.state = x.e ->> 'verdict' and c.family_id = $3, false),
                   (select a ->> 'verdict' from jsonb_array_elements(u.answer) a
                    where a ->> 'child' = x.e ->> 'child' and a ->> 'activity' = x.e ->> 'activity' and a ->> 'day' = x.e ->> 'day')
            from command_key k
            left join command_key u on u.structure_id = $1 and u.key = $5
            cross join lateral jsonb_array_elements(case jsonb_typeof(k.answer) when 'array' then k.answer else '[]' end) with ordinality x(e, rank)
            join family_child f on f.structure_id = $1 and f.family_id = $3 and f.child_id = (x.e ->> 'child')::uuid and f.left_at is null
            left join booking b on b.structure_id = $1 and b.activity_id = (x.e ->> 'activity')::uuid and b.day = (x.e ->> 'day')::date and b.child_id = f.child_id
            left join lateral (
              select c.at, c.actor, c.state, w.family_id
              from booking_change c left join wallet w on w.structure_id = $1 and w.id = c.wallet_id
              where c.structure_id = $1 and c.booking_id = b.id order by c.id desc limit 1) c on true
            where k.structure_id = $1 and k.key = $2 and x.e ->> 'verdict' in ('Held', 'Released')
            order by x.rank
            """,
            work.Structure.Value, key, family.Value, actor, UndoKey(family, key));
        var cells = new List<ClickedCell>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var back = new DayWish(new(reader.GetGuid(0)), new(reader.GetGuid(1)), reader.GetFieldValue<DateOnly>(2), reader.GetBoolean(3));
            cells.Add(new ClickedCell(back, reader.GetBoolean(4), reader.IsDBNull(5) ? null : Enum.Parse<Verdict>(reader.GetString(5))));
        }
        return new LastClick(cells);
    }

    /// <summary>Undoing a click is a command of its own, always under the same key; that of another file has another.</summary>
    internal static Guid UndoKey(FamilyId family, Guid key) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"undo|{family}|{key:N}")).AsSpan(0, 16));
}
