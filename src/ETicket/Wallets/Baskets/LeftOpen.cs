using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;

namespace ETicket.Wallets.Baskets;

/// <summary>
/// « Paiements laissés » — a payment opened at a provider and left keeps nobody from paying another way: before the other way is opened, its provider is asked, outside any transaction, to
/// close it (Stripe), or whether it could take money by itself (PayPal takes none before we do). Should it turn out paid, it is credited, and that is what is told.
/// </summary>
public sealed class LeftOpen(Database database, IEnumerable<IPaymentProvider> providers, Settlements settlements, PortalAddress portal)
{
    private readonly Dictionary<PaymentProvider, IPaymentProvider> _providers = providers.ToDictionary(p => p.Name);
    private readonly PaymentReader _reader = new(database, portal);

    /// <summary>
    /// Does it; where it is refused because of a payment that was left (<see cref="IWaitsFor"/>), sees to that one and does it again. <paramref name="act"/> is given those that take nothing
    /// any more by themselves: it is the judge, in its own transaction, of what still waits. Each payment is asked about once; what it still waits for is then refused as it was.
    /// </summary>
    public async Task<T> AsideAsync<T>(StructureId structure, Func<IReadOnlySet<PaymentId>, Task<T>> act, CancellationToken stop)
    {
        HashSet<PaymentId> asked = [], idle = [];
        while (true)
        {
            PaymentId left;
            try
            {
                return await act(idle);
            }
            catch (Refusal refusal) when (refusal is IWaitsFor { Left: { } waits } && asked.Add(waits))
            {
                left = waits;
            }
            if (await IsIdleAsync(structure, left, stop))
                idle.Add(left);
        }
    }

    /// <summary>Whether nothing comes of it any more unless we ask for it. Closed or paid meanwhile, it is no longer pending, and waits for nobody's judgement.</summary>
    private async Task<bool> IsIdleAsync(StructureId structure, PaymentId id, CancellationToken stop)
    {
        var (payment, order) = await _reader.FindAsync(structure, id, stop);
        if (payment.ProviderReference is not { } reference || !_providers.TryGetValue(payment.Provider, out var provider))
            return false;
        try
        {
            // What was begun is ended, though its payer left: the provider has it.
            await provider.CloseAsync(order, reference, CancellationToken.None);
        }
        catch (ProviderUnreachable)
        {
            return false;
        }
        var (_, said) = await Conflicts.ReplayAsync(() => settlements.AskAsync(structure, id, "left", CancellationToken.None), CancellationToken.None);
        return said is ProviderView.Pending { Idle: true };
    }
}

/// <summary>« Attend un paiement » — a refusal that may end once the provider of that payment is asked; null where only time does.</summary>
public interface IWaitsFor
{
    PaymentId? Left { get; }
}
