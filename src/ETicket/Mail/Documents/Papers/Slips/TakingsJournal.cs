using System.Globalization;
using ETicket.Kernel;

namespace ETicket.Mail.Documents.Papers.Slips;

/// <summary>
/// « Journal des encaissements » — every receipt of a régie between two Paris days, and every document that took one back, line by line in the order they were issued: what the
/// counterfoil book was (« journal à souches », instruction 06-031). A status is as of the last day: the journal of a finished month never changes. The sums by means and
/// by product come from the double entry, the lines from the receipts: they must agree to the cent.
/// </summary>
internal sealed record TakingsJournal : RegieSlip
{
    private static readonly string[] Undoing = ["Cancels", "TakesBack", "GivesBack", "Lifts"];

    /// <summary>Paris days, both included.</summary>
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }
    public required IReadOnlyList<JournalLine> Lines { get; init; }
    public required IReadOnlyList<NumberRun> Runs { get; init; }
    public required IReadOnlyList<MeansSum> ByMeans { get; init; }
    public required IReadOnlyList<ServiceSum> ByService { get; init; }
    public required int SalesCount { get; init; }
    public required long GrossCents { get; init; }
    public required long CancelledCents { get; init; }
    public required long ReversedCents { get; init; }
    public required long TotalCents { get; init; }
    public bool HasMissing => Runs.Any(r => r.Missing.Count > 0);

    protected override DateTimeOffset At => ParisTime.StartOf(To);
    protected override PublicFacts Told => ToldOf(null, To, TotalCents);

    protected override void AddUp()
    {
        foreach (var means in ByMeans)
            Check(means, [.. Lines.Where(l => l.Means == means.Means)]);
        foreach (var service in ByService.ToLookup(s => s.Service, s => s.Cents))
            Agree(service.Sum(), Lines.Where(l => l.Service == service.Key).Select(l => l.Cents));
        foreach (var run in Runs)
            Check(run);
        Agree(TotalCents, Lines.Select(l => l.Cents));
        Agree(TotalCents, ByMeans.Select(m => m.NetCents));
        Agree(TotalCents, ByService.Select(s => s.Cents));
        Agree(GrossCents, ByMeans.Select(m => m.GrossCents));
        Agree(CancelledCents, ByMeans.Select(m => m.CancelledCents));
        Agree(ReversedCents, ByMeans.Select(m => m.ReversedCents));
        AgreeOnCount(SalesCount, ByMeans.Sum(m => m.Sales));
    }

    private void Check(MeansSum means, JournalLine[] lines)
    {
        var sales = lines.Where(l => !Undoing.Contains(l.Status, StringComparer.Ordinal)).ToArray();
        Agree(means.GrossCents, sales.Select(l => l.Cents));
        Agree(means.CancelledCents, lines.Where(l => l.Status == "Cancels").Select(l => l.Cents));
        Agree(means.NetCents, lines.Select(l => l.Cents));
        AgreeOnCount(means.Sales, sales.Select(l => l.Number).Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>Every number from the one that was expected to the last is on a line, or is said to be missing.</summary>
    private void Check(NumberRun run)
    {
        var present = Lines.Where(l => l.Number.StartsWith(run.Last[..6], StringComparison.Ordinal) && l.Status != "GivesBack").Select(l => l.Number).Distinct(StringComparer.Ordinal).Count();
        AgreeOnCount(run.Count, present);
        AgreeOnCount(run.Count + run.Missing.Count, Rank(run.Last) - Rank(run.Expected) + 1);

        static int Rank(string number) => int.Parse(number[6..], CultureInfo.InvariantCulture);
    }
}

/// <summary>
/// One line of a document: its number, the UTC instant it was issued, who took the money or gave it back (null on line), the family, the régie's product, what was sold; quantities and amounts are
/// negative on what takes back. <paramref name="Status"/> is a code of Words.resx (« Status_Taken »), <paramref name="Other"/> the documents it names.
/// </summary>
internal sealed record JournalLine(
    string Number, DateTimeOffset At, string? Agent, string FamilyName, string FamilyNumber, string Service, string Label, int Quantity, long UnitCents, string Means, string? Reference,
    string Status, string? Other)
{
    public long Cents => checked(UnitCents * Quantity);
}

/// <summary>
/// « Suite de numéros » — of one series in one year: the number expected first (the one after the last given before), the first and last that were given, how many documents, and
/// the numbers in between that are not on the journal.
/// </summary>
internal sealed record NumberRun(string Expected, string First, string Last, int Count, IReadOnlyList<MissingNumber> Missing);

internal sealed record MissingNumber(string Number);

/// <summary>One means: receipts of sales, and their sum; what was cancelled and what was reversed, both negative.</summary>
internal sealed record MeansSum(string Means, int Sales, long GrossCents, long CancelledCents, long ReversedCents)
{
    public long NetCents => checked(GrossCents + CancelledCents + ReversedCents);
}

/// <summary>One product of the régie, and the budget account its revenue goes to (M57).</summary>
internal sealed record ServiceSum(string Service, string Account, long Cents);
