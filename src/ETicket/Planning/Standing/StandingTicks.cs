using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ETicket.Planning.Standing;

/// <summary>« Passage » — how many days were ticked, and how many wait for a ticket.</summary>
public sealed record StandingRound(int Ticked, int Waiting);

/// <summary>
/// « Cocher les jours des abonnements » — the days of the two weeks to come, as a parent would click them: in time, above the floor, and never where somebody spoke already. Done again,
/// or by two at once, it ticks nothing more; what could not be ticked is tried again the next time.
/// </summary>
public sealed class StandingTicks(Database database, ILogger<StandingTicks> log)
{
    /// <summary>So many days ahead, today not counted: a year of wishes does not hold a year of tickets.</summary>
    public const int Horizon = 14;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Every family of every structure that has a day to tick. One that fails is logged and stops no other; once all were done, the problem of the first one is thrown.</summary>
    public async Task<StandingRound> RunAsync(CancellationToken stop)
    {
        var (ticked, waiting, first) = (0, 0, default(Exception));
        foreach (var (structure, family) in await DueAsync(stop))
        {
            try
            {
                var answers = await TickAsync(structure, family, stop);
                ticked += answers.Count(a => a.Verdict is Verdict.Held);
                waiting += answers.Count(a => !a.Accepted);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.LogError(problem, "The abonnements of family {Family} (structure {Structure}) could not be ticked.", family, structure);
                first ??= problem;
            }
        }
        if (first is not null)
            ExceptionDispatchInfo.Throw(first);
        return new StandingRound(ticked, waiting);
    }

    /// <summary>One family file, now. Answers each day that was to be ticked.</summary>
    public Task<IReadOnlyList<DayAnswer>> TickAsync(StructureId structure, FamilyId family, CancellationToken stop) => Conflicts.ReplayAsync(async () =>
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command("select planning_tick_standing($1, $2, paris_day(eticket_now()) + $3)", structure.Value, family.Value, Horizon);
        var answers = JsonSerializer.Deserialize<IReadOnlyList<DayAnswer>>((string)(await command.ExecuteScalarAsync(stop))!, Json)!;
        await work.CommitAsync(stop);
        return answers;
    }, stop);

    private async Task<IReadOnlyList<(StructureId Structure, FamilyId Family)>> DueAsync(CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand(
            """
            select s.id, d.family_id
            from structure s cross join lateral (select distinct d.family_id from planning_standing_due(s.id, null, paris_day(eticket_now()) + $1) d offset 0) d
            order by s.id, d.family_id
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = Horizon });
        command.CommandTimeout = 300;
        var due = new List<(StructureId, FamilyId)>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            due.Add((new StructureId(reader.GetGuid(0)), new FamilyId(reader.GetGuid(1))));
        return due;
    }
}
