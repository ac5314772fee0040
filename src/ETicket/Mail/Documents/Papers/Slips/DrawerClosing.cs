using ETicket.Kernel;

namespace ETicket.Mail.Documents.Papers.Slips;

/// <summary>
/// « Arrêté de caisse journalier » — what a drawer should hold, what was counted in it, the difference and why, and what the mandataire hands to the régisseur, whose books take it in from
/// this paper (instruction 06-031, titre 12). Both sign. What makes it must freeze the session first: no sale and no cancellation of that drawer after the hour told.
/// </summary>
internal sealed record DrawerClosing : RegieSlip
{
    public required string Number { get; init; }

    /// <summary>UTC, both.</summary>
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset ClosedAt { get; init; }
    public required string Agent { get; init; }

    /// <summary>The receipts of the session; null in one without a sale.</summary>
    public string? FirstReceipt { get; init; }
    public string? LastReceipt { get; init; }
    public required IReadOnlyList<MeansSum> ByMeans { get; init; }
    public required long TakenCents { get; init; }

    /// <summary>Cash, in cents: the float at the opening, what was taken less what was given back, what should be there, what was counted.</summary>
    public required long FloatCents { get; init; }
    public required long CashCents { get; init; }
    public required long TheoreticalCents { get; init; }
    public required IReadOnlyList<Denomination> Cash { get; init; }
    public required long CountedCents { get; init; }
    public string? Reason { get; init; }
    public long GapCents => checked(CountedCents - TheoreticalCents);

    public required IReadOnlyList<HeldCheque> Cheques { get; init; }
    public required long ChequesCents { get; init; }

    /// <summary>What the régisseur receives in cash, and what stays in the drawer.</summary>
    public required long HandedCents { get; init; }
    public required long KeptCents { get; init; }

    protected override DateTimeOffset At => ClosedAt;
    protected override PublicFacts Told => ToldOf(Number, ClosedAt, CountedCents);

    protected override void AddUp()
    {
        Agree(TakenCents, ByMeans.Select(m => m.NetCents));
        Agree(CashCents, ByMeans.Where(m => m.Means == "ESPECES").Select(m => m.NetCents));
        Agree(TheoreticalCents, FloatCents + CashCents);
        Agree(CountedCents, Cash.Select(c => c.Cents));
        Agree(CountedCents, HandedCents + KeptCents);
        Agree(ChequesCents, Cheques.Select(c => c.Cents));
        Agree(ChequesCents, ByMeans.Where(m => m.Means == "CHEQUE").Select(m => m.NetCents));
        if (Cheques.FirstOrDefault(c => c.ReceivedOn > ParisTime.DayOf(ClosedAt)) is { } later)
            throw new ChequeAfterTheClosing(later.Number, later.ReceivedOn);
        if (GapCents != 0 && string.IsNullOrWhiteSpace(Reason))
            throw new GapWithoutReason(new(GapCents));
    }
}
