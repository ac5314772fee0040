using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Treasury.Refunds;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Undo;

/// <summary>« Lettres des reprises » — tells the family that paid what was taken from its booklets and why, or given again, in the transaction that does it.</summary>
internal sealed class UndoLetters(PortalAddress portal)
{
    /// <summary>One letter per document and guardian who receives letters; <paramref name="gaveBack"/> is what had been given back, or was to be; <paramref name="notedAgain"/> where the commune paid it before the bank paid after all.</summary>
    public async Task TakenBackAsync(Work work, Receipt document, Receipt sale, GaveBack gaveBack, bool notedAgain, CancellationToken stop)
    {
        // What is cancelled at the counter is cancelled before the family's eyes.
        if (document.Kind is ReceiptKind.Cancel)
            return;
        var (refunded, notDueAnyMore) = gaveBack;
        var onCard = document is { Kind: ReceiptKind.ProviderRefund, Means: PaymentMeans.CardTerminal };
        var facts = await FactsAsync(work, document, stop);
        var paidOtherwise = facts.WithTickets && Undoing.Whole.Contains(document.Kind) && await IsPaidOtherwiseAsync(work, document, stop);
        var settled = (!facts.WithTickets || (paidOtherwise && facts.Missing.Count == 0)) && facts.Invoices.All(i => i.IsPaid);
        foreach (var guardian in facts.Guardians)
        {
            await Outbox.AddAsync(
                work.Transaction, new Addressee(work.Structure, document.FamilyId, guardian.Id), document.Id.ToString(),
                new TicketsTakenBack(
                    facts.Structure, facts.Regie.Name, facts.Regie.Act?.Number, facts.Regie.Act?.On, document.FullNumber, document.IssuedAt, sale.FullNumber, sale.IssuedAt, facts.Family,
                    guardian.FirstName, document.Kind is ReceiptKind.UnpaidCheque, document.Kind is ReceiptKind.RejectedDebit, document.Kind is ReceiptKind.Chargeback,
                    document.Kind is ReceiptKind.ProviderRefund && !onCard, document.Kind is ReceiptKind.CommuneRefund, document.Reason ?? "", facts.WithTickets,
                    [.. facts.Invoices.Select(i => new UndoneInvoice(i.FullNumber, i.Label, !i.IsPaid))],
                    settled && (refunded == Money.Zero || document.PaidBy is { Length: > 0 }), facts.Lines,
                    -document.Total.Cents, facts.Missing, document.PaidBy, portal.Public.ToString())
                {
                    RefundedOnCard = onCard,
                    NeverReceived = document.Kind is ReceiptKind.NeverReceived,
                    NotedAgain = notedAgain,
                    OwedToCommuneCents = refunded > Money.Zero ? refunded.Cents : null,
                    AskedByTitre = CommuneRefunds.IsAskedByTitre(refunded),
                    PaidOtherwise = paidOtherwise,
                    NoLongerDueCents = notDueAnyMore > Money.Zero ? notDueAnyMore.Cents : null
                },
                stop);
        }
    }

    /// <summary>The same for what the bank paid after all, or never happened: <paramref name="document"/> is what it undoes. A dispute may have been told as a refund first: its document alone does not say.</summary>
    public async Task GivenBackAsync(Work work, Receipt document, Lifted why, CancellationToken stop)
    {
        var (refundFailed, notPaid, mistaken, paidTwice, noLongerOwed, dueAgain, _) = why;
        var facts = await FactsAsync(work, document, stop);
        foreach (var guardian in facts.Guardians)
        {
            await Outbox.AddAsync(
                work.Transaction, new Addressee(work.Structure, document.FamilyId, guardian.Id), document.Id.ToString(),
                new TicketsGivenBack(
                    facts.Structure, facts.Regie.Name, facts.Regie.Act?.Number, facts.Regie.Act?.On, document.FullNumber, document.IssuedAt, facts.Family, guardian.FirstName,
                    document.Kind is ReceiptKind.UnpaidCheque, document.Kind is ReceiptKind.RejectedDebit,
                    document.Kind is ReceiptKind.Chargeback || (document.Kind is ReceiptKind.ProviderRefund && !refundFailed && !mistaken), facts.WithTickets,
                    [.. facts.Invoices.Select(i => new SettledInvoice(i.FullNumber, i.Label))], facts.Lines, -document.Total.Cents, facts.Missing, document.PaidBy, portal.Public.ToString())
                {
                    RefundFailed = refundFailed,
                    NotPaid = notPaid,
                    Mistaken = mistaken,
                    MistakenAbsence = mistaken && document.Kind is ReceiptKind.NeverReceived,
                    Reason = mistaken ? why.Reason : null,
                    MistakenRefund = mistaken && document.Kind is (ReceiptKind.CommuneRefund or ReceiptKind.ProviderRefund),
                    PaidTwice = paidTwice,
                    NoLongerOwedCents = noLongerOwed > Money.Zero ? noLongerOwed.Cents : null,
                    DueAgainCents = dueAgain > Money.Zero ? dueAgain.Cents : null
                },
                stop);
        }
    }

    /// <summary>Whether another attempt at the same part of the same basket brought its money.</summary>
    private static async Task<bool> IsPaidOtherwiseAsync(Work work, Receipt document, CancellationToken stop)
    {
        var undone = await work.Read<Payment>().SingleAsync(p => p.Id == document.PaymentId, stop);
        return await work.Read<Payment>().AnyAsync(
            p => p.BasketId == undone.BasketId && p.RegieId == undone.RegieId && p.Part == undone.Part && p.Id != undone.Id && (p.State == PaymentState.Paid || p.State == PaymentState.Promised), stop);
    }

    /// <summary>What every letter about a document says; the booklets and the invoices are read as the act leaves them.</summary>
    private static async Task<Facts> FactsAsync(Work work, Receipt document, CancellationToken stop)
    {
        await work.Db.SaveChangesAsync(stop);
        var guardians = await work.Read<Guardian>().Where(g => g.FamilyId == document.FamilyId && g.ReceivesLetters && g.Email != null).OrderBy(g => g.Id).ToListAsync(stop);
        var lines = await work.Read<ReceiptLine>().Where(l => l.ReceiptId == document.Id).OrderBy(l => l.Line).ToListAsync(stop);
        var types = lines.Select(l => l.TicketTypeId).ToHashSet();
        var below = await (from w in work.Read<Wallet>()
                           join t in work.Read<TicketType>() on w.TicketTypeId equals t.Id
                           where w.FamilyId == document.FamilyId && w.Tickets < 0
                           orderby t.Label
                           select new { t.Id, t.Label, w.Tickets }).ToListAsync(stop);
        var invoices = lines.Select(l => l.InvoiceId).OfType<InvoiceId>().ToList();
        return new Facts(
            await work.Read<Structure>().Select(s => s.Name).SingleAsync(stop),
            await work.Read<Regie>().SingleAsync(r => r.Id == document.RegieId, stop),
            await work.Read<Family>().Where(f => f.Id == document.FamilyId).Select(f => f.Name).SingleAsync(stop),
            guardians, lines.Any(l => l.TicketTypeId is not null),
            await work.Read<Invoice>().Where(i => invoices.Contains(i.Id)).OrderBy(i => i.Year).ThenBy(i => i.Number).ToListAsync(stop),
            [.. lines.Select(l => new UndoneTickets(l.Designation, -l.Quantity, l.UnitPrice.Cents, -l.Quantity * l.UnitPrice.Cents))],
            [.. below.Where(w => types.Contains(w.Id)).Select(w => new MissingTickets(w.Label, -w.Tickets))]);
    }

    /// <summary>Of what the bank takes: what the commune had refunded, which whoever had it owes the commune now; what a refund that did not arrive had still to bring, and is due no more.</summary>
    internal sealed record GaveBack(Money Refunded, Money NotDueAnyMore);

    /// <param name="RefundFailed">It is a refund that came back to us.</param>
    /// <param name="NotPaid">A person says so: nobody knows then where its money is.</param>
    /// <param name="Mistaken">Only a person had said it, of the wrong payment.</param>
    /// <param name="PaidTwice">Another letter asks what becomes of what is paid twice.</param>
    /// <param name="NoLongerOwed">What the commune had refunded before, and the family no longer owes it.</param>
    /// <param name="DueAgain">What a refund that did not arrive had still to bring before the bank took the payment.</param>
    /// <param name="Reason">As whoever says it wrote it.</param>
    internal sealed record Lifted(bool RefundFailed, bool NotPaid, bool Mistaken, bool PaidTwice, Money NoLongerOwed, Money DueAgain, string Reason);

    private sealed record Facts(
        string Structure, Regie Regie, string Family, IReadOnlyList<Guardian> Guardians, bool WithTickets, IReadOnlyList<Invoice> Invoices, IReadOnlyList<UndoneTickets> Lines,
        IReadOnlyList<MissingTickets> Missing);
}
