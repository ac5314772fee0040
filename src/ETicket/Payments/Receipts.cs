using ETicket.Kernel;
using ETicket.Persistence;
using Npgsql;

namespace ETicket.Payments;

/// <summary>
/// « Quittance » — the numbered proof of money received. Numbers are continuous per régie, series and year, taken inside the transaction of the
/// fact (counterfoil book: instruction 06-031). A cancellation is a new numbered document, never a deletion.
/// </summary>
public sealed class Receipt
{
    public required StructureId StructureId { get; init; }
    public required ReceiptId Id { get; init; }
    public required RegieId RegieId { get; init; }

    /// <summary>Q receipts, R reversals, B refunds outside the régie.</summary>
    public required string Series { get; init; }
    public required int Year { get; init; }
    public required int Number { get; init; }
    public required ReceiptKind Kind { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required PaymentId PaymentId { get; init; }

    /// <summary>The ledger entry it proves.</summary>
    public required long EntryId { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public required PaymentMeans Means { get; init; }

    /// <summary>Negative on a cancellation, a reversal or a refund; positive again on what lifts one.</summary>
    public required Money Total { get; init; }
    public ReceiptId? UndoesId { get; init; }
    public string? Reason { get; init; }

    /// <summary>Who paid, when it was not the family: another adult, an institution that helps.</summary>
    public string? PaidBy { get; init; }

    /// <summary>« Q2026-000123 ».</summary>
    public string FullNumber => FormattableString.Invariant($"{Series}{Year}-{Number:D6}");
}

/// <summary>
/// « Nature de document » — a receipt, what undoes one, and what lifts that in its turn: <see cref="NeverReceived"/> is money that never came or was keyed by mistake,
/// <see cref="Lift"/> the document, in the series of the one it lifts, of money that is paid after all or was never given back.
/// </summary>
public enum ReceiptKind { Sale, Cancel, UnpaidCheque, RejectedDebit, Chargeback, ProviderRefund, CommuneRefund, NeverReceived, Lift }

/// <summary>One line of a receipt: tickets or an invoice; designation, quantity, unit price, each on its own.</summary>
public sealed class ReceiptLine
{
    public required StructureId StructureId { get; init; }
    public required ReceiptId ReceiptId { get; init; }
    public required int Line { get; init; }
    public required ServiceId ServiceId { get; init; }
    public TicketTypeId? TicketTypeId { get; init; }
    public InvoiceId? InvoiceId { get; init; }
    public required string Designation { get; init; }
    public required int Quantity { get; init; }
    public required Money UnitPrice { get; init; }

    /// <summary>See <see cref="PaymentLine.Tariff"/>.</summary>
    public string? Tariff { get; init; }
}

/// <summary>« Compteur de quittances » — the only serialised row of a régie, taken last. First is kept so that the audit can count.</summary>
public sealed class ReceiptCounter
{
    public required StructureId StructureId { get; init; }
    public required RegieId RegieId { get; init; }
    public required string Series { get; init; }
    public required int Year { get; init; }
    public required int FirstNumber { get; init; }
    public required int LastNumber { get; init; }
}

/// <summary>« Quittances » — numbering and issue.</summary>
public sealed class Receipts(Database database)
{
    /// <summary>
    /// « Reprise de numérotation » — the first receipt number of a series and year, when a commune comes from another book. Refused by the table's own key once a number was taken.
    /// </summary>
    public async Task StartNumberingAsync(StructureId structure, RegieId regie, string series, int year, int first, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command(
            "insert into receipt_counter (structure_id, regie_id, series, year, first_number, last_number) values ($1, $2, $3, $4, $5, $5 - 1)",
            structure.Value, regie.Value, series, year, first);
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }
}

/// <summary>
/// « Minuit » — an entry and the receipt that proves it count for the same Paris day. When midnight passes between the two, the database refuses the number and the
/// whole transaction is made again, all of it on the new day.
/// </summary>
internal static class Midnight
{
    private const string DayEnded = "ETDAY";

    /// <summary>Runs a whole transaction, from its beginning to its commit; once more when the day ended inside it.</summary>
    public static async Task<T> AcrossAsync<T>(Func<Task<T>> transaction)
    {
        try
        {
            return await transaction();
        }
        catch (PostgresException e) when (e.SqlState == DayEnded)
        {
            return await transaction();
        }
    }
}
