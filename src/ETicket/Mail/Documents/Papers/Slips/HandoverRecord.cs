namespace ETicket.Mail.Documents.Papers.Slips;

/// <summary>
/// « Procès-verbal de remise de service » — one régisseur leaves, another begins: cash counted, cheques, the Treasury account, the books that balance, tickets the families still hold,
/// last numbers, what is still open. Both sign; it goes into the régie's file at the mairie (instruction 06-031, titre 6). What makes it must read all of it at one instant, in one transaction,
/// with every drawer closed.
/// </summary>
internal sealed record HandoverRecord : RegieSlip
{
    /// <summary>UTC.</summary>
    public required DateTimeOffset DoneAt { get; init; }
    public required string Outgoing { get; init; }
    public required string Incoming { get; init; }

    /// <summary>The act that appoints the one who begins.</summary>
    public required string AppointmentAct { get; init; }
    public required DateOnly AppointmentDate { get; init; }

    /// <summary>Who else was there, and as what; null when nobody was.</summary>
    public string? Witness { get; init; }
    public required IReadOnlyList<Denomination> Cash { get; init; }
    public required long CountedCents { get; init; }
    public required long TheoreticalCents { get; init; }
    public string? Reason { get; init; }
    public long GapCents => checked(CountedCents - TheoreticalCents);
    public required IReadOnlyList<HeldCheque> Cheques { get; init; }
    public required long ChequesCents { get; init; }
    public required IReadOnlyList<BookBalance> Books { get; init; }
    public required long DebitCents { get; init; }
    public required long CreditCents { get; init; }
    public required IReadOnlyList<TicketsHeld> Held { get; init; }
    public required long TicketsCents { get; init; }
    public required IReadOnlyList<LastNumber> Numbers { get; init; }
    public required IReadOnlyList<OpenItem> OpenItems { get; init; }

    protected override DateTimeOffset At => DoneAt;
    protected override PublicFacts Told => ToldOf(null, DoneAt, CountedCents);

    protected override void AddUp()
    {
        Agree(CountedCents, Cash.Select(c => c.Cents));
        Agree(ChequesCents, Cheques.Select(c => c.Cents));
        Agree(ChequesCents, Of("ChequesInHand"));
        Agree(TheoreticalCents, Of("Drawer").Concat(Of("Float")));
        Agree(DebitCents, Books.Select(b => b.DebitCents));
        Agree(CreditCents, Books.Select(b => b.CreditCents));
        Agree(DebitCents, CreditCents);
        Agree(TicketsCents, Held.Select(t => t.Cents));
        if (GapCents != 0 && string.IsNullOrWhiteSpace(Reason))
            throw new GapWithoutReason(new(GapCents));
    }

    /// <summary>What the books hold on one account, debits positive.</summary>
    private IEnumerable<long> Of(string account) => Books.Where(b => b.Account == account).Select(b => b.DebitCents - b.CreditCents);
}

/// <summary>
/// One account of the régie's books: the code of its kind (Words.resx, « Account_Dft »), the means where it has one; it stands on one side, the other is 0.
/// </summary>
internal sealed record BookBalance(string Account, string? ByMeans, long DebitCents, long CreditCents);

/// <summary>Tickets of one type the families hold, debts deducted, and what they paid for them.</summary>
internal sealed record TicketsHeld(string Label, int Tickets, long Cents);

/// <summary>What is not finished: a cheque that bounced, a payment looked at. The amount is null where there is none.</summary>
internal sealed record OpenItem(DateOnly Day, string Subject, long? Cents);
