using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Wallets.Baskets;

/// <summary>« Moyens offerts » — the buttons under a choice of products: who may take at least one of them, what each may not, and where a family has to buy apart or pay at the counter.</summary>
/// <param name="NotFor">Of each provider offered, the products others take and it may not.</param>
/// <param name="OnTheSpot">Products nobody takes on line.</param>
/// <param name="Apart">Products of one régie which no provider takes all of: they are bought apart.</param>
public sealed record MeansOnOffer(
    IReadOnlyList<PaymentProvider> Providers, ILookup<PaymentProvider, ServiceId> NotFor, IReadOnlyList<ServiceId> OnTheSpot, IReadOnlyList<ServiceId> Apart)
{
    public static readonly MeansOnOffer None = new([], Array.Empty<(PaymentProvider, ServiceId)>().ToLookup(x => x.Item1, x => x.Item2), [], []);

    /// <summary>What the régies' acts allow that Paris day for these products, where an account is open at one of the <paramref name="known"/> providers.</summary>
    public static async Task<MeansOnOffer> OfAsync(Work work, IReadOnlyCollection<ServiceId> services, IEnumerable<PaymentProvider> known, DateOnly day, CancellationToken stop)
    {
        var open = await ProviderAccounts.OfferedAsync(work, day, stop);
        var takers = services.ToDictionary(s => s, s => open[s].Intersect(known).ToHashSet());
        var regies = await work.Read<RegieService>().Where(s => services.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.RegieId, stop);
        List<PaymentProvider> providers = [.. takers.Values.SelectMany(t => t).Distinct().Order()];
        var notFor = from provider in providers
                     from service in services
                     where takers[service].Count > 0 && !takers[service].Contains(provider)
                     select (provider, service);
        var apart = from regie in services.Where(s => takers[s].Count > 0).GroupBy(s => regies[s])
                    where !providers.Exists(p => regie.All(s => takers[s].Contains(p)))
                    from service in regie
                    select service;
        return new(providers, notFor.ToLookup(x => x.provider, x => x.service), [.. services.Where(s => takers[s].Count == 0)], [.. apart]);
    }
}
