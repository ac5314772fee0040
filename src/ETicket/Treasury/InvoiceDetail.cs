using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Payments.Invoicing;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>« Détail de facture » — the lines of an invoice: they make its amount to the cent, and are the family's and the product's own.</summary>
internal static class InvoiceDetail
{
    /// <summary>Refuses an amount that is not positive with <see cref="InvoiceWithoutAmount"/>, lines that do not make it, or count nothing, with <see cref="InvoiceDoesNotAddUp"/>.</summary>
    public static void RefuseWrongSums(Money amount, IReadOnlyList<NewInvoiceLine> lines)
    {
        if (amount <= Money.Zero)
            throw new InvoiceWithoutAmount(amount);
        if (lines.Count == 0)
            return;
        var made = lines.Sum(l => l.UnitPrice * l.Quantity);
        if (made != amount || lines.Any(l => l.Quantity < 1 || l.UnitPrice < Money.Zero))
            throw new InvoiceDoesNotAddUp(amount, made);
    }

    /// <summary>Refuses, with <see cref="InvoiceLineElsewhere"/>, a child of another family and an activity of another product: of one invoice, or of a month of one product.</summary>
    public static async Task RefuseElsewhereAsync(Work work, ServiceId service, IReadOnlyCollection<NewInvoice> asked, CancellationToken stop)
    {
        var families = asked.Where(i => i.Lines.Count > 0).Select(i => i.Family).ToList();
        if (families.Count == 0)
            return;
        var children = (await work.Read<FamilyChild>().Where(c => families.Contains(c.FamilyId)).Select(c => new { c.FamilyId, c.ChildId }).ToListAsync(stop)).ToHashSet();
        var activities = await work.Read<Activity>().Where(a => a.ServiceId == service).Select(a => a.Id).ToListAsync(stop);
        foreach (var invoice in asked)
        {
            if (invoice.Lines.FirstOrDefault(l => (l.Child is { } child && !children.Contains(new { FamilyId = invoice.Family, ChildId = child }))
                                                  || (l.Activity is { } activity && !activities.Contains(activity))) is { } wrong)
                throw new InvoiceLineElsewhere(wrong.Label);
        }
    }

    public static IEnumerable<InvoiceLine> Of(StructureId structure, NewInvoice asked) => asked.Lines.Select((line, i) => new InvoiceLine
    {
        StructureId = structure,
        InvoiceId = asked.Id,
        Line = i + 1,
        ChildId = line.Child,
        ActivityId = line.Activity,
        Label = line.Label,
        Quantity = line.Quantity,
        UnitPrice = line.UnitPrice,
    });

    /// <summary>Whether the invoice was issued with these very lines, in this order.</summary>
    public static async Task<bool> IsSameAsync(Work work, InvoiceId id, IReadOnlyList<NewInvoiceLine> lines, CancellationToken stop)
    {
        var known = await work.Read<InvoiceLine>().Where(l => l.InvoiceId == id).OrderBy(l => l.Line).ToListAsync(stop);
        return lines.SequenceEqual(known.Select(l => new NewInvoiceLine(l.ChildId, l.ActivityId, l.Label, l.Quantity, l.UnitPrice)));
    }
}
