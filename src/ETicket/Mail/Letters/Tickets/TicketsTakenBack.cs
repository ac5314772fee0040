namespace ETicket.Mail.Letters;

/// <summary>
/// « Tickets retirés » — to the family whose purchase was undone after the fact: a cheque the bank did not pay, a debit it rejected, a payment contested, a refund. Exactly one of
/// the seven is true. Amounts are whole positive cents.
/// </summary>
/// <param name="RegieActNumber">Number of the act that created the régie; null for an association, which has none.</param>
/// <param name="DocumentNumber">Number of the document that undoes the sale; <paramref name="SaleNumber"/> is the receipt it undoes.</param>
/// <param name="Invoices">The invoices among them, each to be paid again or not: one that another payment paid too is not.</param>
/// <param name="NothingOwed">Whether all it paid stays paid otherwise, no booklet is below zero, and the family owes the commune nothing either.</param>
/// <param name="Missing">The booklets this leaves below zero: what was eaten stays owed.</param>
/// <param name="PaidBy">Who had paid in the family's stead; empty when it paid itself.</param>
internal sealed record TicketsTakenBack(
    string StructureName,
    string RegieName,
    string? RegieActNumber,
    DateOnly? RegieActDate,
    string DocumentNumber,
    DateTimeOffset IssuedAt,
    string SaleNumber,
    DateTimeOffset SoldAt,
    string FamilyName,
    string GuardianFirstName,
    bool UnpaidCheque,
    bool RejectedDebit,
    bool Disputed,
    bool Refunded,
    bool RefundedByCommune,
    string Reason,
    bool WithTickets,
    IReadOnlyList<UndoneInvoice> Invoices,
    bool NothingOwed,
    IReadOnlyList<UndoneTickets> Lines,
    long TotalCents,
    IReadOnlyList<MissingTickets> Missing,
    string? PaidBy,
    string PortalAddress) : ILetter
{
    /// <summary>Whether a régie took the money; an association does in its own name, and what it gives back, it gives back itself.</summary>
    public bool HasAct => RegieActNumber is not null && RegieActDate is not null;

    /// <summary>Whether the family owes anything for what it used or was billed: what only left its booklets it may buy again, or not.</summary>
    public bool ToSettle => Missing.Count > 0 || Invoices.Any(i => i.Owed);

    /// <summary>Given back on the card, with the régie's own terminal: no provider has a part in it.</summary>
    public bool RefundedOnCard { get; init; }

    /// <summary>Its money never came, or was keyed by mistake: a transfer, a card the terminal refused, a voucher its issuer does not pay.</summary>
    public bool NeverReceived { get; init; }

    /// <summary>The commune's refund was paid before, and undone while the bank had taken the payment: no money is paid a second time.</summary>
    public bool NotedAgain { get; init; }

    /// <summary>What the commune had refunded before the bank took the whole: whoever was refunded owes it to the commune; null where there is nothing of the kind.</summary>
    public long? OwedToCommuneCents { get; init; }

    /// <summary>Whether the commune asks for that sum by a titre: for less than 15 € alone it issues none.</summary>
    public bool AskedByTitre { get; init; }

    /// <summary>Whether another payment of the same purchase stands: what leaves had come a second time.</summary>
    public bool PaidOtherwise { get; init; }

    /// <summary>What a refund that did not arrive had still to bring, and is due no more, as the bank has the whole payment; null where there is nothing of the kind.</summary>
    public long? NoLongerDueCents { get; init; }

    public static string Name => nameof(TicketsTakenBack);
}

/// <summary>Tickets of one line of a receipt that left a booklet, or came back; VAT in hundredths of a percent, 0 for none.</summary>
internal sealed record UndoneTickets(string Designation, int Quantity, long UnitCents, long Cents, int VatRate = 0);

/// <summary>An invoice whose payment was undone; <paramref name="Owed"/> where it is to be paid again, false where another payment keeps it paid.</summary>
internal sealed record UndoneInvoice(string Number, string Label, bool Owed);

/// <summary>A booklet below zero, and by how many tickets.</summary>
internal sealed record MissingTickets(string Label, int Count);
