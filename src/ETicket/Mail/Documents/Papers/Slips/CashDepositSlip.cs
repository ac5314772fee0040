namespace ETicket.Mail.Documents.Papers.Slips;

/// <summary>
/// « Bordereau de versement d'espèces » — the notes and coins taken to the post office (DIGIFIP, since 30 April 2021), and the « fonds de caisse » that stays. What makes it must count the
/// denominations, move their sum from the drawer to « espèces en route » in the transaction that gives the slip its number, and never touch the float.
/// </summary>
internal sealed record CashDepositSlip : RegieSlip
{
    public required string Number { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset MadeAt { get; init; }
    public required string MadeBy { get; init; }

    /// <summary>The office where it is taken, and the Treasury account that is credited.</summary>
    public required string Office { get; init; }
    public string? DftAccount { get; init; }

    /// <summary>What was in the till before, the float included; what goes; what stays; in cents.</summary>
    public required long BeforeCents { get; init; }
    public required IReadOnlyList<Denomination> Cash { get; init; }
    public required long TotalCents { get; init; }
    public required long FloatKeptCents { get; init; }
    public required long OtherKeptCents { get; init; }

    protected override DateTimeOffset At => MadeAt;
    protected override PublicFacts Told => ToldOf(Number, MadeAt, TotalCents);

    protected override void AddUp()
    {
        Agree(TotalCents, Cash.Select(c => c.Cents));
        Agree(BeforeCents, TotalCents + FloatKeptCents + OtherKeptCents);
    }
}
