namespace ETicket.Mail.Documents.Papers.States;

/// <summary>
/// « État des tickets » — vendus, consommés, recrédités, restants: for tickets on line, what the account of « valeurs inactives » is for paper ones. In tickets by type, in value
/// by type, then in value movement by movement. Movements are negative when they leave the families.
/// </summary>
internal sealed record TicketStatePaper : PeriodPaper
{
    public required IReadOnlyList<TicketStateRow> Types { get; init; }
    public required IReadOnlyList<TicketStateValue> Values { get; init; }

    /// <summary>Each movement of all types, in cents.</summary>
    public required long OpeningCents { get; init; }
    public required long SoldCents { get; init; }
    public required long CancelledCents { get; init; }
    public required long ReversedCents { get; init; }
    public required long RefundedCents { get; init; }
    public required long MovedCents { get; init; }
    public required long ConsumedCents { get; init; }
    public required long ClosureCents { get; init; }
    public required long AbsenceCents { get; init; }
    public required long GoodwillCents { get; init; }

    public long ClosingCents => Values.Sum(v => v.ClosingCents);
    public long NegativeCents => Values.Sum(v => v.NegativeCents);
    public long PositiveCents => ClosingCents - NegativeCents;
    public long SalesCents => Values.Sum(v => v.SalesCents);
    public long UsesCents => Values.Sum(v => v.UsesCents);

    protected override PublicFacts Told => new(nameof(TicketStatePaper), null, To, ClosingCents);

    protected override void AddUp()
    {
        foreach (var type in Types)
        {
            Sums.Meet(
                this, type.Label, type.Opening + type.Sold + type.Cancelled + type.Reversed + type.Refunded + type.Moved + type.Consumed + type.Closure + type.Absence + type.Goodwill,
                type.Closing);
        }
        foreach (var value in Values)
            Sums.MeetInCents(this, value.Label, value.OpeningCents + value.SalesCents + value.RefundedCents + value.UsesCents, value.ClosingCents);
        Sums.MeetInCents(this, Sums.Total, OpeningCents, Values.Sum(v => v.OpeningCents));
        Sums.MeetInCents(this, Sums.Total, SoldCents + CancelledCents + ReversedCents + MovedCents, SalesCents);
        Sums.MeetInCents(this, Sums.Total, RefundedCents, Values.Sum(v => v.RefundedCents));
        Sums.MeetInCents(this, Sums.Total, ConsumedCents + ClosureCents + AbsenceCents + GoodwillCents, UsesCents);
    }
}

/// <summary>One ticket type, in tickets; its price that day in cents, null where it is not sold any more. <paramref name="Negative"/> is what the closing stock holds of debts.</summary>
internal sealed record TicketStateRow(
    string Code, string Label, long? PriceCents, long Opening, long Sold, long Cancelled, long Reversed, long Refunded, long Moved, long Consumed, long Closure, long Absence, long Goodwill,
    long Closing, long Negative);

/// <summary>The same in cents: what is left of sales once cancelled and taken back, what was used once given back.</summary>
internal sealed record TicketStateValue(string Label, long OpeningCents, long SalesCents, long RefundedCents, long UsesCents, long ClosingCents, long NegativeCents);
