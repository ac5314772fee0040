using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ETicket.Mail;

/// <summary>What one round did. <paramref name="Unreachable"/>: the server was not there, and what was left went back to wait.</summary>
internal sealed record RoundReport(int Taken, int Sent, int Later, int Unknown, int Failed, int Dropped, bool Unreachable);

/// <summary>
/// « Facteur » — takes the letters that are due, outside any transaction shows each to the server over one session, and notes what became of it. At least once:
/// a crash between the server's answer and our note repeats one letter, with the same Message-ID. Several may work at the same time.
/// </summary>
internal sealed class Postman(OutboxDesk desk, LetterCarrier carrier, IMailTransport transport, IOptions<MailOptions> options, ILogger<Postman> log)
{
    /// <summary>The start of last_error when the answer was lost once already.</summary>
    internal const string UnknownMark = "unknown: ";

    /// <summary>Keeps enough of the lease for the slowest letter to end inside it.</summary>
    private static readonly TimeSpan LongestRound = TimeSpan.FromMinutes(10);

    /// <summary>One round of at most <paramref name="most"/> letters; a full round means there may be more.</summary>
    public async Task<RoundReport> DeliverAsync(int most, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var letters = await desk.ClaimAsync(most, MailAddress.DomainOf(options.Value.From), stop);
        var tally = new Tally(letters.Count);
        await using var session = new LazySession(transport);
        foreach (var letter in letters)
        {
            if (tally.Unreachable || stop.IsCancellationRequested || Stopwatch.GetElapsedTime(started) > LongestRound)
            {
                await desk.DelayAsync(letter, tally.Unreachable ? BackOff.WhileUnreachable() : TimeSpan.Zero, null, counted: false);
                continue;
            }
            await DeliverAsync(letter, session, tally, stop);
        }
        return tally.Report();
    }

    private async Task DeliverAsync(ClaimedLetter letter, LazySession session, Tally tally, CancellationToken stop)
    {
        if (letter.Attempt > BackOff.MostAttempts)
        {
            await FailAsync(letter, letter.LastError ?? "taken too often", tally);
            return;
        }
        try
        {
            await NoteAsync(letter, await carrier.CarryAsync(letter, () => session.GetAsync(stop), stop), tally);
        }
        catch (PostUnreachable problem)
        {
            tally.Unreachable = true;
            log.LogError(problem, "The mail server cannot be used: letters wait.");
            await desk.DelayAsync(letter, BackOff.WhileUnreachable(), problem.Message, counted: false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await desk.DelayAsync(letter, TimeSpan.Zero, null, counted: false);
        }
    }

    private async Task NoteAsync(ClaimedLetter letter, Outcome outcome, Tally tally)
    {
        switch (outcome)
        {
            case Outcome.Sent:
                tally.Sent++;
                await desk.SentAsync(letter);
                break;
            case Outcome.Later later when BackOff.After(letter.Attempt) is { } wait:
                tally.Later++;
                await desk.DelayAsync(letter, wait, later.Why, counted: true);
                break;
            // The second time the answer is lost, repeating would only fill the family's box: a person looks.
            case Outcome.Unknown unknown when BackOff.After(letter.Attempt) is { } wait && letter.LastError?.StartsWith(UnknownMark, StringComparison.Ordinal) != true:
                tally.Unknown++;
                await desk.DelayAsync(letter, wait, UnknownMark + unknown.Why, counted: true);
                break;
            case Outcome.Dropped dropped:
                tally.Dropped++;
                await desk.CloseAsync(letter, LetterStates.Dropped, dropped.Why);
                break;
            case Outcome.Later(var why):
                await FailAsync(letter, why, tally);
                break;
            case Outcome.Unknown(var why):
                await FailAsync(letter, UnknownMark + why, tally);
                break;
            case Outcome.Failed(var why):
                await FailAsync(letter, why, tally);
                break;
        }
    }

    private async Task FailAsync(ClaimedLetter letter, string why, Tally tally)
    {
        tally.Failed++;
        log.LogError("Letter {Letter} {Id} of structure {Structure} will not leave: {Why}", letter.Name, letter.Id, letter.StructureId, why);
        await desk.CloseAsync(letter, LetterStates.Failed, why);
    }

    private sealed class Tally(int taken)
    {
        public int Sent, Later, Unknown, Failed, Dropped;
        public bool Unreachable;

        public RoundReport Report() => new(taken, Sent, Later, Unknown, Failed, Dropped, Unreachable);
    }

    /// <summary>Opened for the first letter that needs it: a round of dropped letters disturbs nobody.</summary>
    private sealed class LazySession(IMailTransport transport) : IAsyncDisposable
    {
        private IMailSession? open;

        public async Task<IMailSession> GetAsync(CancellationToken stop) => open ??= await transport.OpenAsync(stop);

        public ValueTask DisposeAsync() => open?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
