using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury.Reconciliation;
using ETicket.Treasury.Undo;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Refunds;

/// <summary>« Numéros de remboursement » — what a person copies from the provider's statement: read, and refused where the books know it as something else.</summary>
internal static class RefundNumbers
{
    private const int LongestNumber = 100;

    /// <summary>The number as it was copied, without the blanks a statement puts in it. Refuses none at all with <see cref="NumberMissing"/>.</summary>
    public static string Read(string? number) =>
        string.Concat((number ?? "").Where(c => !char.IsWhiteSpace(c))) is { Length: > 0 and <= LongestNumber } read ? read : throw new NumberMissing();

    /// <summary>Refuses a number that is another refund's (<see cref="NumberTaken"/>, <see cref="NumberElsewhere"/>) or of another sum (<see cref="NotTheSum"/>).</summary>
    public static async Task RefuseAsync(Work work, RefundRequest asked, TakenBack told, CancellationToken stop)
    {
        var number = told.Key;
        if (await ActKey.Of(asked.PaymentId, told).DocumentAsync(work, stop) is { } other)
            throw new NumberTaken(number, other.FullNumber);
        if ((await ToldMoney.OpenAsync(work, asked.PaymentId, stop)).FirstOrDefault(t => t.Key == number) is { } waits && (waits.ByTheBank || waits.Amount != asked.Amount))
            throw new NotTheSum(asked.Amount, waits.Amount);
        await RefuseElsewhereAsync(work, asked, number, stop);
    }

    /// <summary>The provider numbers the refunds of all its payments: what is known under this number, by our books or by the account's own lines, is of this payment and of this sum.</summary>
    private static async Task RefuseElsewhereAsync(Work work, RefundRequest asked, string number, CancellationToken stop)
    {
        var provider = await work.Read<Payment>().Where(p => p.Id == asked.PaymentId).Select(p => p.Provider).SingleAsync(stop);
        // Two communes may share an account: its numbers are one list.
        if (await work.Db.Set<PaymentAddress>().AnyAsync(a => a.Provider == provider && a.ProviderReference == number && a.PaymentId != asked.PaymentId, stop))
            throw new NumberElsewhere(number);
        // What came in has numbers too: the page's and the capture's; the Treasury's authorisations are too short to name one payment.
        if (provider is not PaymentProvider.PayFip
            && await work.Read<Payment>().AnyAsync(p => p.Provider == provider && (p.Authorisation == number || p.ProviderReference == number), stop))
            throw new NumberElsewhere(number);
        var lines = await work.Read<ProviderLine>().Where(l => l.Provider == provider && (l.Key == number || l.Source == number)).OrderBy(l => l.At).ToListAsync(stop);
        if (lines.Count == 0 || lines.Exists(l => l.Gross == -asked.Amount))
            return;
        throw lines[0].Gross < Money.Zero ? new NotTheSum(asked.Amount, -lines[0].Gross) : new NumberElsewhere(number);
    }
}
