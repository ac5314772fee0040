namespace ETicket.Tresor.Operations;

/// <summary>A line of the account the régie holds at the Treasury.</summary>
/// <param name="Le">The day it is written on the account.</param>
/// <param name="Sens">« credit » of a day, or « rejet » of one direct debit.</param>
/// <param name="Moyen">« carte » or « prelevement ».</param>
/// <param name="Montant">Cents; negative for a rejection.</param>
/// <param name="References">The refdet of each operation of the line.</param>
internal sealed record BankLine(
    DateOnly Le, string Numcli, string Sens, string Moyen, string Saisie, int Operations, long Montant, IReadOnlyList<string> References);

/// <summary>
/// « relevé » — what the bank saw: the card payments of a day credited together on the next working day, the direct debits on the third, and
/// each rejected debit taken back, alone, on its own day and never before its credit. Computed from the book when asked; it never tells
/// what has not happened yet. Working days are Monday to Friday: public holidays are left out.
/// </summary>
internal sealed class BankBook(OperationBook book, TimeProvider clock)
{
    /// <summary>Newest first.</summary>
    public IReadOnlyList<BankLine> Lines()
    {
        var now = clock.GetUtcNow();
        var paid = book.All()
            .Where(operation => operation.Outcome is { Result: Result.PaidByCard or Result.DebitOrdered } outcome && outcome.IsKnownAt(now))
            .ToList();
        var credits = paid
            .GroupBy(operation => (Day: CreditedOn(operation.Outcome!), operation.Request.Numcli, operation.Outcome!.Result, operation.Request.Saisie))
            .Select(day => Line(day.Key.Day, "credit", 1, [.. day.OrderBy(operation => operation.Outcome!.At)]));
        var rejects = paid.Where(operation => operation.Outcome!.RejectedOn is not null)
            .Select(operation => Line(operation.Outcome!.RejectedOn!.Value, "rejet", -1, operation));
        var today = ParisClock.Day(now);
        return
        [
            .. credits.Concat(rejects).Where(line => line.Le <= today)
                .OrderByDescending(line => line.Le).ThenBy(line => line.Numcli, StringComparer.Ordinal).ThenBy(line => line.Sens, StringComparer.Ordinal),
        ];
    }

    private static BankLine Line(DateOnly day, string direction, int sign, params IReadOnlyList<Operation> operations) => new(
        day,
        operations[0].Request.Numcli,
        direction,
        operations[0].Outcome!.Result == Result.PaidByCard ? "carte" : "prelevement",
        operations[0].Request.Saisie,
        operations.Count,
        sign * operations.Sum(operation => long.Parse(operation.Request.Montant, System.Globalization.CultureInfo.InvariantCulture)),
        [.. operations.Select(operation => operation.Request.Refdet)]);

    /// <summary>The day a payment is written on the account.</summary>
    public static DateOnly CreditedOn(Outcome outcome) => WorkingDayAfter(ParisClock.Day(outcome.At), outcome.Result == Result.PaidByCard ? 1 : 3);

    private static DateOnly WorkingDayAfter(DateOnly day, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            do
                day = day.AddDays(1);
            while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        }
        return day;
    }
}
