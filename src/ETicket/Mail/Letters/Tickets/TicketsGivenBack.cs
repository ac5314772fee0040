namespace ETicket.Mail.Letters;

/// <summary>
/// « Tickets rendus » — to the family whose payment the bank had taken back and paid after all: the cheque presented again, the debit, the contestation decided for the régie;
/// or to the one whose refund the bank did not take: the commune then gives that sum back another way. Exactly one of the four is true; none where a refund, or a payment that never came, was noted by mistake.
/// </summary>
/// <param name="RegieActNumber">Number of the act that created the régie; null for an association, which has none.</param>
/// <param name="DocumentNumber">Number of the document that had undone the sale, at <paramref name="IssuedAt"/>.</param>
/// <param name="PaidBy">Who had paid in the family's stead; empty when it paid itself.</param>
internal sealed record TicketsGivenBack(
    string StructureName,
    string RegieName,
    string? RegieActNumber,
    DateOnly? RegieActDate,
    string DocumentNumber,
    DateTimeOffset IssuedAt,
    string FamilyName,
    string GuardianFirstName,
    bool UnpaidCheque,
    bool RejectedDebit,
    bool Disputed,
    bool WithTickets,
    IReadOnlyList<SettledInvoice> Invoices,
    IReadOnlyList<UndoneTickets> Lines,
    long TotalCents,
    IReadOnlyList<MissingTickets> Missing,
    string? PaidBy,
    string PortalAddress) : ILetter
{
    /// <summary>See <see cref="TicketsTakenBack.HasAct"/>.</summary>
    public bool HasAct => RegieActNumber is not null && RegieActDate is not null;

    /// <summary>The bank of the family sent the refund back.</summary>
    public bool RefundFailed { get; init; }

    /// <summary>A person of the régie says that it never arrived: the commune's, one on the card terminal, one read on a statement. Nobody says where its money is.</summary>
    public bool NotPaid { get; init; }

    /// <summary>What had been undone never happened: somebody of the régie had noted it of the wrong payment, and is sorry.</summary>
    public bool Mistaken { get; init; }

    /// <summary>What was noted by mistake is a refund: no money is to be expected of it.</summary>
    public bool MistakenRefund { get; init; }

    /// <summary>What was noted by mistake is that the money had not come.</summary>
    public bool MistakenAbsence { get; init; }

    /// <summary>How whoever noted it by mistake says so; null elsewhere.</summary>
    public string? Reason { get; init; }

    /// <summary>What is given back was paid another way meanwhile: a letter of its own asks what becomes of it.</summary>
    public bool PaidTwice { get; init; }

    /// <summary>What the commune had refunded and the family was told to owe it, and owes no more; null where there is nothing of the kind.</summary>
    public long? NoLongerOwedCents { get; init; }

    /// <summary>What a refund that had not arrived was to bring, said to be due no more when the bank took the payment, and due again; null where there is nothing of the kind.</summary>
    public long? DueAgainCents { get; init; }

    public static string Name => nameof(TicketsGivenBack);
}

/// <summary>An invoice that stands paid again.</summary>
internal sealed record SettledInvoice(string Number, string Label);
