using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Asking;
using ETicket.Payments.Invoicing;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Wallets.Baskets;

/// <summary>« Factures à payer » of a family, and the payments that already try to pay them.</summary>
public static class UnpaidInvoices
{
    /// <summary>The invoices a family still owes, those due first.</summary>
    public static async Task<IReadOnlyList<Invoice>> OfAsync(Work work, FamilyId family, CancellationToken stop) =>
        await work.Read<Invoice>().Where(i => i.FamilyId == family && i.Paid.Cents < i.Amount.Cents).OrderBy(i => i.DueOn).ThenBy(i => i.IssuedAt).ToListAsync(stop);

    /// <summary>
    /// The invoices with what is to be paid of each, locked until the end of the transaction, so that two baskets cannot both hold one. Refuses one that is not the family's
    /// (<see cref="UnknownInvoice"/>), is paid (<see cref="InvoiceAlreadyPaid"/>), is being paid (<see cref="InvoiceBeingPaid"/>, to an agent <see cref="InvoiceBeingPaidOnLine"/>) by another basket than <paramref name="by"/>, of which a payment
    /// brought money that a person looks at (<see cref="MoneyBeingLookedAt"/>, to an agent <see cref="MoneyBeingLookedAtHere"/>), and a part that is more than what is left, or nothing (<see cref="InvoicePartOutOfRange"/>).
    /// </summary>
    internal static async Task<IReadOnlyList<SharePriced>> LockAsync(
        Work work, FamilyId family, IReadOnlyList<InvoiceShare> asked, DateTimeOffset now, Holder by, CancellationToken stop)
    {
        var shares = asked.Distinct().ToLookup(s => s.Invoice);
        var ids = shares.Select(s => s.Key).ToList();
        await HeldInvoices.HoldAsync(work, ids, stop);
        var invoices = await work.Read<Invoice>().Where(i => i.FamilyId == family && ids.Contains(i.Id)).OrderBy(i => i.Year).ThenBy(i => i.Number).ToListAsync(stop);
        if (invoices.Count != ids.Count)
            throw new UnknownInvoice();
        foreach (var invoice in invoices)
        {
            if (invoice.IsPaid)
                throw new InvoiceAlreadyPaid(invoice.FullNumber);
            await OtherMoney.RefuseHeldAsync(work, await work.Read<PaymentLine>().Where(l => l.InvoiceId == invoice.Id).Select(l => l.PaymentId).ToListAsync(stop), stop, by.AtCounter);
            if (await OpenAsync(work, invoice.Id, now, by, stop) is { } open)
                throw Held(invoice, open, now, by.AtCounter);
        }
        var taken = await TakenBesideAsync(work, ids, by.Basket, stop);
        return [.. invoices.Select(i => Priced(i, [.. shares[i.Id]], taken.GetValueOrDefault(i.Id)))];
    }

    /// <summary>Payments prepared a while ago, of which nobody has opened the page: somebody may have paid their invoices since, in whole or in part.</summary>
    internal static async Task RefuseBeyondAsync(Work work, IReadOnlyList<Payment> prepared, CancellationToken stop)
    {
        var ids = prepared.Where(p => p is { State: PaymentState.Created, Provider: not PaymentProvider.Counter }).Select(p => p.Id).ToList();
        var lines = await work.Read<PaymentLine>().Where(l => ids.Contains(l.PaymentId) && l.InvoiceId != null).ToListAsync(stop);
        var invoices = lines.ConvertAll(l => l.InvoiceId!.Value);
        RefuseBeyond(lines, await work.Read<Invoice>().Where(i => invoices.Contains(i.Id)).ToListAsync(stop));
    }

    /// <summary>Refuses lines that would pay more of an invoice than what is left of it (<see cref="InvoiceAlreadyPaid"/>, <see cref="InvoicePartOutOfRange"/>).</summary>
    internal static void RefuseBeyond(IReadOnlyList<PaymentLine> lines, IEnumerable<Invoice> invoices)
    {
        foreach (var (invoice, asked) in invoices.Select(i => (i, lines.Where(l => l.InvoiceId == i.Id).Sum(l => l.UnitPrice))))
        {
            if (asked > invoice.Left)
                throw invoice.IsPaid ? new InvoiceAlreadyPaid(invoice.FullNumber) : new InvoicePartOutOfRange(invoice.FullNumber, asked, invoice.Left);
        }
    }

    private static SharePriced Priced(Invoice invoice, IReadOnlyList<InvoiceShare> shares, Money taken)
    {
        var left = invoice.Left - taken;
        var pays = shares.Any(s => s.Pays is null) ? left : shares.Sum(s => s.Pays!.Value);
        if (pays <= Money.Zero || pays > left)
            throw new InvoicePartOutOfRange(invoice.FullNumber, pays, left);
        return new(invoice, pays, LeavesSome: pays < left, EndsOthers: left < invoice.Amount);
    }

    /// <summary>What other shares of the same sale at the counter, not credited yet, already take of each.</summary>
    private static async Task<IReadOnlyDictionary<InvoiceId, Money>> TakenBesideAsync(Work work, IReadOnlyList<InvoiceId> invoices, Guid own, CancellationToken stop)
    {
        var lines = await (from p in work.Read<Payment>()
                           join l in work.Read<PaymentLine>() on p.Id equals l.PaymentId
                           where p.BasketId == own && p.Provider == PaymentProvider.Counter && p.State == PaymentState.Created && l.InvoiceId != null && invoices.Contains(l.InvoiceId.Value)
                           select new { Invoice = l.InvoiceId!.Value, l.UnitPrice }).ToListAsync(stop);
        return lines.GroupBy(l => l.Invoice).ToDictionary(l => l.Key, l => l.Sum(line => line.UnitPrice));
    }

    /// <summary>
    /// A payment somebody may be making of it: prepared less than twenty minutes ago, or still open at its provider; not one whose other money was seen to (<see cref="OtherMoney.IsOver"/>). Opened
    /// for longer than that, one that takes nothing by itself (<see cref="Basket.Idle"/>) holds it no more.
    /// </summary>
    private static async Task<Payment?> OpenAsync(Work work, InvoiceId invoice, DateTimeOffset now, Holder by, CancellationToken stop)
    {
        var since = now - Retries.Between;
        var (own, idle) = (by.Basket, by.Idle.ToList());
        return await (from l in work.Read<PaymentLine>()
                      join p in work.Read<Payment>() on l.PaymentId equals p.Id
                      where l.InvoiceId == invoice && p.BasketId != own && p.Answer != ProviderAnswer.Different
                          && ((p.State == PaymentState.Pending && ((p.OpenedAt ?? p.CreatedAt) > since || !idle.Contains(p.Id)))
                              || ((p.State == PaymentState.Created || p.State == PaymentState.Unknown) && p.CreatedAt > since))
                      orderby p.CreatedAt descending
                      select p).FirstOrDefaultAsync(stop);
    }

    /// <summary>Until when: the twenty minutes of whoever may be paying; of a payment that was left, the next question to its provider.</summary>
    private static Refusal Held(Invoice invoice, Payment open, DateTimeOffset now, bool atCounter)
    {
        var until = (open.State is PaymentState.Pending ? open.OpenedAt ?? open.CreatedAt : open.CreatedAt) + Retries.Between;
        var left = until <= now;
        var from = left ? Later(open.NextAskAt ?? until, now.AddMinutes(5)) : until;
        PaymentId? waits = left ? open.Id : null;
        return atCounter ? new InvoiceBeingPaidOnLine(invoice.FullNumber, from) { Left = waits } : new InvoiceBeingPaid(invoice.FullNumber, from) { Left = waits };
    }

    internal static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    /// <summary>Who wants to pay: a basket, what was seen to take nothing (<see cref="Baskets.LeftOpen"/>), and whether an agent asks.</summary>
    internal sealed record Holder(Guid Basket, IReadOnlySet<PaymentId> Idle, bool AtCounter = false);
}
