using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Standing;

/// <summary>Who asks, for which family file, under which key (made with the page).</summary>
public sealed record StandingCommand(StructureId Structure, FamilyId Family, Guid Key, string Actor);

/// <summary>What an abonnement asks for: weekdays (Monday = 1 … Sunday = 7), every how many weeks, from a Paris day whose week is the first one, until another or until it is ended.</summary>
public sealed record StandingWish(ChildId Child, ActivityId Activity, IReadOnlyList<int> Weekdays, int EveryWeeks, DateOnly From, DateOnly? Until);

/// <summary>« Abonnements » — sets, ends and excepts. Nothing is ticked and no ticket is held here; each verb is done once per key.</summary>
public sealed class StandingBookings(Database database)
{
    /// <summary>The slowest rhythm of an abonnement, in weeks.</summary>
    public const int MostWeeks = 8;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(731);

    /// <summary>
    /// « S'abonner » — answers the number of the abonnement, the same for the same key. Refuses a wish without weekday or with the same twice (<see cref="NoWeekday"/>), a rhythm outside
    /// 1…8 weeks (<see cref="RhythmOutOfRange"/>), an end before the start or more than two years after (<see cref="EndOutOfRange"/>), a child of another file or not enrolled
    /// while it lasts (<see cref="ChildNotEnrolled"/>), another command under the same key (<see cref="KeyReused"/>).
    /// </summary>
    public Task<long> SetAsync(StandingCommand command, StandingWish wish, CancellationToken stop)
    {
        int[] weekdays = [.. wish.Weekdays.Order()];
        if (weekdays.Length == 0 || weekdays.Any(d => d is < 1 or > 7) || weekdays.Distinct().Count() < weekdays.Length)
            throw new NoWeekday();
        if (wish.EveryWeeks is < 1 or > MostWeeks)
            throw new RhythmOutOfRange(wish.EveryWeeks, MostWeeks);
        if (wish.Until is { } until && (until < wish.From || until.DayNumber - wish.From.DayNumber > Longest.Days))
            throw new EndOutOfRange(wish.From, until);
        return OnceAsync(command, Text($"set|{wish.Child}|{wish.Activity}|{string.Join(',', weekdays)}|{wish.EveryWeeks}|{wish.From:O}|{wish.Until:O}"), async (work, now) =>
        {
            if (!await MayBeBookedAsync(work, command.Family, wish, stop))
                throw new ChildNotEnrolled();
            var standing = new StandingBooking
            {
                StructureId = command.Structure,
                FamilyId = command.Family,
                ChildId = wish.Child,
                ActivityId = wish.Activity,
                Weekdays = weekdays,
                EveryWeeks = wish.EveryWeeks,
                StartsOn = wish.From,
                EndsOn = wish.Until,
                SetAt = now,
                SetBy = command.Actor,
            };
            work.Db.Add(standing);
            await work.Db.SaveChangesAsync(stop);
            return standing.Id;
        }, stop);
    }

    /// <summary>
    /// « Se désabonner » — after <paramref name="lastDay"/> the abonnement asks for nothing more; a day before its first one undoes it whole. Days already ticked stay ticked.
    /// Refuses one of another file with <see cref="UnknownStandingBooking"/>, and a day after the end it has with <see cref="EndsEarlierAlready"/>.
    /// </summary>
    public Task EndAsync(StandingCommand command, long id, DateOnly lastDay, CancellationToken stop) =>
        OnceAsync(command, Text($"end|{id}|{lastDay:O}"), async (work, _) =>
        {
            var standing = await FindAsync(work, command.Family, id, stop);
            if (standing.EndsOn is { } end && end < lastDay)
                throw new EndsEarlierAlready(end);
            standing.EndsOn = lastDay < standing.StartsOn ? standing.StartsOn.AddDays(-1) : lastDay;
            return id;
        }, stop);

    /// <summary>
    /// « Sauf ce jour » — leaves a day out of the abonnement, or puts it back (<paramref name="excepted"/> false). A day already ticked stays as it is. Refuses an abonnement of another file with
    /// <see cref="UnknownStandingBooking"/>, and a day it does not ask for, by its weekdays, weeks and dates, with <see cref="DayNotOfStandingBooking"/>.
    /// </summary>
    public Task ExceptAsync(StandingCommand command, long id, DateOnly day, bool excepted, CancellationToken stop) =>
        OnceAsync(command, Text($"except|{id}|{day:O}|{excepted}"), async (work, now) =>
        {
            var standing = await FindAsync(work, command.Family, id, stop);
            if (!standing.AsksFor(day))
                throw new DayNotOfStandingBooking(day);
            await using var write = work.Command(
                """
                insert into standing_exception (structure_id, standing_booking_id, day, excepted, at, by) values ($1, $2, $3, $4, $5, $6)
                on conflict (structure_id, standing_booking_id, day) do update set excepted = excluded.excepted, at = excluded.at, by = excluded.by
                """,
                command.Structure.Value, id, day, excepted, now, command.Actor);
            await write.ExecuteNonQueryAsync(stop);
            return id;
        }, stop);

    private static Task<bool> MayBeBookedAsync(Work work, FamilyId family, StandingWish wish, CancellationToken stop) =>
        (from f in work.Read<Families.FamilyChild>()
         join e in work.Read<Enrolment>() on f.ChildId equals e.ChildId
         where f.FamilyId == family && f.LeftAt == null && f.ChildId == wish.Child && e.ActivityId == wish.Activity
               && (wish.Until == null || e.StartsOn <= wish.Until) && (e.EndsOn == null || e.EndsOn >= wish.From)
         select e).AnyAsync(stop);

    private static async Task<StandingBooking> FindAsync(Work work, FamilyId family, long id, CancellationToken stop) =>
        await work.Db.Set<StandingBooking>().FromSql($"select * from standing_booking where structure_id = {work.Structure.Value} and id = {id} for update")
            .SingleOrDefaultAsync(s => s.FamilyId == family, stop) ?? throw new UnknownStandingBooking();

    /// <summary>The act and its key in one transaction; a twin that committed first is answered what it was.</summary>
    private Task<long> OnceAsync(StandingCommand command, string asked, Func<Work, DateTimeOffset, Task<long>> act, CancellationToken stop) => Conflicts.ReplayAsync(async () =>
    {
        await using var work = await database.BeginAsync(command.Structure, stop);
        await using var turn = work.Command("select pg_advisory_xact_lock(hashtextextended($1, 0))", $"{command.Structure}/{command.Key}");
        await turn.ExecuteNonQueryAsync(stop);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{command.Family}|{asked}")));
        if (await work.Read<CommandKey>().SingleOrDefaultAsync(k => k.Key == command.Key, stop) is { } known)
            return known.Fingerprint == fingerprint ? long.Parse(known.Answer, CultureInfo.InvariantCulture) : throw new KeyReused();
        var now = await work.NowAsync(stop);
        var answer = await act(work, now);
        work.Db.Add(new CommandKey { StructureId = command.Structure, Key = command.Key, Fingerprint = fingerprint, Answer = answer.ToString(CultureInfo.InvariantCulture), At = now });
        await work.CommitAsync(stop);
        return answer;
    }, stop);

    private static string Text(FormattableString words) => FormattableString.Invariant(words);
}
