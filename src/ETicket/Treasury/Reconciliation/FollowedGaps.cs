using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Reconciliation;

/// <summary>
/// « Suivi des écarts » — what stood between the two sides of an account, beside what stands now. Nothing that was written of a difference is changed: figures that change are a
/// new one, which follows the first.
/// </summary>
internal static class FollowedGaps
{
    /// <summary>One night at a time follows an account, in the caller's transaction: two would each raise what the other does.</summary>
    public static async Task HoldAsync(Work work, BooksAccount account, CancellationToken stop)
    {
        await using var hold = work.Command("select pg_advisory_xact_lock(hashtextextended($1, 0))", $"{account.Structure} {account.Provider} {account.Account}");
        await hold.ExecuteNonQueryAsync(stop);
    }

    /// <summary>
    /// Raises what is new, in the caller's transaction which holds the account. What is said with other figures is raised again after the first, and so is what a person had closed.
    /// Closes by itself what neither <paramref name="now"/> nor <paramref name="later"/> says any more: a fact whose other side is not compared yet stays open. With
    /// <paramref name="day"/>, of the lines of that day told otherwise than before; without it, of everything else.
    /// </summary>
    /// <param name="work">The caller's transaction.</param>
    /// <param name="account">The account.</param>
    /// <param name="day">The day read, or null.</param>
    /// <param name="now">What does not meet, on days both sides have told.</param>
    /// <param name="later">What does not meet either, on days one side may still tell more of.</param>
    /// <param name="stop">Cancellation.</param>
    public static async Task FollowAsync(
        Work work, BooksAccount account, DateOnly? day, IReadOnlyList<Unmatched> now, IReadOnlyList<Unmatched> later, CancellationToken stop)
    {
        var left = (await StandingAsync(work, account, day, stop)).ToDictionary(g => (g.Kind, g.Subject));
        var (raised, closed, gone) = (new List<(Unmatched Said, long? Follows)>(), new List<(long Gap, string Why)>(), new List<long>());
        var fresh = new List<Unmatched>();
        foreach (var said in now)
        {
            if (!left.Remove((said.Kind, said.Subject), out var known))
                fresh.Add(said);
            else if (known.GoneAt is not null || (known.ExpectedCents, known.FoundCents, known.Currency) != (said.Expected, said.Found, said.Currency))
                Raise(said, known);
        }
        foreach (var said in fresh)
        {
            var before = left.Values.FirstOrDefault(g => IsThatFact(g, said) && !later.Any(l => (l.Kind, l.Subject) == (g.Kind, g.Subject)));
            if (before is not null)
                left.Remove((before.Kind, before.Subject));
            Raise(said, before);
        }
        foreach (var gap in left.Values.Where(g => g.GoneAt is null && !later.Any(l => IsAbout(g, l))))
        {
            if (gap.ResolvedAt is null)
                closed.Add((gap.Id, now.Any(n => IsAbout(gap, n)) ? "Met" : "Agreed"));
            else
                gone.Add(gap.Id);
        }
        await WriteAsync(work, account, raised, closed, gone, stop);

        void Raise(Unmatched said, ProviderGap? before)
        {
            raised.Add((said, before?.Id));
            if (before is { ResolvedAt: null })
                closed.Add((before.Id, "Otherwise"));
        }
    }

    /// <summary>Those of which nobody knows that they are over: open, or closed by a person, and followed by none.</summary>
    private static Task<List<ProviderGap>> StandingAsync(Work work, BooksAccount account, DateOnly? day, CancellationToken stop) =>
        work.Read<ProviderGap>()
            .Where(g => g.Provider == account.Provider && g.Account == account.Account && !g.Healed && !work.Read<ProviderGap>().Any(n => n.FollowsId == g.Id))
            .Where(g => day == null ? g.Kind != ProviderGapKind.Changed : g.Kind == ProviderGapKind.Changed && g.Day == day).OrderBy(g => g.Id).ToListAsync(stop);

    /// <summary>The same line, or the same sum of ours, told as a difference of another kind.</summary>
    private static bool IsThatFact(ProviderGap gap, Unmatched said) =>
        gap.Subject == said.Subject || (gap.PaymentId is not null && gap.PaymentId == said.Payment && gap.ExpectedCents is not null && gap.ExpectedCents == said.Expected);

    private static bool IsAbout(ProviderGap gap, Unmatched said) => gap.Subject == said.Subject || (gap.PaymentId is not null && gap.PaymentId == said.Payment);

    private static async Task WriteAsync(
        Work work, BooksAccount account, List<(Unmatched Said, long? Follows)> raised, List<(long Gap, string Why)> closed, List<long> gone, CancellationToken stop)
    {
        await using var close = work.Command(
            """
            with gone as (update provider_gap set gone_at = eticket_now() where structure_id = $1 and id = any($5))
            update provider_gap g set resolved_at = eticket_now(), resolved_by = $4, outcome = x.why, healed = true
            from unnest($2, $3) as x(id, why) where g.structure_id = $1 and g.id = x.id and g.resolved_at is null
            """,
            work.Structure.Value, closed.Select(c => c.Gap).ToArray(), closed.Select(c => Reasons.Say(c.Why)).ToArray(), Reasons.Program, gone.ToArray());
        await close.ExecuteNonQueryAsync(stop);
        await using var raise = work.Command(
            """
            insert into provider_gap (structure_id, provider, account, kind, subject, regie_id, payment_id, day, expected_cents, found_cents, currency, follows_id, seen_at, healed)
            select $1, $2, $3, x.kind, x.subject, x.regie, x.payment, x.day, x.expected, x.found, x.currency, x.follows, eticket_now(), false
            from unnest($4, $5, $6, $7, $8, $9, $10, $11, $12) with ordinality as x(kind, subject, regie, payment, day, expected, found, currency, follows, rank)
            order by x.rank
            """,
            work.Structure.Value, account.Provider.ToString(), account.Account, raised.Select(r => r.Said.Kind.ToString()).ToArray(), raised.Select(r => r.Said.Subject).ToArray(),
            raised.Select(r => r.Said.Regie.Value).ToArray(), raised.Select(r => r.Said.Payment?.Value).ToArray(), raised.Select(r => ParisTime.DayOf(r.Said.At)).ToArray(),
            raised.Select(r => r.Said.Expected).ToArray(), raised.Select(r => r.Said.Found).ToArray(), raised.Select(r => r.Said.Currency).ToArray(),
            raised.Select(r => r.Follows).ToArray());
        await raise.ExecuteNonQueryAsync(stop);
    }
}
