using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning;

/// <summary>A day to declare open, with its first refused instants (UTC) for adding and for cancelling.</summary>
public sealed record DeclaredDay(DateOnly Day, DateTimeOffset AddUntil, DateTimeOffset CancelUntil);

/// <summary>« Jours ouverts » — the days of an activity as the database will judge them.</summary>
public sealed class OpenDays(Database database, PortalAddress? portal = null)
{
    private readonly PortalAddress _portal = portal ?? new();

    /// <summary>
    /// Declares the open days of an activity between two days: new ones are added, deadlines of known ones follow the rule, days no longer open are removed unless a
    /// booking was ever made on them (those are closed with the reason instead, the tickets held for them are free again, and their families are written to). A day declared again is open again.
    /// Days already consumed are never touched.
    /// </summary>
    public async Task DeclareAsync(StructureId structure, ActivityId activity, DateOnly from, DateOnly to, IReadOnlyList<DeclaredDay> days, string closedFor, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        // Wallets before days, as a click does: the two never wait for each other in a circle.
        await using var wallets = work.Command(
            """
            select from wallet w where w.structure_id = $1 and w.id in (
              select b.wallet_id from booking b where b.structure_id = $1 and b.activity_id = $2 and b.day between $3 and $4 and b.state = 'Held' and b.day <> all ($5))
            order by w.id for update
            """,
            structure.Value, activity.Value, from, to, days.Select(d => d.Day).ToArray());
        await wallets.ExecuteNonQueryAsync(stop);
        await using var command = work.Command(
            """
            with declared as (
              insert into open_day (structure_id, activity_id, day, add_until, cancel_until)
              select $1, $2, x.day, x.add_until, x.cancel_until from unnest($5, $6, $7) as x(day, add_until, cancel_until)
              on conflict (structure_id, activity_id, day) do update set add_until = excluded.add_until, cancel_until = excluded.cancel_until, closed_for = null
              where open_day.consumed_at is null
              returning day),
            gone as (
              select d.day, exists (select from booking b where b.structure_id = $1 and b.activity_id = $2 and b.day = d.day) as booked
              from open_day d where d.structure_id = $1 and d.activity_id = $2 and d.day between $3 and $4 and d.consumed_at is null
                and d.day <> all ($5)),
            closed as (
              update open_day d set closed_for = $8 from gone g
              where d.structure_id = $1 and d.activity_id = $2 and d.day = g.day and g.booked and d.closed_for is null)
            delete from open_day d using gone g where d.structure_id = $1 and d.activity_id = $2 and d.day = g.day and not g.booked
            """,
            structure.Value, activity.Value, from, to, days.Select(d => d.Day).ToArray(), days.Select(d => d.AddUntil).ToArray(),
            days.Select(d => d.CancelUntil).ToArray(), closedFor);
        await command.ExecuteNonQueryAsync(stop);
        await using var release = work.Command(
            "select planning_release_closed($1, $2, $3, $4, $5, $6)",
            structure.Value, activity.Value, from, to, _portal.Public.ToString(), _portal.At(PortalAddress.Planning).ToString());
        await release.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }

    /// <summary>The open days of a structure in a range, for pages.</summary>
    public static async Task<IReadOnlyList<OpenDay>> BetweenAsync(Work work, DateOnly from, DateOnly to, CancellationToken stop) =>
        await work.Read<OpenDay>().Where(d => d.Day >= from && d.Day <= to).ToListAsync(stop);
}
