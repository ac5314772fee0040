using ETicket.Kernel;

namespace ETicket.Mail.Documents.Papers.Slips;

/// <summary>
/// « État de rapprochement » — the Treasury account as its statement has it and as the books have it, what families paid that has not reached it yet, and lines nobody knows. Two proofs:
/// the statement is the books; what is due is the account and what is on its way. A gap that is not zero is no fault of the paper: it is printed in so many words, at the top.
/// What makes it must have imported the statement whole (old balance + movements = new balance) and booked every line, a line nobody knows to « recettes à classer » or « débits à classer ».
/// </summary>
internal sealed record ReconciliationStatement : RegieSlip
{
    /// <summary>Paris days, both included.</summary>
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }
    public string? DftAccount { get; init; }

    /// <summary>A: the statement, from balance to balance.</summary>
    public required long OpeningCents { get; init; }
    public required long CreditedCents { get; init; }
    public required long DebitedCents { get; init; }
    public required long StatementCents { get; init; }

    /// <summary>B: the books' balance of the account.</summary>
    public required long BookCents { get; init; }

    /// <summary>C: what is on its way.</summary>
    public required IReadOnlyList<InTransit> Transits { get; init; }
    public required long InTransitCents { get; init; }

    /// <summary>D: lines not identified, debits negative.</summary>
    public required IReadOnlyList<UnknownLine> Unknown { get; init; }
    public required long UnknownCents { get; init; }

    /// <summary>Cash still in the drawers, without the float; commissions the commune has not paid back yet.</summary>
    public required long DrawersCents { get; init; }
    public required long FeesCents { get; init; }

    /// <summary>« Recettes à verser ».</summary>
    public required long DueCents { get; init; }

    /// <summary>What the account, what is on its way and what the commune owes make, less what nobody knows.</summary>
    public long ProvedCents => checked(BookCents + InTransitCents + DrawersCents + FeesCents - UnknownCents);
    public long BankGapCents => checked(StatementCents - BookCents);
    public long DueGapCents => checked(DueCents - ProvedCents);
    public bool HasGap => BankGapCents != 0 || DueGapCents != 0;

    protected override DateTimeOffset At => ParisTime.StartOf(To);
    protected override PublicFacts Told => ToldOf(null, To, StatementCents);

    protected override void AddUp()
    {
        Agree(StatementCents, OpeningCents + CreditedCents - DebitedCents);
        foreach (var transit in Transits)
        {
            Agree(transit.ClosingCents, transit.OpeningCents + transit.MonthCents - transit.CreditedCents);
            Agree(transit.ClosingCents, transit.Items.Select(i => i.Cents));
        }
        Agree(InTransitCents, Transits.Select(t => t.ClosingCents));
        Agree(UnknownCents, Unknown.Select(u => u.Cents));
    }
}

/// <summary>
/// « En cours » of one means: what was on its way at the opening, what the month brought (less what was cancelled), what the account was credited with (gross), what is still on its way, and
/// of what days.
/// </summary>
internal sealed record InTransit(string Means, long OpeningCents, long MonthCents, long CreditedCents, long ClosingCents, IReadOnlyList<InTransitItem> Items);

internal sealed record InTransitItem(DateOnly Day, string Label, long Cents);

/// <summary>A line of the statement, as the bank wrote it.</summary>
internal sealed record UnknownLine(DateOnly Day, string Label, long Cents);
