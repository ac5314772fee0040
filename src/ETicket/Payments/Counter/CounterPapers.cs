using System.Text.RegularExpressions;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Payments.Counter;

/// <summary>« Papiers du guichet » — what each means must bring with it before an agent may take it, and the papers of payments.</summary>
public static partial class CounterPapers
{
    /// <summary>
    /// The papers of one share as they are kept. A cheque has its number, its bank and its signer (<see cref="ChequeIncomplete"/>, <see cref="ChequeNumberUnread"/>), and is one
    /// (<see cref="OnePaperPerShare"/>); each CESU or chèque-vacances the value printed on it (<see cref="VoucherWithoutValue"/>); no field is longer than it is kept (<see cref="PaperTooLong"/>).
    /// Coins bring none, a card or a transfer at most one: anything else is a bug of the caller.
    /// </summary>
    public static IReadOnlyList<HandedPaper> Checked(PaymentMeans means, IReadOnlyList<HandedPaper> papers)
    {
        List<HandedPaper> kept = [.. papers.Select(p => p.AsKept)];
        if (kept.FirstOrDefault(p => p.Number?.Length > 30 || p.Bank?.Length > 60 || p.Signer?.Length > 100) is { } tooLong)
            throw new PaperTooLong(tooLong.Number?.Length > 30 ? tooLong.Number : tooLong.Bank?.Length > 60 ? tooLong.Bank : tooLong.Signer!);
        switch (means)
        {
            case PaymentMeans.Cheque:
                if (kept.Count > 1)
                    throw new OnePaperPerShare();
                if (kept is not [{ Number: { } number, Bank: not null, Signer: not null, Face: null }])
                    throw new ChequeIncomplete();
                if (!ChequeNumber().IsMatch(number))
                    throw new ChequeNumberUnread(number);
                break;
            case PaymentMeans.Cesu or PaymentMeans.HolidayVoucher:
                if (kept.Count == 0 || kept.Any(p => p.Face is not { Cents: > 0 } || p.Bank is not null || p.Signer is not null))
                    throw new VoucherWithoutValue();
                break;
            case PaymentMeans.Transfer or PaymentMeans.CardTerminal when kept is [] or [{ Number: not null, Bank: null, Signer: null, Face: null }]:
            case PaymentMeans.Cash when kept is []:
                break;
            default:
                throw new ArgumentException($"{means} does not come with such papers.", nameof(papers));
        }
        return kept;
    }

    /// <summary>One paper pays once: the same in two shares of a sale is refused (<see cref="PaperTwice"/>).</summary>
    public static void RefuseTwice(IEnumerable<HandedPaper> papers)
    {
        if (papers.Where(p => p.Number is not null).GroupBy(p => (p.Number, p.Bank?.ToUpperInvariant())).FirstOrDefault(g => g.Count() > 1) is { Key.Number: { } twice })
            throw new PaperTwice(twice);
    }

    /// <summary>
    /// No change is given on a CESU or a chèque-vacances, and no ticket without money for it: their values are what they pay, to the cent. Refuses with
    /// <see cref="VouchersWorthMore"/> and <see cref="VouchersWorthLess"/>.
    /// </summary>
    public static void RefuseOtherWorth(Money owed, IReadOnlyList<HandedPaper> papers)
    {
        if (papers.All(p => p.Face is null))
            return;
        var worth = papers.Sum(p => p.Face ?? Money.Zero);
        if (worth > owed)
            throw new VouchersWorthMore(worth, owed, worth - owed);
        if (worth < owed)
            throw new VouchersWorthLess(worth, owed, owed - worth);
    }

    /// <summary>What was handed over for these payments, in order; nothing for those paid in coins or on line.</summary>
    public static async Task<ILookup<PaymentId, PaymentPaper>> OfAsync(Work work, IReadOnlyCollection<PaymentId> payments, CancellationToken stop) =>
        (await work.Read<PaymentPaper>().Where(p => payments.Contains(p.PaymentId)).OrderBy(p => p.PaymentId).ThenBy(p => p.Rank).ToListAsync(stop)).ToLookup(p => p.PaymentId);

    [GeneratedRegex("^[0-9]{4,20}$", RegexOptions.CultureInvariant, 200)]
    private static partial Regex ChequeNumber();
}
