using ETicket.Kernel;

namespace ETicket.Treasury.Reconciliation;

/// <summary>One document of ours that money at the provider answers to: the sale's receipt, a refund's, a dispute's, or what won one back. In cents, negative where money left.</summary>
internal sealed record OurFact(PaymentId Payment, RegieId Regie, string Subject, bool IsSale, long Cents, DateTimeOffset At)
{
    /// <summary>The provider may have begun it from then on: its payment was opened.</summary>
    public DateTimeOffset Since { get; init; } = At;
}

/// <summary>One line of the provider's about families' money, and the payment its numbers lead to.</summary>
/// <param name="NamesThePayment">Its source is the payment itself, as PayPal's refunds have it: two such lines may be two facts.</param>
internal sealed record TheirLine(
    PaymentId? Payment, RegieId Regie, string Subject, string Kind, string? Source, bool NamesThePayment, long Cents, string Currency, DateTimeOffset At);

/// <summary>What one side says alone, or both otherwise.</summary>
internal sealed record Unmatched(ProviderGapKind Kind, string Subject, PaymentId? Payment, RegieId Regie, DateTimeOffset At, long? Expected, long? Found, string Currency)
{
    /// <summary>The first instant under which the provider may list it; <see cref="At"/> is the last.</summary>
    public DateTimeOffset Since { get; init; } = At;
}

/// <summary>
/// « Pointage » — our documents and the provider's lines, payment by payment. Equal sums meet first, the nearest in time; lines that undo each other (a hold and its release) are
/// nothing; what is then left of both sides in one direction is the same fact under two amounts; the rest stands alone.
/// </summary>
internal static class Matching
{
    public const string Euro = "EUR";

    public static IReadOnlyList<Unmatched> Of(IEnumerable<OurFact> facts, IEnumerable<TheirLine> lines)
    {
        // Lines that lead to no payment are looked at by what they come from.
        var here = facts.ToLookup(f => f.Payment.ToString());
        var there = lines.ToLookup(l => l.Payment?.ToString() ?? $"? {l.Source ?? l.Subject}");
        return [.. here.Select(g => g.Key).Union(there.Select(g => g.Key)).SelectMany(key => OfOne([.. here[key]], [.. there[key]]))];
    }

    private static IEnumerable<Unmatched> OfOne(List<OurFact> here, List<TheirLine> there)
    {
        var met = Meet(here, there, (fact, line) => fact.Cents == line.Cents && line.Currency == Euro).Select(m => m.Line).ToList();
        Undo(there, line => line.Cents, (one, other) => one.Currency == other.Currency);
        foreach (var (fact, line) in Meet(here, there, (fact, line) => Math.Sign(fact.Cents) == Math.Sign(line.Cents)))
        {
            met.Add(line);
            yield return new(ProviderGapKind.Amount, line.Subject, fact.Payment, fact.Regie, Later(fact.At, line.At), fact.Cents, line.Cents, line.Currency) { Since = fact.Since < line.At ? fact.Since : line.At };
        }
        foreach (var line in there)
        {
            var again = met.Exists(m => Again(m, line));
            yield return new(again ? ProviderGapKind.Twice : ProviderGapKind.ThereOnly, line.Subject, line.Payment, line.Regie, line.At, null, line.Cents, line.Currency);
        }
        // A dispute the provider never took, won since: nothing is missing of it. A sale is always expected.
        var sales = here.Where(f => f.IsSale).ToList();
        here.RemoveAll(f => f.IsSale);
        Undo(here, fact => fact.Cents, (_, _) => true);
        foreach (var fact in sales.Concat(here))
            yield return new(ProviderGapKind.HereOnly, fact.Subject, fact.Payment, fact.Regie, fact.At, fact.Cents, null, Euro) { Since = fact.Since };
    }

    private static bool Again(TheirLine first, TheirLine second) =>
        first.Source is not null && first.Source == second.Source && first.Kind == second.Kind && first.Cents == second.Cents && (second.Cents > 0 || !second.NamesThePayment);

    /// <summary>Takes out of both lists the couples that fit, the nearest in time first.</summary>
    private static List<(OurFact Fact, TheirLine Line)> Meet(List<OurFact> here, List<TheirLine> there, Func<OurFact, TheirLine, bool> fits)
    {
        var couples = from fact in here
                      from line in there
                      where fits(fact, line)
                      orderby (fact.At - line.At).Duration()
                      select (Fact: fact, Line: line);
        var met = new List<(OurFact, TheirLine)>();
        foreach (var couple in couples.ToList())
        {
            if (!here.Contains(couple.Fact) || !there.Contains(couple.Line))
                continue;
            here.Remove(couple.Fact);
            there.Remove(couple.Line);
            met.Add(couple);
        }
        return met;
    }

    /// <summary>Takes out the couples that add up to nothing.</summary>
    private static void Undo<T>(List<T> list, Func<T, long> cents, Func<T, T, bool> alike)
        where T : class
    {
        foreach (var one in list.ToList())
        {
            if (list.Contains(one) && list.Find(other => other != one && cents(other) == -cents(one) && alike(one, other)) is { } other)
            {
                list.Remove(one);
                list.Remove(other);
            }
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
