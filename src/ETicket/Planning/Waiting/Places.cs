using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Planning.Waiting;

/// <summary>« Places » of the days that have a limited number of them: who waits for one, and who is given it when one is free.</summary>
public sealed class Places(Database database, PortalAddress? portal = null)
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    private readonly PortalAddress _portal = portal ?? new();

    /// <summary>
    /// « Se mettre en attente » (wanted) or « quitter la file » — a state, like a click: asking twice changes nothing, and no ticket is held. A day that has a place is to be ticked, not waited
    /// for (<see cref="Verdict.NotFull"/>); one that is closed, unknown, or past its deadline is answered as a click is. Leaving is never refused, and only the file that waits leaves.
    /// </summary>
    public Task<DayAnswer> WaitAsync(StructureId structure, FamilyId family, DayWish wish, string actor, CancellationToken stop) => Conflicts.ReplayAsync(async () =>
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command(
            "select planning_wait($1, $2, $3, $4, $5, $6, $7)", structure.Value, actor, family.Value, wish.Child.Value, wish.Activity.Value, wish.Day, wish.Wanted);
        var answer = JsonSerializer.Deserialize<DayAnswer>((string)(await command.ExecuteScalarAsync(stop))!, Json)!;
        await work.CommitAsync(stop);
        return answer;
    }, stop);

    /// <summary>
    /// « Donner les places libres » of those days to the first who wait and have a ticket, while both deadlines are ahead; each family is written to in the same transaction. Run twice, or by
    /// two at once, a place is given once. Answers how many were given.
    /// </summary>
    public async Task<int> GiveAsync(StructureId structure, IEnumerable<(ActivityId Activity, DateOnly Day)> days, CancellationToken stop)
    {
        var given = 0;
        foreach (var (activity, day) in days)
            given += await Conflicts.ReplayAsync(() => GiveOnceAsync(structure, activity, day, stop), stop);
        return given;
    }

    /// <summary>Every day of every structure that somebody waits for. One that fails stops no other; once all were walked, the problem of the first one is thrown.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var (given, first) = (0, default(Exception));
        foreach (var (structure, activity, day) in await WaitedForAsync(stop))
        {
            try
            {
                given += await GiveAsync(structure, [(activity, day)], stop);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                first ??= problem;
            }
        }
        if (first is not null)
            ExceptionDispatchInfo.Throw(first);
        return given;
    }

    private async Task<int> GiveOnceAsync(StructureId structure, ActivityId activity, DateOnly day, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command(
            "select planning_give_places($1, $2, $3, $4, $5)",
            structure.Value, activity.Value, day, _portal.Public.ToString(), _portal.At(PortalAddress.Planning).ToString());
        var given = (int)(await command.ExecuteScalarAsync(stop))!;
        await work.CommitAsync(stop);
        return given;
    }

    private async Task<IReadOnlyList<(StructureId Structure, ActivityId Activity, DateOnly Day)>> WaitedForAsync(CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand(
            """
            select q.structure_id, q.activity_id, q.day from waiting_place q
            join open_day d on d.structure_id = q.structure_id and d.activity_id = q.activity_id and d.day = q.day
            where q.state = 'Waiting' and d.closed_for is null and d.consumed_at is null and eticket_now() < least(d.add_until, d.cancel_until)
            group by 1, 2, 3 order by 3, 1, 2
            """);
        var days = new List<(StructureId, ActivityId, DateOnly)>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            days.Add((new(reader.GetGuid(0)), new(reader.GetGuid(1)), reader.GetFieldValue<DateOnly>(2)));
        return days;
    }
}
