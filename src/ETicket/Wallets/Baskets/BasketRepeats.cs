using ETicket.Payments;
using ETicket.Payments.Counter;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Wallets.Baskets;

/// <summary>« Déjà demandé » — the same basket again: under its own key, or under another one a moment later.</summary>
internal static class BasketRepeats
{
    private const string AllOfIt = "*";

    /// <summary>What the key already prepared, for each part the attempt that counts; empty when it is new. Refuses another basket under the same key with <see cref="BasketChanged"/>.</summary>
    public static async Task<IReadOnlyList<Payment>> OfKeyAsync(Work work, Basket basket, CancellationToken stop)
    {
        var payments = await work.Read<Payment>().Where(p => p.BasketId == basket.Key && p.Part == basket.Part).ToListAsync(stop);
        if (payments.Count == 0)
            return [];
        var firsts = payments.Where(p => p.Attempt == 1).ToList();
        var same = firsts.All(p => p.FamilyId == basket.Family && (basket.Means is null || p.Means == basket.Means) && p.PaidBy == basket.Payer?.Name && p.PayerKind == basket.Payer?.Kind)
            // Split, a part may have gone to another provider than the button's.
            && (firsts.Count > 1 || firsts[0].Provider == basket.Provider)
            && await ContentAsync(work, firsts, basket, stop) == Content(basket)
            && (basket.Provider is not PaymentProvider.Counter || await SamePapersAsync(work, firsts, basket, stop));
        return same ? Standing(payments) : throw new BasketChanged();
    }

    /// <summary>
    /// A basket of the same content the family prepared, or began to pay, less than twenty minutes ago, of which a payment is still open, or was abandoned at PayFiP; empty when there is none. Two such questions of one
    /// family wait for each other, so that of two tabs the second finds what the first prepared.
    /// </summary>
    public static async Task<IReadOnlyList<Payment>> LiveTwinAsync(Work work, Basket basket, DateTimeOffset now, CancellationToken stop)
    {
        await using (var one = work.Command("select pg_advisory_xact_lock(hashtextextended($1, 18))", basket.Family.ToString()))
            await one.ExecuteNonQueryAsync(stop);
        var since = now - Retries.Between;
        var open = await work.Read<Payment>()
            .Where(p => p.FamilyId == basket.Family && p.Provider != PaymentProvider.Counter && (p.OpenedAt ?? p.CreatedAt) > since
                && (p.State == PaymentState.Created || p.State == PaymentState.Pending || p.State == PaymentState.Unknown
                    // Abandoned at PayFiP, it may still be paid there (WaysToPay.IsResumed).
                    || (p.State == PaymentState.Cancelled && p.Provider == PaymentProvider.PayFip && p.PayAt != null)))
            .OrderByDescending(p => p.CreatedAt).Select(p => p.BasketId).ToListAsync(stop);
        foreach (var key in open.Distinct())
        {
            var payments = await work.Read<Payment>().Where(p => p.BasketId == key).ToListAsync(stop);
            if (await ContentAsync(work, [.. payments.Where(p => p.Attempt == 1)], basket, stop) == Content(basket))
                return Standing(payments);
        }
        return [];
    }

    /// <summary>Of each part the attempt that counts: the one that is paid, else the one that was, else the last; in the order they were prepared.</summary>
    public static IReadOnlyList<Payment> Standing(IEnumerable<Payment> payments) =>
    [
        .. payments.GroupBy(p => (p.RegieId, p.Part)).OrderBy(part => part.Min(p => (p.Part, p.Attempt, p.Id.Value)))
            .Select(part => part.OrderBy(p => !p.State.IsCredited()).ThenBy(p => p.Attempt).FirstOrDefault(p => p.State.BroughtMoney()) ?? part.MaxBy(p => p.Attempt)!),
    ];

    /// <summary>Another cheque is another sale, were it of the same sum.</summary>
    private static async Task<bool> SamePapersAsync(Work work, IReadOnlyList<Payment> payments, Basket basket, CancellationToken stop)
    {
        var papers = await CounterPapers.OfAsync(work, [.. payments.Select(p => p.Id)], stop);
        return payments.All(p => papers[p.Id].Select(paper => paper.Handed).SequenceEqual(basket.Papers));
    }

    /// <summary>Whose tickets they are is part of it: the receipt names the child; so is what is paid of an invoice.</summary>
    private static string Content(Basket basket) => Content(
        basket.Lines.Select(l => (l.TicketTypeId.Value, string.IsNullOrWhiteSpace(l.ChildLabel) ? null : l.ChildLabel.Trim(), (long)l.Quantity))
            .Concat(basket.Invoices.Distinct().Select(i => (i.Invoice.Value, i.Pays is null ? AllOfIt : null, i.Pays?.Cents ?? 1))));

    /// <summary>The lines as the basket would have asked for them: who asked for all that was left of an invoice named no sum.</summary>
    private static async Task<string> ContentAsync(Work work, IReadOnlyList<Payment> payments, Basket basket, CancellationToken stop)
    {
        var ids = payments.Select(p => p.Id).ToList();
        var whole = basket.Invoices.Where(i => i.Pays is null).Select(i => i.Invoice).ToHashSet();
        var lines = await work.Read<PaymentLine>().Where(l => ids.Contains(l.PaymentId)).ToListAsync(stop);
        return Content(lines.Select(l => l.InvoiceId is not { } invoice ? (l.TicketTypeId!.Value.Value, Designations.ChildOf(l.Designation), (long)l.Quantity)
            : whole.Contains(invoice) && !Designations.LeavesSome(l.Designation) ? (invoice.Value, AllOfIt, 1) : (invoice.Value, null, l.UnitPrice.Cents)));
    }

    private static string Content(IEnumerable<(Guid What, string? Child, long Quantity)> lines) =>
        string.Join('|', lines.Order().Select(l => FormattableString.Invariant($"{l.Quantity}x{l.What}{l.Child}")));
}
