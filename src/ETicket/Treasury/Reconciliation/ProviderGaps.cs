using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Reconciliation;

/// <summary>« Écarts avec les prestataires » — written once each while they last; a person says what was done, or they close by themselves. Nothing else of the books moves.</summary>
public static class ProviderGaps
{
    /// <summary>« À traiter » — those nobody dealt with yet, the oldest first.</summary>
    public static async Task<IReadOnlyList<ProviderGapSeen>> OpenAsync(Work work, CancellationToken stop) =>
        await ProviderGapSeen.OfAsync(work, work.Read<ProviderGap>().Where(g => g.ResolvedAt == null).OrderBy(g => g.Day).ThenBy(g => g.Id), stop);

    /// <summary>How many wait for a person.</summary>
    public static Task<int> CountAsync(Work work, CancellationToken stop) => work.Read<ProviderGap>().CountAsync(g => g.ResolvedAt == null, stop);

    /// <summary>« Traités » — the last ones closed, by a person or by themselves, the latest first; at most so many.</summary>
    public static async Task<IReadOnlyList<ProviderGapSeen>> ClosedAsync(Work work, int most, CancellationToken stop) =>
        await ProviderGapSeen.OfAsync(work, work.Read<ProviderGap>().Where(g => g.ResolvedAt != null).OrderByDescending(g => g.ResolvedAt).ThenBy(g => g.Id).Take(most), stop);

    /// <summary>
    /// « Écart traité » — a person says what was done; it leaves the alarms, stays in the file, and is not raised again. One that is closed keeps its first outcome. Refuses a blank
    /// outcome with <see cref="OutcomeMissing"/>.
    /// </summary>
    public static async Task ResolveAsync(Database database, StructureId structure, long gap, string? outcome, string by, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(outcome))
            throw new OutcomeMissing();
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command(
            "update provider_gap set resolved_at = eticket_now(), resolved_by = $3, outcome = $4 where structure_id = $1 and id = $2 and resolved_at is null",
            structure.Value, gap, by, outcome.Trim());
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }

    /// <summary>
    /// What stands between the two sides of an account now, in the caller's transaction: raises what is new, closes what is no more. With <paramref name="day"/>, of the lines of that
    /// day told otherwise than before; without it, of everything else. What a person dealt with stays as it is.
    /// </summary>
    internal static async Task FollowAsync(Work work, BooksAccount account, IReadOnlyList<Unmatched> now, DateOnly? day, CancellationToken stop)
    {
        var (kinds, subjects) = (now.Select(u => u.Kind.ToString()).ToArray(), now.Select(u => u.Subject).ToArray());
        await using var close = work.Command(
            """
            update provider_gap g set resolved_at = eticket_now(), resolved_by = $7, outcome = $8, healed = true
            where g.structure_id = $1 and g.provider = $2 and g.account = $3 and g.resolved_at is null and (g.kind = 'Changed') = ($4::date is not null) and g.day = coalesce($4, g.day)
              and not exists (select from unnest($5, $6) as x(kind, subject) where x.kind = g.kind and x.subject = g.subject)
            """,
            work.Structure.Value, account.Provider.ToString(), account.Account, day, kinds, subjects, Reasons.Program, Reasons.Say("Agreed"));
        close.Parameters[3].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Date;
        await close.ExecuteNonQueryAsync(stop);
        await using var raise = work.Command(
            """
            insert into provider_gap (structure_id, provider, account, kind, subject, regie_id, payment_id, day, expected_cents, found_cents, currency, seen_at, healed)
            select $1, $2, $3, x.kind, x.subject, x.regie, x.payment, x.day, x.expected, x.found, x.currency, eticket_now(), false
            from unnest($4, $5, $6, $7, $8, $9, $10, $11) as x(kind, subject, regie, payment, day, expected, found, currency)
            where not exists (
              select from provider_gap g
              where g.structure_id = $1 and g.provider = $2 and g.account = $3 and g.kind = x.kind and g.subject = x.subject and not g.healed)
            on conflict do nothing
            """,
            work.Structure.Value, account.Provider.ToString(), account.Account, kinds, subjects, now.Select(u => u.Regie.Value).ToArray(), now.Select(u => u.Payment?.Value).ToArray(),
            now.Select(u => ParisTime.DayOf(u.At)).ToArray(), now.Select(u => u.Expected).ToArray(), now.Select(u => u.Found).ToArray(), now.Select(u => u.Currency).ToArray());
        await raise.ExecuteNonQueryAsync(stop);
    }
}
