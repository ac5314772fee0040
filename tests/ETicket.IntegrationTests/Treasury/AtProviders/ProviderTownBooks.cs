using ETicket.Treasury.Reconciliation;

namespace ETicket.IntegrationTests.Treasury.AtProviders;

/// <summary>What the books of the town say, in short sentences.</summary>
internal static class ProviderTownBooks
{
    /// <summary>« ThereOnly  1234 EUR »: the differences that wait for a person, sorted.</summary>
    public static Task<IReadOnlyList<string>> GapsAsync(this ProviderTown town) => town.Books.ListAsync(
        town.Town.Structure,
        "select concat_ws(' ', kind, coalesce(expected_cents::text, '-'), coalesce(found_cents::text, '-'), currency) from provider_gap where resolved_at is null order by 1", r => r.GetString(0));

    /// <summary>Those that are closed: kind, who closed it, what was done.</summary>
    public static Task<IReadOnlyList<string>> ClosedAsync(this ProviderTown town) => town.Books.ListAsync(
        town.Town.Structure, "select concat_ws(' ', kind, resolved_by, outcome) from provider_gap where resolved_at is not null order by resolved_at, 1", r => r.GetString(0));

    public static async Task ResolvesAsync(this ProviderTown town, ProviderGapKind kind, string outcome, long? found = null)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Town.Structure, CancellationToken.None);
        var seen = Assert.Single(await ProviderGaps.OpenAsync(work, CancellationToken.None), g => g.Gap.Kind == kind && (found is null || g.Gap.FoundCents == found));
        await ProviderGaps.ResolveAsync(town.Books.Database, town.Town.Structure, seen.Gap.Id, outcome, "Dominique", CancellationToken.None);
    }

    /// <summary>What rings for the accounts at the providers; letters that wait are another story.</summary>
    public static async Task<IReadOnlyList<string>> AlarmsAsync(this ProviderTown town) =>
        [.. (await town.Books.AlarmsAsync()).Select(a => a.Code).Where(code => code.StartsWith('B'))];

    /// <summary>Debits less credits of every account of a kind, in cents.</summary>
    public static Task<long> BalanceAsync(this ProviderTown town, string kind) => town.Books.AskAsync<long>(
        "select coalesce(sum(case when a.id = t.debit_id then t.cents else -t.cents end), 0)::bigint from account a join transfer t on a.id in (t.debit_id, t.credit_id) where a.kind = $1", kind);

    /// <summary>Everything of ours that reading a provider's account must leave as it is: payments, receipts, wallets, and every entry that is no fee.</summary>
    public static Task<string> OursAsync(this ProviderTown town) => town.Books.AskAsync<string>(
        """
        select md5(string_agg(x.said, '|' order by x.said)) from (
          select 'payment ' || p::text as said from payment p
          union all select 'receipt ' || r::text from receipt r
          union all select 'line ' || l::text from receipt_line l
          union all select 'wallet ' || w::text from wallet w
          union all select 'letter ' || o.id from outbox_letter o
          union all select 'entry ' || t::text from transfer t join entry e on e.id = t.entry_id where e.kind <> 'BankLine') x
        """);

    /// <summary>The entries of fees: their references, sorted.</summary>
    public static Task<string[]> FeesAsync(this ProviderTown town) => town.Books.AskAsync<string[]>(
        "select coalesce(array_agg(reference order by reference collate \"C\"), '{}') from entry where kind = 'BankLine'");
}
