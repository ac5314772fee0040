using System.Diagnostics;
using ETicket.Mail.Letters;
using ETicket.Mail.Pushes;
using ETicket.Mail.Rounds;
using ETicket.Mail.Stops;
using ETicket.Mail.Undelivered;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ETicket.Mail;

/// <summary>
/// « Facteur » — takes the letters that are due, outside any transaction shows each to the server over one session, and notes what became of it. At least once:
/// a crash between the server's answer and our note repeats one letter, with the same Message-ID. Several may work at the same time.
/// </summary>
internal sealed class Postman(OutboxDesk desk, StillTrue truth, StopDesk stops, LetterCarrier carrier, PushBell bell, IMailTransport transport, IOptions<MailOptions> options, ILogger<Postman> log)
{
    private static readonly RoundReport NoServer = new(0, 0, 0, 0, 0, 0, Unreachable: true);

    /// <summary>Keeps enough of the lease for the slowest letter to end inside it.</summary>
    private static readonly TimeSpan LongestRound = TimeSpan.FromMinutes(10);

    private readonly Pace pace = new(options.Value.MostPerMinute);

    /// <summary>By the clock of the books: no server is tried before.</summary>
    private DateTimeOffset restsUntil;

    /// <summary>The last round, by the clock of the books, of which the server took a letter.</summary>
    private DateTimeOffset? lastYes;

    /// <summary>One round of at most <paramref name="most"/> letters; a full round means there may be more. Without a server, or once the minute is used up, nothing is taken: the queue stays as it is.</summary>
    public async Task<RoundReport> DeliverAsync(int most, CancellationToken stop)
    {
        var (now, due) = await desk.LookAsync(stop);
        if (!due)
            return NoServer with { Unreachable = false };
        if (now < restsUntil)
            return NoServer;
        var allowed = pace.Allow(now, most);
        if (allowed == 0)
            return NoServer with { Unreachable = false };
        IMailSession session;
        try
        {
            session = await transport.OpenAsync(stop);
        }
        catch (PostUnreachable problem)
        {
            Rest(now, problem.Message);
            return NoServer;
        }
        await using (session)
            return await DeliverAsync(session, allowed, now, stop);
    }

    private async Task<RoundReport> DeliverAsync(IMailSession session, int most, DateTimeOffset now, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var letters = new Queue<ClaimedLetter>(await desk.ClaimAsync(most, MailAddress.DomainOf(options.Value.From), stop));
        pace.Count(letters.Count);
        var book = new RoundBook(desk, letters.Count, lastYes, log);
        RoundReport report;
        try
        {
            while (letters.TryPeek(out var letter) && book.Trouble is null && !stop.IsCancellationRequested && Stopwatch.GetElapsedTime(started) <= LongestRound
                && await ShowAsync(letter, session, stop) is { } outcome)
            {
                letters.Dequeue();
                await book.NoteAsync(letter, outcome);
            }
        }
        finally
        {
            // Whatever ended the round, what was not shown does not wait for the end of the lease.
            report = await book.CloseAsync();
            foreach (var letter in letters)
                await desk.PutBackAsync(letter);
        }
        if (book.Yes)
            lastYes = now;
        if (book.Trouble is { } why)
            Rest(now, why);
        return report;
    }

    /// <summary>Null when asked to stop before the server had the letter.</summary>
    private async Task<Outcome?> ShowAsync(ClaimedLetter letter, IMailSession session, CancellationToken stop)
    {
        if (letter.Attempt > BackOff.MostAttempts)
            return new Outcome.Failed(UndeliveredReason.Unforeseen, letter.LastError ?? "taken too often") { Unasked = true };
        if (letter.Expired)
            return new Outcome.Dropped("expired: what it says is over");
        try
        {
            if (await truth.LookAsync(letter, stop) is not { } variables)
                return new Outcome.Dropped("not true any more");
            var offer = letter.Address.Length > 0 && LetterBook.Find(letter.Name)?.Topic is { } topic ? await stops.OfferAsync(letter.StructureId, letter.Guardian, topic, stop) : null;
            // Once: a letter that comes back was not taken by a phone the first time.
            if (offer is { Stopped: false, ByPush: true } && letter.Attempt == 1 && await bell.RingAsync(letter.StructureId, letter.Guardian, stop))
                return new Outcome.Dropped($"told on a phone: {offer.Topic}");
            return offer is { Stopped: true }
                ? new Outcome.Dropped($"stopped by its reader: {offer.Topic}")
                : await carrier.CarryAsync(letter with { Variables = variables, Stop = offer }, session, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (NpgsqlException problem)
        {
            // Nothing was said of it yet. One letter the database will not look at holds no other; where it looks at none, noting this says so.
            return new Outcome.Later(UndeliveredReason.Unforeseen, problem.Message) { Unasked = true };
        }
    }

    private void Rest(DateTimeOffset now, string why)
    {
        restsUntil = now + BackOff.WhileUnreachable();
        log.LogError("The mail server cannot be used, letters wait: {Why}", why);
    }
}
