using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning;

/// <summary>A day to declare open, with its first refused instants (UTC) for adding and for cancelling.</summary>
public sealed record DeclaredDay(DateOnly Day, DateTimeOffset AddUntil, DateTimeOffset CancelUntil);

/// <summary>« Jours ouverts » — the days of an activity as the database will judge them.</summary>
public sealed class OpenDays(Database database)
{
    /// <summary>
    /// Declares the open days of an activity between two days: new ones are added, deadlines of known ones follow the rule, days no longer open are removed unless a
    /// booking was ever made on them (those are closed with the reason instead, and their tickets are held no more). Days already consumed are never touched.
    /// </summary>
    public async Task DeclareAsync(StructureId structure, ActivityId activity, DateOnly from, DateOnly to, IReadOnlyList<DeclaredDay> days, string closedFor, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await LockAsync(work, activity, from, to, stop);
        await using var command = work.Command(
            """
            with declared as (
              insert into open_day (structure_id, activity_id, day, add_until, cancel_until)
              select $1, $2, x.day, x.add_until, x.cancel_until from unnest($5, $6, $7) as x(day, add_until, cancel_until)
              on conflict (structure_id, activity_id, day) do update set add_until = excluded.add_until, cancel_until = excluded.cancel_until
              where open_day.consumed_at is null
              returning day),
            gone as (
              select d.day, exists (select from booking b where b.structure_id = $1 and b.activity_id = $2 and b.day = d.day) as booked
              from open_day d where d.structure_id = $1 and d.activity_id = $2 and d.day between $3 and $4 and d.consumed_at is null
                and d.day <> all ($5)),
            closed as (
              update open_day d set closed_for = $8 from gone g
              where d.structure_id = $1 and d.activity_id = $2 and d.day = g.day and g.booked and d.closed_for is null),
            released as (
              update booking b set state = 'Released' from gone g
              where b.structure_id = $1 and b.activity_id = $2 and b.day = g.day and b.state = 'Held'
              returning b.id, b.wallet_id),
            history as (
              insert into booking_change (structure_id, booking_id, state, at, actor, origin) select $1, r.id, 'Released', eticket_now(), $8, 'Staff' from released r),
            freed as (
              update wallet w set held = w.held - s.quantity from (select r.wallet_id, count(*)::int as quantity from released r group by 1) s
              where w.structure_id = $1 and w.id = s.wallet_id)
            delete from open_day d using gone g where d.structure_id = $1 and d.activity_id = $2 and d.day = g.day and not g.booked
            """,
            structure.Value, activity.Value, from, to, days.Select(d => d.Day).ToArray(), days.Select(d => d.AddUntil).ToArray(),
            days.Select(d => d.CancelUntil).ToArray(), closedFor);
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }

    /// <summary>The wallets that hold these days, then the days: what is read next is still true when it is written.</summary>
    private static async Task LockAsync(Work work, ActivityId activity, DateOnly from, DateOnly to, CancellationToken stop)
    {
        await using var wallets = work.Command(
            """
            select from wallet w where w.structure_id = $1 and w.id in (
              select b.wallet_id from booking b where b.structure_id = $1 and b.activity_id = $2 and b.day between $3 and $4 and b.state = 'Held') order by w.id for update
            """,
            work.Structure.Value, activity.Value, from, to);
        await wallets.ExecuteNonQueryAsync(stop);
        await using var days = work.Command(
            "select from open_day d where d.structure_id = $1 and d.activity_id = $2 and d.day between $3 and $4 order by d.day for update",
            work.Structure.Value, activity.Value, from, to);
        await days.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The open days of a structure in a range, for pages.</summary>
    public static async Task<IReadOnlyList<OpenDay>> BetweenAsync(Work work, DateOnly from, DateOnly to, CancellationToken stop) =>
        await work.Read<OpenDay>().Where(d => d.Day >= from && d.Day <= to).ToListAsync(stop);
}
