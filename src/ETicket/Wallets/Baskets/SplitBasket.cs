using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Asking;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Wallets.Baskets;

/// <summary>
/// « Paiement 1 sur 2 » — one part of a basket: the payment that counts for it, its régie, its lines, who may take it; <paramref name="Held"/> while a person looks at the
/// money of one of its attempts (<see cref="OtherMoney"/>): then nobody may.
/// </summary>
public sealed record PartToPay(int Rank, int Of, Payment Payment, string Regie, IReadOnlyList<PaymentLine> Lines, IReadOnlyList<PaymentProvider> Offered, bool Held);

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
        var held = await OtherMoney.HeldAsync(work, payments.ConvertAll(p => p.Id), stop);
        return
        [
            .. from (Payment Payment, int Index) part in parts.Select((p, i) => (p, i))
               let waits = payments.Any(p => held.Contains(p.Id) && p.RegieId == part.Payment.RegieId && p.Part == part.Payment.Part)
               let takers = _choice.Offered(lines[part.Payment.Id].Select(l => l.ServiceId), offered).Where(provider => _choice.Takes(provider, part.Payment.Amount))
               select new PartToPay(
                   part.Index + 1, parts.Count, part.Payment, names[part.Payment.RegieId], [.. lines[part.Payment.Id]], waits ? [] : [.. takers], waits),
        ];
    }
}
