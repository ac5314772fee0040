using ETicket.Catalogue.Calendar;
using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Planning.Grids;

/// <summary>« Nommer les jours fermés » — keeps what the calendar says of the days an activity does not open.</summary>
internal static class NamedClosures
{
    /// <summary>Names every closed day of the activity between two Paris days as its calendar does, and forgets the name of any other. Asking again changes nothing.</summary>
    public static async Task RebuildAsync(Database database, StructureId structure, ActivityId activity, DateOnly from, DateOnly to, OpeningCalendar calendar, CancellationToken stop)
    {
        List<(DateOnly Day, ClosedDay Why)> named = [];
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            if (calendar.WhyClosed(day) is { Reason: ClosedReason.PublicHoliday or ClosedReason.LocalClosure or ClosedReason.SchoolHoliday } why)
                named.Add((day, why));
        }
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command(
            """
            with forgotten as (
              delete from closed_day c where c.structure_id = $1 and c.activity_id = $2 and c.day between $3 and $4 and c.day <> all ($5))
            insert into closed_day (structure_id, activity_id, day, reason, label)
            select $1, $2, x.day, x.reason, x.label from unnest($5, $6, $7) as x(day, reason, label)
            on conflict (structure_id, activity_id, day) do update set reason = excluded.reason, label = excluded.label
            where (closed_day.reason, closed_day.label) is distinct from (excluded.reason, excluded.label)
            """,
            structure.Value, activity.Value, from, to, named.Select(n => n.Day).ToArray(), named.Select(n => n.Why.Reason.ToString()).ToArray(), named.Select(n => n.Why.Label).ToArray());
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }
}
