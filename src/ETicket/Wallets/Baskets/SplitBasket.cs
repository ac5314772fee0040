using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Wallets.Baskets;

/// <summary>« Paiement 1 sur 2 » — one part of a basket: the payment that counts for it, its régie, its lines, and who may take it.</summary>
public sealed record PartToPay(int Rank, int Of, Payment Payment, string Regie, IReadOnlyList<PaymentLine> Lines, IReadOnlyList<PaymentProvider> Offered);

/// <summary>« Panier » — its parts as the family sees them.</summary>
public sealed class SplitBasket(IEnumerable<IPaymentProvider> providers)
{
    private readonly ProviderChoice _choice = new(providers);

    /// <summary>The parts in the order they were prepared; none where the basket is unknown or another family's.</summary>
    public async Task<IReadOnlyList<PartToPay>> PartsAsync(Work work, FamilyId family, Guid key, DateOnly today, CancellationToken stop)
    {
        var payments = await work.Read<Payment>().Where(p => p.BasketId == key && p.FamilyId == family).ToListAsync(stop);
        var parts = BasketRepeats.Standing(payments);
        var (ids, regies) = (parts.Select(p => p.Id).ToList(), parts.Select(p => p.RegieId).ToList());
        var names = await work.Read<Regie>().Where(r => regies.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.Name, stop);
        var lines = (await work.Read<PaymentLine>().Where(l => ids.Contains(l.PaymentId)).OrderBy(l => l.Line).ToListAsync(stop)).ToLookup(l => l.PaymentId);
        var offered = await ProviderAccounts.OfferedAsync(work, today, stop);
        return [.. parts.Select((p, i) => new PartToPay(
            i + 1, parts.Count, p, names[p.RegieId], [.. lines[p.Id]],
            [.. _choice.Offered(lines[p.Id].Select(l => l.ServiceId), offered).Where(provider => _choice.Takes(provider, p.Amount))]))];
    }
}
