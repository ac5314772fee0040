namespace ETicket.Mail.Documents.Papers.States;

/// <summary>
/// « État des frais » — commissions the providers or the bank took from what families paid, which never lessen the revenue: the commune mandates them and gives them back to the
/// régie (« dépenses à régulariser »).
/// </summary>
internal sealed record FeesPaper : PeriodPaper
{
    /// <summary>Where the ordonnateur charges them: 627, services bancaires, unless the commune says otherwise.</summary>
    public string BudgetAccount { get; init; } = "627";
    public required IReadOnlyList<FeeRow> Fees { get; init; }

    /// <summary>What was to be given back before the first day, what the commune gave back since, what the account holds on the last day; in cents.</summary>
    public required long BeforeCents { get; init; }
    public required long GivenBackCents { get; init; }
    public required long AccountCents { get; init; }

    public int Operations => Fees.Sum(f => f.Operations);
    public long FeesCents => Fees.Sum(f => f.FeeCents);

    protected override PublicFacts Told => new(nameof(FeesPaper), null, To, FeesCents);

    protected override void AddUp() => Sums.MeetInCents(this, Sums.Total, AccountCents, BeforeCents + FeesCents - GivenBackCents);
}

/// <summary>
/// What was taken on a Paris day, by whom (a provider, or « Dft » from the Treasury account), from which of its accounts or by which line: how many operations, what families paid by them, and the
/// commission, negative where some came back; in cents.
/// </summary>
internal sealed record FeeRow(DateOnly Day, string TakenBy, string Account, int Operations, long GrossCents, long FeeCents);
