using ETicket.Kernel;

namespace ETicket.Mail.Documents.Papers.Slips;

/// <summary>
/// « État de versement » — what justifies the money handed over: the month's takings of a régie by product, budget account and means, what was still owed before, what was paid over, what is left
/// to pay (at least once a month: CGCT R1617; instruction 06-031). The mayor issues one « titre de régularisation » by account from it. What is left to pay is the balance of the
/// accounts, the rest their movements: they must agree.
/// </summary>
internal sealed record RemittanceStatement : RegieSlip
{
    /// <summary>Paris days, both included; <see cref="IsPartial"/> while the month runs.</summary>
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }
    public required bool IsPartial { get; init; }
    public required IReadOnlyList<ServiceTakings> Services { get; init; }

    /// <summary>Each means with what it brought for each product, in the order of <see cref="Services"/>.</summary>
    public required IReadOnlyList<MeansTakingsRow> ByMeans { get; init; }
    public required IReadOnlyList<AccountTakings> Accounts { get; init; }
    public required int Receipts { get; init; }
    public required long GrossCents { get; init; }
    public required long CancelledCents { get; init; }
    public required long ReversedCents { get; init; }
    public required long MonthCents { get; init; }
    public required long CarriedCents { get; init; }
    public required IReadOnlyList<PaidOver> Remittances { get; init; }
    public required long RemittedCents { get; init; }

    /// <summary>« À verser », the balance of « recettes à verser » on the last evening.</summary>
    public required long DueCents { get; init; }

    /// <summary>Null in a month without a receipt.</summary>
    public string? FirstReceipt { get; init; }
    public string? LastReceipt { get; init; }

    protected override DateTimeOffset At => ParisTime.StartOf(To);
    protected override PublicFacts Told => ToldOf(null, To, DueCents);

    protected override void AddUp()
    {
        foreach (var (service, i) in Services.Select((s, i) => (s, i)))
            Agree(service.NetCents, ByMeans.Select(m => m.Cells[i].Cents));
        foreach (var account in Accounts)
            Agree(account.Cents, Services.Where(s => s.Account == account.Account).Select(s => s.NetCents));
        Agree(MonthCents, Services.Select(s => s.NetCents));
        Agree(MonthCents, ByMeans.Select(m => m.TotalCents));
        Agree(MonthCents, Accounts.Select(a => a.Cents));
        Agree(GrossCents, Services.Select(s => s.GrossCents));
        Agree(CancelledCents, Services.Select(s => s.CancelledCents));
        Agree(ReversedCents, Services.Select(s => s.ReversedCents));
        AgreeOnCount(Receipts, ByMeans.Sum(m => m.Receipts));
        Agree(RemittedCents, Remittances.Select(r => r.Cents));
        Agree(DueCents, CarriedCents + MonthCents - RemittedCents);
    }
}

/// <summary>One product and its budget account; what was cancelled and reversed is negative.</summary>
internal sealed record ServiceTakings(string Service, string Account, long GrossCents, long CancelledCents, long ReversedCents)
{
    public long NetCents => checked(GrossCents + CancelledCents + ReversedCents);
}

/// <summary>One means: receipts, and its net by product.</summary>
internal sealed record MeansTakingsRow(string Means, int Receipts, IReadOnlyList<TakingsCell> Cells)
{
    public long TotalCents => Cells.Sum(c => c.Cents);
}

internal sealed record TakingsCell(long Cents);

/// <summary>The titre to issue on one budget account.</summary>
internal sealed record AccountTakings(string Account, long Cents);

/// <summary>« Versement » — the Paris day, what it is known by, in cents.</summary>
internal sealed record PaidOver(DateOnly Day, string Reference, long Cents);
