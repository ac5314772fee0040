using ETicket.Kernel;

namespace ETicket.Mail.Documents.Papers;

/// <summary>
/// « Relevé de tickets » — the movements of a period, booklet by booklet: of the whole file, from balance to balance; or of one child, whose days are told but not the
/// booklets', which are the family's.
/// </summary>
internal sealed record TicketStatement : FamilyPaper
{
    /// <summary>Null for the whole file.</summary>
    public string? ChildName { get; init; }

    /// <summary>Paris days, both included.</summary>
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }
    public required IReadOnlyList<StatementBooklet> Booklets { get; init; }

    /// <summary>Tickets used less tickets given back in the period, and their value in cents.</summary>
    public required int UsedTickets { get; init; }
    public required long UsedCents { get; init; }

    protected override DateTimeOffset At => ParisTime.StartOf(To);
    protected override PublicFacts Told => new(nameof(TicketStatement), null, To, UsedCents);
}

/// <summary>
/// One ticket type: its movements in order, what was used of it; and, where the whole file is told, what it held before the first day and after the last.
/// </summary>
internal sealed record StatementBooklet(string Label, bool TellsBalance, int Before, IReadOnlyList<StatementMove> Moves, int After, int UsedTickets, long UsedCents);

/// <summary>
/// One movement: the Paris day it counts for, the code of what happened (an entry's kind, or PriceDifference), for whom and which day, why; tickets and cents, negative when they leave.
/// </summary>
internal sealed record StatementMove(DateOnly Day, string Operation, string? Child, DateOnly? BookedDay, string? Reason, int Tickets, long Cents);
