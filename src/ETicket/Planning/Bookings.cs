using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning.Waiting;
using Npgsql;

namespace ETicket.Planning;

/// <summary>A wish for one cell: this child, this activity, this day, ticked or not. A state, not a toggle.</summary>
public sealed record DayWish(ChildId Child, ActivityId Activity, DateOnly Day, bool Wanted);

/// <summary>Who asks, for which family file, under which key (made with the page).</summary>
public sealed record PlanningCommand(StructureId Structure, FamilyId Family, Guid Key, string Actor, ChangeOrigin Origin, IReadOnlyList<DayWish> Wishes);

/// <summary>What became of a wish.</summary>
public enum Verdict { Held, Released, Unchanged, TooLate, NoTicket, Closed, NotServed, NotEnrolled, HeldByOther, Full, Waiting, Left, NotFull, NotOpened, OtherHome }

/// <summary>The answer for one cell: the verdict, and what explains it (deadline in UTC, reason of the closure, tickets that were available, places that were left where they are limited).</summary>
public sealed record DayAnswer(
    [property: JsonPropertyName("child")] Guid Child,
    [property: JsonPropertyName("activity")] Guid Activity,
    [property: JsonPropertyName("day")] DateOnly Day,
    [property: JsonPropertyName("verdict")] Verdict Verdict,
    [property: JsonPropertyName("deadline")] DateTimeOffset? Deadline,
    [property: JsonPropertyName("closed_for")] string? ClosedFor,
    [property: JsonPropertyName("available")] int? Available = null,
    [property: JsonPropertyName("places")] int? Places = null)
{
    public bool Accepted => Verdict is Verdict.Held or Verdict.Released or Verdict.Unchanged or Verdict.Waiting or Verdict.Left;

    /// <summary>The refusal a person should read, or null when the wish was granted.</summary>
    public Refusal? Refusal => Verdict switch
    {
        Verdict.TooLate when Deadline is { } deadline => new CutOffPassed(Day, deadline),
        Verdict.TooLate => new DayAlreadyClosed(Day),
        Verdict.NoTicket => new NoTicketLeft(Day, Math.Max(0, Available ?? 0)),
        Verdict.Closed => new DayClosedFor(Day, ClosedFor ?? ""),
        Verdict.NotServed => new DayNotServed(Day),
        Verdict.NotEnrolled => new UnknownActivity(),
        Verdict.HeldByOther => new HeldByOtherHome(Day),
        Verdict.Full => new DayFull(Day),
        Verdict.NotFull => new DayNotFull(Day),
        Verdict.NotOpened => new PlanningNotOpened(),
        Verdict.OtherHome => new DayOfOtherHome(Day),
        _ => null,
    };
}

/// <summary>
/// « Réservations » — ticks and unticks days. Each cell is answered on its own; a ticket is held or released with the booking in one
/// transaction; the database's clock decides who was in time.
/// </summary>
public sealed class Bookings(Database database, PortalAddress? portal = null)
{
    private readonly Places _places = new(database, portal);

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>« Tourniquet » — few at a time write more in a second than many at once: the others wait here, where waiting holds no connection and costs nothing.</summary>
    private static readonly SemaphoreSlim Turnstile = new(4 * Environment.ProcessorCount);

    /// <summary>
    /// Applies the wishes, once per key: the same command again gets the first answer. Refuses another command under the same key with <see cref="KeyReused"/>, an empty
    /// or oversized one (over 500 cells), or one that names a cell twice, with <see cref="UnreadableWish"/>. Places it gives up go to those who wait for them, in transactions of their own.
    /// </summary>
    public async Task<IReadOnlyList<DayAnswer>> SetAsync(PlanningCommand command, CancellationToken stop)
    {
        var answers = await AnswerAsync(command, stop);
        var freed = answers.Where(a => a is { Verdict: Verdict.Released, Places: not null }).Select(a => (new ActivityId(a.Activity), a.Day)).Distinct().ToList();
        try
        {
            await _places.GiveAsync(command.Structure, freed, stop);
        }
        catch (Exception e) when (e is TooManyAtOnce or NpgsqlException)
        {
            // What was asked is done; the next round gives the places.
        }
        return answers;
    }

    private async Task<IReadOnlyList<DayAnswer>> AnswerAsync(PlanningCommand command, CancellationToken stop)
    {
        if (command.Wishes.Count is 0 or > 500 || command.Wishes.DistinctBy(w => (w.Child, w.Activity, w.Day)).Count() < command.Wishes.Count)
            throw new UnreadableWish();
        await Turnstile.WaitAsync(stop);
        try
        {
            return await Conflicts.ReplayAsync(() => SetOnceAsync(command, stop), stop);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The same key was committed by a twin of this request while we worked: its answer is the answer.
            return await SetOnceAsync(command, stop);
        }
        finally
        {
            Turnstile.Release();
        }
    }

    private async Task<IReadOnlyList<DayAnswer>> SetOnceAsync(PlanningCommand command, CancellationToken stop)
    {
        await using var batch = database.Batch(command.Structure);
        var wishes = command.Wishes;
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select planning_set_days($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        {
            Parameters =
            {
                new() { Value = command.Structure.Value },
                new() { Value = command.Key },
                new() { Value = Fingerprint(command) },
                new() { Value = command.Actor },
                new() { Value = command.Origin.ToString() },
                new() { Value = command.Family.Value },
                new() { Value = wishes.Select(w => w.Child.Value).ToArray() },
                new() { Value = wishes.Select(w => w.Activity.Value).ToArray() },
                new() { Value = wishes.Select(w => w.Day).ToArray() },
                new() { Value = wishes.Select(w => w.Wanted).ToArray() },
            },
        });
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(stop);
            await reader.NextResultAsync(stop);
            await reader.ReadAsync(stop);
            return JsonSerializer.Deserialize<List<DayAnswer>>(reader.GetString(0), Json)!;
        }
        catch (PostgresException e) when (e.SqlState == "ET422")
        {
            throw new KeyReused();
        }
    }

    private static string Fingerprint(PlanningCommand command)
    {
        var text = new StringBuilder(command.Family.ToString());
        foreach (var wish in command.Wishes)
            text.Append(CultureInfo.InvariantCulture, $"|{wish.Child}|{wish.Activity}|{wish.Day:yyyy-MM-dd}|{wish.Wanted}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
