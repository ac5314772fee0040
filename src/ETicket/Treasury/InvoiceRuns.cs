using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ETicket.Kernel;
using ETicket.Payments.Invoicing;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>A month of one product to invoice: what each family owes for it in whole cents, each family once, under one label, due on a Paris day.</summary>
/// <param name="Month">Any day of the month.</param>
public sealed record InvoiceMonth(ServiceId Service, DateOnly Month, string Label, DateOnly DueOn, IReadOnlyList<(FamilyId Family, Money Amount)> Owed)
{
    /// <summary>What makes the amount of each family; a family that is not named is owed one sum.</summary>
    public IReadOnlyDictionary<FamilyId, IReadOnlyList<NewInvoiceLine>> Lines { get; init; } = new Dictionary<FamilyId, IReadOnlyList<NewInvoiceLine>>();

    /// <summary>The invoice of one family, as it is asked for.</summary>
    internal NewInvoice Of(StructureId structure, FamilyId family, Money amount) =>
        new(IdOf(structure, family), family, Service, Label, amount, DueOn) { Lines = Lines.GetValueOrDefault(family, []) };

    /// <summary>The invoice of one family for this month: the same whoever asks, and however often.</summary>
    public InvoiceId IdOf(StructureId structure, FamilyId family)
    {
        var named = string.Create(CultureInfo.InvariantCulture, $"{structure}/{Service}/{Month:yyyy-MM}/{family}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(named), hash);
        // RFC 9562 §5.8: an identity of our own making.
        BinaryPrimitives.WriteUInt16BigEndian(hash[6..], (ushort)(0x8000 | (BinaryPrimitives.ReadUInt16BigEndian(hash[6..]) & 0x0FFF)));
        hash[8] = (byte)(0x80 | (hash[8] & 0x3F));
        return new(new Guid(hash[..16], bigEndian: true));
    }
}

/// <summary>
/// « Facturation du mois » — one invoice per family, each in its own short transaction with its number and its letters: a run that stopped is asked again and goes on where
/// it was, a run asked twice answers the same invoices. Letters leave at the pace the mail server's owner allows.
/// </summary>
public sealed class InvoiceRuns(Database database, Invoices invoices)
{
    /// <summary>
    /// « Facturer le mois » — the invoices of the month in the order asked, the ones already issued among them; tells how many stand after each. Before anything is written it
    /// refuses an amount that is not positive (<see cref="InvoiceWithoutAmount"/>) or that its lines do not make (<see cref="InvoiceDoesNotAddUp"/>), lines that are another family's or product's
    /// (<see cref="InvoiceLineElsewhere"/>), a family named twice (<see cref="FamilyInvoicedTwice"/>) and a month one of whose invoices was issued with other facts (<see cref="InvoiceIssued"/>): a credit
    /// note corrects it, never a second run.
    /// </summary>
    public async Task<IReadOnlyList<Invoice>> IssueAsync(StructureId structure, InvoiceMonth month, IProgress<int>? progress, CancellationToken stop)
    {
        foreach (var (family, amount) in month.Owed)
            InvoiceDetail.RefuseWrongSums(amount, month.Of(structure, family, amount).Lines);
        if (month.Owed.Select(o => o.Family).Distinct().Count() < month.Owed.Count)
            throw new FamilyInvoicedTwice();
        var known = await KnownAsync(structure, month, stop);

        var issued = new List<Invoice>(month.Owed.Count);
        foreach (var (family, amount) in month.Owed)
        {
            var asked = month.Of(structure, family, amount);
            issued.Add(known.GetValueOrDefault(asked.Id) ?? await invoices.IssueAsync(structure, asked, stop));
            progress?.Report(issued.Count);
        }
        return issued;
    }

    private async Task<IReadOnlyDictionary<InvoiceId, Invoice>> KnownAsync(StructureId structure, InvoiceMonth month, CancellationToken stop)
    {
        var asked = month.Owed.ToDictionary(o => month.IdOf(structure, o.Family));
        await using var work = await database.BeginAsync(structure, stop);
        var known = await work.Read<Invoice>().Where(i => asked.Keys.Contains(i.Id)).ToDictionaryAsync(i => i.Id, stop);
        foreach (var invoice in known.Values)
        {
            var owed = asked[invoice.Id];
            var same = (invoice.Amount, invoice.Label, invoice.DueOn) == (owed.Amount, month.Label, month.DueOn);
            if (!same || !await InvoiceDetail.IsSameAsync(work, invoice.Id, month.Of(structure, owed.Family, owed.Amount).Lines, stop))
                throw new InvoiceIssued(invoice.FullNumber);
        }
        // What was issued stands as it was: a child may have left the family since.
        await InvoiceDetail.RefuseElsewhereAsync(
            work, month.Service, [.. asked.Where(a => !known.ContainsKey(a.Key)).Select(a => month.Of(structure, a.Value.Family, a.Value.Amount))], stop);
        return known;
    }
}
