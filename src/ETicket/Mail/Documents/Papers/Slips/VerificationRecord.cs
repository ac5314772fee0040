namespace ETicket.Mail.Documents.Papers.Slips;

/// <summary>
/// « Procès-verbal de vérification » — the régie at one instant, for the accountant or the ordonnateur who comes unannounced (CGCT R1617-17): what each drawer should hold, the cheques in
/// hand, the Treasury account, what was taken since the last versement, the last numbers; what was counted and what is observed is written by hand where nobody typed it. What makes it
/// must read all of it in one transaction, and know of each cheque whether a slip took it.
/// </summary>
internal sealed record VerificationRecord : RegieSlip
{
    /// <summary>UTC.</summary>
    public required DateTimeOffset DoneAt { get; init; }

    /// <summary>Who checks, and as what; null on the form that is filled by hand.</summary>
    public string? Verifier { get; init; }
    public required string Regisseur { get; init; }
    public required IReadOnlyList<DrawerSeen> Drawers { get; init; }

    /// <summary>« Encaisse » — every note and coin the drawers should hold, the float included (BOFiP-GCP-22-0003), and how much of it is float.</summary>
    public required long TheoreticalCents { get; init; }
    public required long FloatCents { get; init; }

    /// <summary>« Encaisse maximum » of the act.</summary>
    public required long CeilingCents { get; init; }
    public required int ChequesCount { get; init; }
    public required long ChequesCents { get; init; }
    public required IReadOnlyList<HeldCheque> Cheques { get; init; }
    public required long DftCents { get; init; }

    /// <summary>The Paris day of the last versement; null when there was none.</summary>
    public DateOnly? LastRemittance { get; init; }
    public required IReadOnlyList<MeansSum> Since { get; init; }
    public required long SinceCents { get; init; }
    public required long DueCents { get; init; }
    public required IReadOnlyList<LastNumber> Numbers { get; init; }

    /// <summary>What the one who checks observed; null while it is to be written by hand.</summary>
    public string? Remarks { get; init; }
    public bool IsOverCeiling => TheoreticalCents > CeilingCents;

    protected override DateTimeOffset At => DoneAt;
    protected override PublicFacts Told => ToldOf(null, DoneAt, DueCents);

    protected override void AddUp()
    {
        Agree(TheoreticalCents, Drawers.Select(d => d.TheoreticalCents));
        AgreeOnCount(ChequesCount, Cheques.Count);
        Agree(ChequesCents, Cheques.Select(c => c.Cents));
        Agree(SinceCents, Since.Select(s => s.NetCents));
    }
}

/// <summary>One drawer: whose, what it should hold; what was counted, where somebody did, and the difference.</summary>
internal sealed record DrawerSeen(string Agent, long TheoreticalCents, bool IsCounted, long CountedCents)
{
    public long GapCents => IsCounted ? checked(CountedCents - TheoreticalCents) : 0;
}
