using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;

namespace ETicket.Treasury.Reconciliation;

/// <summary>A difference a person closed that both sides still have, and the euros it leaves in transit.</summary>
public sealed record GapInTransit(ProviderGapSeen Seen, Money Left);

/// <summary>
/// « En attente d'encaissement » — what the books hold in transit at one account, and why: what the provider's lines come to, transfers to the bank apart; those transfers; what differs and waits for a
/// person; what differs and a person closed; what was not compared yet. <c>provider_transit</c> in the database counts it.
/// </summary>
public sealed record AccountTransit(Money Books, Money AtTheProvider, Money ToTheBank, Money Open, Money Closed)
{
    public bool IsNothing => (Books, AtTheProvider, ToTheBank, Open, Closed) == default;

    /// <summary>« Reste chez le prestataire » — <see cref="ToTheBank"/> is negative where money went there.</summary>
    public Money Left => AtTheProvider + ToTheBank;

    public Money NotCompared => Books - AtTheProvider - Open - Closed;

    /// <summary>What makes <see cref="Closed"/>, the oldest first, whole.</summary>
    public IReadOnlyList<GapInTransit> List { get; init; } = [];

    internal static async Task<IReadOnlyDictionary<(PaymentProvider, string), AccountTransit>> OfAsync(Work work, CancellationToken stop)
    {
        var left = new Dictionary<long, Money>();
        await using (var standing = work.Command("select id, cents from provider_gap_standing where structure_id = $1 and closed and cents <> 0", work.Structure.Value))
        await using (var row = await standing.ExecuteReaderAsync(stop))
        {
            while (await row.ReadAsync(stop))
                left[row.GetInt64(0)] = new Money(row.GetInt64(1));
        }
        var ids = left.Keys.ToList();
        var seen = (await ProviderGapSeen.OfAsync(work, work.Read<ProviderGap>().Where(g => ids.Contains(g.Id)).OrderBy(g => g.Day).ThenBy(g => g.Id), stop))
            .ToLookup(s => (s.Gap.Provider, s.Gap.Account), s => new GapInTransit(s, left[s.Gap.Id]));
        var transits = new Dictionary<(PaymentProvider, string), AccountTransit>();
        await using var command = work.Command("select provider, account, books_cents, provider_cents, bank_cents, open_cents, closed_cents from provider_transit($1)", work.Structure.Value);
        await using var account = await command.ExecuteReaderAsync(stop);
        while (await account.ReadAsync(stop))
        {
            var key = (Enum.Parse<PaymentProvider>(account.GetString(0)), account.GetString(1));
            transits[key] = new(new(account.GetInt64(2)), new(account.GetInt64(3)), new(account.GetInt64(4)), new(account.GetInt64(5)), new(account.GetInt64(6))) { List = [.. seen[key]] };
        }
        return transits;
    }
}
