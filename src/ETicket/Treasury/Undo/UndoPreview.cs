using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Persistence;
using ETicket.Treasury.Refunds;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Undo;

/// <summary>What an act will do: the money it speaks of, each booklet before and after, each invoice after.</summary>
/// <param name="Refunded">What the commune had refunded of it, which the family will owe the commune.</param>
/// <param name="GivenBack">Where a refund given up is said to have left: the documents that gave money back since.</param>
/// <param name="Noted">Where the commune had paid it out before: no money leaves, and what is then still to note.</param>
public sealed record UndoPreview(Money Total, IReadOnlyList<BookletMoved> Booklets, IReadOnlyList<InvoiceMoved> Invoices, Money Refunded = default, NotedAgain? Noted = null, string? GivenBack = null)
{
    /// <summary>Whether the commune will ask for what it had refunded by a titre; so little as no titre is issued for is left to it.</summary>
    public bool AskedByTitre => CommuneRefunds.IsAskedByTitre(Refunded);

    /// <summary>What this act does to these tickets and invoices, which may still be taken.</summary>
    internal static async Task<UndoPreview> OfAsync(Work work, PaymentId payment, UndoAct act, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop)
    {
        var sold = (await TakeBacks.SoldAsync(work, [payment], stop)).ToDictionary(l => l.TransferId, l => l.StillSold);
        // What was refunded before left the booklets then.
        var shown = await OfAsync(
            work, payment, taken.Sum(t => t.Line.UnitPrice * t.Quantity),
            [.. taken.Select(t => (t.Line.TicketTypeId, t.Line.InvoiceId, -Math.Min(t.Quantity, sold[t.Line.TransferId]), t.Line.UnitPrice))], stop);
        return act switch
        {
            UndoAct.CommuneRefund => shown with { Noted = await NotedAgain.ByAsync(work, payment, taken, stop) },
            _ when act.TakesAll() => shown with { Refunded = await CommuneRefunds.OwedAsync(work, payment, taken, stop) },
            _ => shown,
        };
    }

    internal static async Task<UndoPreview> OfAsync(Work work, PaymentId payment, Money total, IReadOnlyList<(TicketTypeId? Type, InvoiceId? Invoice, int Quantity, Money Price)> moved, CancellationToken stop) =>
        new(total, await BookletMoved.AfterAsync(work, payment, [.. moved.Select(m => (m.Type, m.Quantity))], stop),
            await InvoiceMoved.AfterAsync(work, [.. moved.Select(m => (m.Invoice, m.Price * m.Quantity))], stop));
}

/// <summary>A booklet before and after an act; <paramref name="Held"/> tickets are promised to days ticked.</summary>
public sealed record BookletMoved(string Label, int Before, int After, int Held)
{
    internal static async Task<IReadOnlyList<BookletMoved>> AfterAsync(Work work, PaymentId payment, IReadOnlyList<(TicketTypeId? Type, int Quantity)> moved, CancellationToken stop)
    {
        var sums = moved.Where(m => m.Type is not null).GroupBy(m => m.Type!.Value).ToDictionary(g => g.Key, g => g.Sum(m => m.Quantity));
        var family = await work.Read<Payment>().Where(p => p.Id == payment).Select(p => p.FamilyId).SingleAsync(stop);
        var wallets = await (from w in work.Read<Wallet>()
                             join t in work.Read<TicketType>() on w.TicketTypeId equals t.Id
                             where w.FamilyId == family
                             orderby t.Label
                             select new { t.Id, t.Label, w.Tickets, w.Held }).ToListAsync(stop);
        return [.. wallets.Where(w => sums.ContainsKey(w.Id)).Select(w => new BookletMoved(w.Label, w.Tickets, w.Tickets + sums[w.Id], w.Held))];
    }
}
