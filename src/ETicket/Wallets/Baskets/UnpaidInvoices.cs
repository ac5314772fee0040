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
    /// The invoices, locked until the end of the transaction, so that two baskets cannot both hold one. Refuses one that is not the family's (<see cref="UnknownInvoice"/>),
    /// is paid (<see cref="InvoiceAlreadyPaid"/>), is being paid (<see cref="InvoiceBeingPaid"/>) by another basket than <paramref name="retried"/>, or
    /// of which a payment brought money that a person looks at (<see cref="MoneyBeingLookedAt"/>).
    /// </summary>
    internal static async Task<IReadOnlyList<Invoice>> LockAsync(
        Work work, FamilyId family, IReadOnlyList<InvoiceId> asked, DateTimeOffset now, Guid? retried, CancellationToken stop)
    {
        var ids = asked.Distinct().ToList();
        await using (var command = work.Command(
            "select 1 from invoice where structure_id = $1 and id = any ($2) order by id for update", work.Structure.Value, ids.Select(i => i.Value).ToArray()))
            await command.ExecuteNonQueryAsync(stop);
        var invoices = await work.Read<Invoice>().Where(i => i.FamilyId == family && ids.Contains(i.Id)).OrderBy(i => i.Year).ThenBy(i => i.Number).ToListAsync(stop);
        if (invoices.Count != ids.Count)
            throw new UnknownInvoice();
        foreach (var invoice in invoices)
        {
            if (invoice.IsPaid)
                throw new InvoiceAlreadyPaid(invoice.FullNumber);
            await OtherMoney.RefuseHeldAsync(work, await work.Read<PaymentLine>().Where(l => l.InvoiceId == invoice.Id).Select(l => l.PaymentId).ToListAsync(stop), stop);
            if (await OpenAsync(work, invoice.Id, now, retried, stop) is { } open)
                throw new InvoiceBeingPaid(invoice.FullNumber, Later(open.CreatedAt + Retries.Between, now.AddMinutes(5)));
        }
        return invoices;
    }

    /// <summary>A payment somebody may be making of it: prepared less than twenty minutes ago, or still open at its provider; not one whose other money was seen to (<see cref="OtherMoney.IsOver"/>).</summary>
    private static async Task<Payment?> OpenAsync(Work work, InvoiceId invoice, DateTimeOffset now, Guid? retried, CancellationToken stop)
    {
        var since = now - Retries.Between;
        return await (from l in work.Read<PaymentLine>()
                      join p in work.Read<Payment>() on l.PaymentId equals p.Id
                      where l.InvoiceId == invoice && p.BasketId != (retried ?? Guid.Empty) && p.Answer != ProviderAnswer.Different
                          && (p.State == PaymentState.Pending || ((p.State == PaymentState.Created || p.State == PaymentState.Unknown) && p.CreatedAt > since))
                      orderby p.CreatedAt descending
                      select p).FirstOrDefaultAsync(stop);
    }

    internal static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
