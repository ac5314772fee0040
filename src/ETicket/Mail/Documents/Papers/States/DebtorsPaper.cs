namespace ETicket.Mail.Documents.Papers.States;

/// <summary>
/// « État des soldes débiteurs et des impayés » — what families owe the régie, by age, and whether a titre may be asked for: below fifteen euros a debt is not put into recovery and
/// waits for the next ones (CGCT L1611-5, D1611-1). The régisseur does not pursue: he tells the ordonnateur.
/// </summary>
internal sealed record DebtorsPaper : SituationPaper
{
    /// <summary>In cents.</summary>
    public const long Threshold = 1500;

    public required IReadOnlyList<DebtorFamily> Debtors { get; init; }

    /// <summary>What the accounts of the families owe, in cents, negative booklets and invoices together.</summary>
    public required long AccountCents { get; init; }

    public int FamilyCount => Debtors.Count;
    public long TotalCents => Debtors.Sum(f => f.TotalCents);
    public long RecentCents => Debtors.Sum(f => f.Debts.Sum(d => d.RecentCents));
    public long OlderCents => Debtors.Sum(f => f.Debts.Sum(d => d.OlderCents));
    public long OldestCents => Debtors.Sum(f => f.Debts.Sum(d => d.OldestCents));
    public int ForTitreCount => Debtors.Count(f => f.ReachesThreshold);
    public long ForTitreCents => Debtors.Where(f => f.ReachesThreshold).Sum(f => f.TotalCents);
    public int WaitingCount => Debtors.Count(f => !f.ReachesThreshold);
    public long WaitingCents => Debtors.Where(f => !f.ReachesThreshold).Sum(f => f.TotalCents);

    protected override PublicFacts Told => new(nameof(DebtorsPaper), null, On, TotalCents);

    protected override void AddUp()
    {
        foreach (var debt in Debtors.SelectMany(f => f.Debts.Select(d => (f.Number, Debt: d))))
            Sums.StayWithin(this, debt.Number, On.DayNumber, debt.Debt.Since.DayNumber);
        Sums.MeetInCents(this, Sums.Total, AccountCents, TotalCents);
    }
}

/// <summary>A family that owes: its debts, the letters that asked for them, the titre once the ordonnateur issued it.</summary>
internal sealed record DebtorFamily(string Number, string Name, IReadOnlyList<FamilyDebt> Debts, int Reminders, string? TitreNumber)
{
    public long TotalCents => Debts.Sum(d => d.InCents());
    public bool ReachesThreshold => TotalCents >= DebtorsPaper.Threshold;
}

/// <summary>
/// What is owed for one reason: its code (Negative, UnpaidCheque, RejectedDebit, Chargeback, NeverReceived, TakenBack, Opening, Invoice), of which ticket or document, since which day,
/// in cents by age: up to 30 days, 31 to 60, beyond.
/// </summary>
internal sealed record FamilyDebt(string Origin, string Subject, DateOnly Since, long RecentCents, long OlderCents, long OldestCents)
{
    public long InCents() => RecentCents + OlderCents + OldestCents;
}
