using System.Globalization;
using ETicket.Mail.Undelivered;
using Microsoft.Extensions.Logging;

namespace ETicket.Mail.Rounds;

/// <summary>What one round did. <paramref name="Unreachable"/>: the server was not there, or took nothing from us, and what was left stayed in the queue.</summary>
internal sealed record RoundReport(int Taken, int Sent, int Later, int Unknown, int Failed, int Dropped, bool Unreachable);

/// <summary>« Carnet de tournée » — notes what became of each letter of one round, and counts. <paramref name="lastYes"/>: when a round before this one had a letter taken, by the clock of the books.</summary>
internal sealed class RoundBook(OutboxDesk desk, int taken, DateTimeOffset? lastYes, ILogger log)
{
    /// <summary>The start of last_error when no yes came once already.</summary>
    private const string UnknownMark = "unknown: ";

    /// <summary>The start of last_error when the first no left it open whose fault it was; then since when.</summary>
    private const string DoubtMark = "in doubt since ";

    /// <summary>One letter that stalls the conversation is its own trouble; two in a row are the server's.</summary>
    private const int MostLetters = 2;

    /// <summary>The same refusal in a row for readers of so many domains is the server's: no chance of addresses explains it.</summary>
    private const int MostDomains = 5;

    /// <summary>Not taken, in a row and for what looks like one cause.</summary>
    private readonly Queue<(ClaimedLetter Letter, Outcome.Doubtful Doubt)> doubted = new();
    private int sent, later, unknown, failed, dropped;

    /// <summary>Why the server is in trouble; null while it is not.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether the server took a letter.</summary>
    public bool Yes => sent > 0;

    public async Task NoteAsync(ClaimedLetter letter, Outcome outcome)
    {
        if (outcome is not Outcome.Doubtful doubt)
        {
            // This letter first: what becomes of another must not make us forget that it left.
            await WriteAsync(letter, outcome);
            if (!outcome.Unasked)
                await SettleAsync();
            return;
        }
        if (doubted.TryPeek(out var first) && first.Doubt.Sign != doubt.Sign)
            await SettleAsync();
        doubted.Enqueue((letter, doubt));
        var servers = doubt.Sign is null ? doubted.Count >= MostLetters : doubted.Select(d => MailAddress.DomainOf(d.Letter.Address)).Distinct(StringComparer.OrdinalIgnoreCase).Count() >= MostDomains;
        Trouble = servers ? doubt.Why : null;
    }

    /// <summary>
    /// Ends the round: the letters in doubt wait, and nothing is held against them until they are <see cref="BackOff.Grace"/> old. Those refused without the server having been in trouble are
    /// refused for reasons of their own once it has taken another letter since the first no; where it takes none, they are tried again, and counted, from that age on.
    /// </summary>
    public async Task<RoundReport> CloseAsync()
    {
        while (doubted.TryDequeue(out var waiting))
        {
            var (letter, doubt) = waiting;
            var (since, old) = (DoubtedSince(letter), letter.ClaimedAt - letter.QueuedAt >= BackOff.Grace);
            if (doubt.Own is Outcome.Unknown && Trouble is not null && !WasUnknown(letter))
                await LostAsync(letter, BackOff.AfterTrouble(), doubt.Why);
            else if (doubt.Own is Outcome.Unknown || (Trouble is null && doubt.Sign is not null && (doubt.Own is Outcome.Later || since < lastYes)))
                await WriteAsync(letter, doubt.Own);
            else if (!old)
                await desk.DelayAsync(letter, BackOff.WhileDoubted(letter.ClaimedAt - since), Said(letter, FormattableString.Invariant($"{DoubtMark}{since:O}: {doubt.Why}")), counted: false);
            else
                await WriteAsync(letter, new Outcome.Later(doubt.Own is Outcome.Failed(var reason, _) ? reason : ((Outcome.Later)doubt.Own).Reason, doubt.Why));
        }
        return new(taken, sent, later, unknown, failed, dropped, Trouble is not null);
    }

    /// <summary>The server answered another letter otherwise: those in doubt were not taken for reasons of their own.</summary>
    private async Task SettleAsync()
    {
        while (doubted.TryDequeue(out var own))
            await WriteAsync(own.Letter, own.Doubt.Own);
    }

    private async Task WriteAsync(ClaimedLetter letter, Outcome outcome)
    {
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
            // The second time no yes comes, repeating would only fill the family's box: a person looks.
            case Outcome.Unknown lost when BackOff.After(letter.Attempt) is { } wait && !WasUnknown(letter):
                await LostAsync(letter, wait, lost.Why);
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

    private async Task LostAsync(ClaimedLetter letter, TimeSpan wait, string why)
    {
        unknown++;
        await desk.DelayAsync(letter, wait, UnknownMark + why, counted: true);
    }

    /// <summary>When the first no came that left it open whose fault it was: now, where none did before.</summary>
    private static DateTimeOffset DoubtedSince(ClaimedLetter letter) =>
        letter.LastError?.Split(DoubtMark) is [_, var said, ..] && DateTimeOffset.TryParse(said.Split(": ")[0], CultureInfo.InvariantCulture, out var since) ? since : letter.ClaimedAt;

    private static bool WasUnknown(ClaimedLetter letter) => letter.LastError?.StartsWith(UnknownMark, StringComparison.Ordinal) is true;

    /// <summary>A yes that did not come once is remembered until the letter is gone.</summary>
    private static string Said(ClaimedLetter letter, string why) => WasUnknown(letter) ? UnknownMark + why : why;

    private async Task FailAsync(ClaimedLetter letter, UndeliveredReason reason, string why)
    {
        failed++;
        log.LogError("Letter {Letter} {Id} of structure {Structure} will not leave: {Reason}, {Why}", letter.Name, letter.Id, letter.StructureId, reason, why);
        await desk.FailAsync(letter, reason, why);
    }
}
