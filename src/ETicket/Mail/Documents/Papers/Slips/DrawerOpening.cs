namespace ETicket.Mail.Documents.Papers.Slips;

/// <summary>
/// « Fiche d'ouverture de caisse » — an agent opens a drawer and declares the float counted in it. What makes it must open one session at a time by drawer, and write what was counted
/// before the first sale.
/// </summary>
internal sealed record DrawerOpening : RegieSlip
{
    /// <summary>Number of the session.</summary>
    public required string Number { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset OpenedAt { get; init; }
    public required string Agent { get; init; }
    public required IReadOnlyList<Denomination> Cash { get; init; }

    /// <summary>What was counted, what this drawer is given; in cents.</summary>
    public required long CountedCents { get; init; }
    public required long FloatCents { get; init; }
    public string? Reason { get; init; }
    public long GapCents => checked(CountedCents - FloatCents);

    protected override DateTimeOffset At => OpenedAt;
    protected override PublicFacts Told => ToldOf(Number, OpenedAt, CountedCents);

    protected override void AddUp()
    {
        Agree(CountedCents, Cash.Select(c => c.Cents));
        if (GapCents != 0 && string.IsNullOrWhiteSpace(Reason))
            throw new GapWithoutReason(new(GapCents));
    }
}
