using System.Text.Json;
using System.Text.Json.Serialization;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Custody;

/// <summary>A change of the rules of a child: by whom, over which version of them.</summary>
public sealed record CustodyCommand(StructureId Structure, ChildId Child, int Version, string Actor);

/// <summary>
/// « Garde alternée » — the rules the mairie enters for a child of two homes. Each change says first what it would move, by doing it and keeping nothing; done, it moves the days already
/// ticked in the same transaction. What the other home has no ticket for stays with the ticket that holds it, and is told.
/// </summary>
public sealed class CustodyRules(Database database)
{
    /// <summary>How many weeks of what is to come are shown.</summary>
    public const int WeeksAhead = 6;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>
    /// « Entrer une règle » — it takes the place of the one of the very same days. Refuses what <see cref="CustodyWish"/> refuses, a child who is not of two homes, or a home that is none of them,
    /// with <see cref="NotOfTwoHomes"/>, and with <see cref="CustodyChangedMeanwhile"/> rules that somebody changed since they were read.
    /// </summary>
    public Task<CustodyChange> SetAsync(CustodyCommand command, CustodyWish wish, CancellationToken stop) => ChangeAsync(command, work => EnterAsync(work, command, wish, stop), keep: true, stop);

    /// <summary>« Voir ce que changerait » the rule: the same answer and the same refusals, and nothing is written.</summary>
    public Task<CustodyChange> PreviewAsync(CustodyCommand command, CustodyWish wish, CancellationToken stop) => ChangeAsync(command, work => EnterAsync(work, command, wish, stop), keep: false, stop);

    /// <summary>« Retirer une règle » — the one behind it speaks again. Refuses with <see cref="UnknownCustodyRule"/> and <see cref="CustodyChangedMeanwhile"/>.</summary>
    public Task<CustodyChange> WithdrawAsync(CustodyCommand command, long rule, CancellationToken stop) => ChangeAsync(command, work => WithdrawAsync(work, command, rule, stop), keep: true, stop);

    /// <summary>« Voir ce que changerait » the withdrawal: nothing is written.</summary>
    public Task<CustodyChange> PreviewWithdrawalAsync(CustodyCommand command, long rule, CancellationToken stop) => ChangeAsync(command, work => WithdrawAsync(work, command, rule, stop), keep: false, stop);

    /// <summary>« Déplacer les jours restés » — those a home had no ticket for, once it has some. Done again, nothing changes.</summary>
    public Task<CustodyChange> MoveAsync(CustodyCommand command, CancellationToken stop) => ChangeAsync(command, _ => Task.CompletedTask, keep: true, stop);

    private Task<CustodyChange> ChangeAsync(CustodyCommand command, Func<Work, Task> change, bool keep, CancellationToken stop) => Conflicts.ReplayAsync(async () =>
    {
        await using var work = await database.BeginAsync(command.Structure, stop);
        var version = await TakeAsync(work, command, stop);
        await change(work);
        await using var move = work.Command("select planning_move_custody($1, $2, $3)", command.Structure.Value, command.Child.Value, command.Actor);
        var moves = JsonSerializer.Deserialize<List<Moved>>((string)(await move.ExecuteScalarAsync(stop))!, Json)!;
        var ahead = await CustodyShelf.AheadAsync(work, command.Child, WeeksAhead, stop);
        if (keep)
            await work.CommitAsync(stop);
        return new CustodyChange(version, [.. moves.Select(m => new CustodyMove(m.Day, new(m.Activity), new(m.From), new(m.To), m.Verdict)).OrderBy(m => m.Day)], ahead);
    }, stop);

    /// <summary>One change of a child at a time: the version read is raised, or whoever raised it is told.</summary>
    private static async Task<int> TakeAsync(Work work, CustodyCommand command, CancellationToken stop)
    {
        await using (var take = work.Command(
            """
            insert into custody_book (structure_id, child_id, version, changed_at, changed_by)
            select c.structure_id, c.id, 1, eticket_now(), $4 from child c where c.structure_id = $1 and c.id = $2 and $3 = 0
            on conflict (structure_id, child_id) do nothing
            """,
            work.Structure.Value, command.Child.Value, command.Version, command.Actor))
        {
            if (await take.ExecuteNonQueryAsync(stop) == 1)
                return 1;
        }
        await using (var raise = work.Command(
            "update custody_book set version = version + 1, changed_at = eticket_now(), changed_by = $4 where structure_id = $1 and child_id = $2 and version = $3",
            work.Structure.Value, command.Child.Value, command.Version, command.Actor))
        {
            if (await raise.ExecuteNonQueryAsync(stop) == 1)
                return command.Version + 1;
        }
        var book = await work.Read<CustodyBook>().SingleOrDefaultAsync(b => b.ChildId == command.Child, stop) ?? throw new NotOfTwoHomes();
        throw new CustodyChangedMeanwhile(book.ChangedBy, book.ChangedAt);
    }

    private static async Task EnterAsync(Work work, CustodyCommand command, CustodyWish typed, CancellationToken stop)
    {
        var wish = typed.Judged(ParisTime.DayOf(await work.NowAsync(stop)));
        var homes = await work.Read<FamilyChild>().Where(f => f.ChildId == command.Child && f.LeftAt == null).Select(f => f.FamilyId).ToListAsync(stop);
        if (homes.Count != 2 || (wish.Home is { } home && !homes.Contains(home)))
            throw new NotOfTwoHomes();
        await Homes.OpenWalletsAsync(work, command.Child, homes, stop);
        await using (var before = work.Command(
            """
            update custody_rule set withdrawn_at = eticket_now(), withdrawn_by = $5
            where structure_id = $1 and child_id = $2 and first_day = $3 and last_day is not distinct from $4 and withdrawn_at is null
            """,
            work.Structure.Value, command.Child.Value, wish.FirstDay, wish.LastDay, command.Actor))
            await before.ExecuteNonQueryAsync(stop);
        await using var enter = work.Command(
            """
            insert into custody_rule (structure_id, child_id, first_day, last_day, family_id, other_family_id, odd, even, label, set_at, set_by)
            values ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9, ''), eticket_now(), $10)
            """,
            work.Structure.Value, command.Child.Value, wish.FirstDay, wish.LastDay, wish.Home?.Value, wish.Home is { } named ? homes.Single(h => h != named).Value : null,
            wish.Odd.Order().ToArray(), wish.Even.Order().ToArray(), wish.Label ?? "", command.Actor);
        await enter.ExecuteNonQueryAsync(stop);
    }

    private static async Task WithdrawAsync(Work work, CustodyCommand command, long rule, CancellationToken stop)
    {
        await using var withdraw = work.Command(
            "update custody_rule set withdrawn_at = eticket_now(), withdrawn_by = $4 where structure_id = $1 and child_id = $2 and id = $3 and withdrawn_at is null",
            work.Structure.Value, command.Child.Value, rule, command.Actor);
        if (await withdraw.ExecuteNonQueryAsync(stop) == 0)
            throw new UnknownCustodyRule();
    }

    private sealed record Moved(DateOnly Day, Guid Activity, Guid From, Guid To, Verdict Verdict);
}
