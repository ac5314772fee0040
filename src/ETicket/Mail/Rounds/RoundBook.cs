using ETicket.Mail.Undelivered;
using Microsoft.Extensions.Logging;

namespace ETicket.Mail.Rounds;

/// <summary>What one round did. <paramref name="Unreachable"/>: the server was not there, and what was left stayed in the queue.</summary>
internal sealed record RoundReport(int Taken, int Sent, int Later, int Unknown, int Failed, int Dropped, bool Unreachable);

/// <summary>« Carnet de tournée » — notes what became of each letter of one round, and counts.</summary>
internal sealed class RoundBook(OutboxDesk desk, int taken, ILogger log)
{
    /// <summary>The start of last_error when the answer was lost once already.</summary>
    private const string UnknownMark = "unknown: ";

    /// <summary>One letter that stalls the conversation is its own trouble; two in a row are the server's.</summary>
    private const int MostStalls = 2;

    private readonly List<(ClaimedLetter Letter, string Why)> stalled = [];
    private int sent, later, unknown, failed, dropped, inARow;

    /// <summary>Why the server is in trouble; null while it is not.</summary>
    public string? Trouble { get; private set; }

    public async Task NoteAsync(ClaimedLetter letter, Outcome outcome)
    {
        inARow = outcome is Outcome.Stalled ? inARow + 1 : 0;
        switch (outcome)
        {
            case Outcome.Sent:
                sent++;
                await desk.SentAsync(letter);
                break;
            case Outcome.Later refused when BackOff.After(letter.Attempt) is { } wait:
                later++;
                await desk.DelayAsync(letter, wait, Said(letter, refused.Why), counted: true);
                break;
            // The second time the answer is lost, repeating would only fill the family's box: a person looks.
            case Outcome.Unknown lost when BackOff.After(letter.Attempt) is { } wait && !WasUnknown(letter):
                unknown++;
                await desk.DelayAsync(letter, wait, UnknownMark + lost.Why, counted: true);
                break;
            case Outcome.Stalled(var why):
                stalled.Add((letter, why));
                Trouble = inARow == MostStalls ? why : Trouble;
                break;
            case Outcome.Dropped nobody:
                dropped++;
                await desk.DropAsync(letter, nobody.Why);
                break;
            case Outcome.Later(var reason, var why):
                await FailAsync(letter, reason, why);
                break;
            case Outcome.Unknown(var why):
                await FailAsync(letter, UndeliveredReason.Unanswered, UnknownMark + why);
                break;
            case Outcome.Failed(var reason, var why):
                await FailAsync(letter, reason, why);
                break;
        }
    }

    /// <summary>Ends the round: a letter that stalled a server which answered others had a try of its own; where nobody was answered, it is not its fault.</summary>
    public async Task<RoundReport> CloseAsync()
    {
        var answered = sent + later + unknown > 0;
        foreach (var (letter, why) in stalled)
        {
            if (answered)
                await NoteAsync(letter, new Outcome.Later(UndeliveredReason.TooLong, why));
            else
                await desk.DelayAsync(letter, BackOff.WhileUnreachable(), Said(letter, why), counted: false);
        }
        return new(taken, sent, later, unknown, failed, dropped, Trouble is not null);
    }

    private static bool WasUnknown(ClaimedLetter letter) => letter.LastError?.StartsWith(UnknownMark, StringComparison.Ordinal) is true;

    /// <summary>An answer lost once is remembered until the letter is gone.</summary>
    private static string Said(ClaimedLetter letter, string why) => WasUnknown(letter) ? UnknownMark + why : why;

    private async Task FailAsync(ClaimedLetter letter, UndeliveredReason reason, string why)
    {
        failed++;
        log.LogError("Letter {Letter} {Id} of structure {Structure} will not leave: {Reason}, {Why}", letter.Name, letter.Id, letter.StructureId, reason, why);
        await desk.FailAsync(letter, reason, why);
    }
}
