using System.Globalization;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Payments;

/// <summary>One line of a document that undoes a sale; the quantity is negative, positive where it lifts one that did.</summary>
public sealed record UndoneLine(ServiceId ServiceId, TicketTypeId? TicketTypeId, string Designation, int Quantity, Money UnitPrice, InvoiceId? InvoiceId = null)
{
    /// <summary>See <see cref="PaymentLine.Tariff"/>.</summary>
    public string? Tariff { get; init; }
}

/// <summary>« Quittance d'annulation », « reprise » — a new numbered document that undoes a sale's receipt; nothing is ever deleted.</summary>
public static class UndoReceipts
{
    /// <summary>
    /// Takes the next number of the series (Q cancellations at the counter, R reversals, B refunds outside the régie; what lifts a document is in its series), last thing in the caller's transaction.
    /// <paramref name="day"/> is the one <paramref name="entry"/> counts for: the document bears it too, or the whole transaction is asked for again (<see cref="Midnight"/>).
    /// </summary>
    public static async Task<Receipt> IssueAsync(
        Work work, string series, ReceiptKind kind, Receipt undone, long entry, DateOnly day, string reason, IReadOnlyList<UndoneLine> lines, CancellationToken stop)
    {
        await work.Db.SaveChangesAsync(stop);
        await using var command = work.Command(
            "select first_number, number_year, moment from receipts_take_numbers(array[$1], array[$2], $3, array[1], $4)",
            work.Structure.Value, undone.RegieId.Value, series, day);
        int number, year;
        DateTimeOffset issuedAt;
        await using (var reader = await command.ExecuteReaderAsync(stop))
        {
            await reader.ReadAsync(stop);
            (number, year, issuedAt) = (reader.GetInt32(0), reader.GetInt32(1), reader.GetFieldValue<DateTimeOffset>(2));
        }

        var receipt = new Receipt
        {
            StructureId = work.Structure,
            Id = ReceiptId.New(),
            RegieId = undone.RegieId,
            Series = series,
            Year = year,
            Number = number,
            Kind = kind,
            FamilyId = undone.FamilyId,
            PaymentId = undone.PaymentId,
            EntryId = entry,
            IssuedAt = issuedAt,
            Means = undone.Means,
            Total = lines.Sum(l => l.UnitPrice * l.Quantity),
            UndoesId = undone.Id,
            Reason = reason,
            PaidBy = undone.PaidBy,
        };
        work.Db.Add(receipt);
        work.Db.AddRange(lines.Select((l, i) => new ReceiptLine
        {
            StructureId = work.Structure,
            ReceiptId = receipt.Id,
            Line = i + 1,
            ServiceId = l.ServiceId,
            TicketTypeId = l.TicketTypeId,
            InvoiceId = l.InvoiceId,
            Designation = l.Designation,
            Quantity = l.Quantity,
            UnitPrice = l.UnitPrice,
            Tariff = l.Tariff,
        }));
        await work.Db.SaveChangesAsync(stop);
        return receipt;
    }

    /// <summary>The receipt of the sale a payment made.</summary>
    public static async Task<Receipt> OfSaleAsync(Work work, PaymentId payment, CancellationToken stop) =>
        await work.Read<Receipt>().SingleOrDefaultAsync(r => r.PaymentId == payment && r.Kind == ReceiptKind.Sale, stop) ?? throw new UnknownPayment();

    /// <summary>A sale's receipt by its printed number (« Q2025-002850 »), or null.</summary>
    public static async Task<Receipt?> FindAsync(Work work, RegieId regie, string fullNumber, CancellationToken stop)
    {
        if (fullNumber.Length < 7 || fullNumber[5] != '-'
            || !int.TryParse(fullNumber.AsSpan(1, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(fullNumber.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        var series = fullNumber[..1];
        return await work.Read<Receipt>().SingleOrDefaultAsync(r => r.RegieId == regie && r.Series == series && r.Year == year && r.Number == number, stop);
    }
}
