using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Wallets.Baskets;

/// <summary>
/// « Moyens offerts » — who may take a part of a basket: what the régie's act allows for every product of the part, where an account is open, from the least amount the provider takes.
/// </summary>
internal sealed class ProviderChoice(IEnumerable<IPaymentProvider> providers)
{
    /// <summary>No provider: money on the table has no minimum.</summary>
    public static readonly ProviderChoice Counter = new([]);

    private readonly Dictionary<PaymentProvider, Money> _minimums = providers.ToDictionary(p => p.Name, p => p.Minimum);

    /// <summary>
    /// The provider of each part, in order. A basket of one part is paid where its button says; of several, the button's provider is a wish and another takes what it may not
    /// or cannot take. Refuses a part nobody may take, saying what the family does next, and one too small for all who may.
    /// </summary>
    public async Task<IReadOnlyList<PaymentProvider>> OfAsync(Work work, Basket basket, IReadOnlyList<BasketPart> parts, DateOnly today, CancellationToken stop)
    {
        // What another book took over was paid by is what its act allowed; what is to be paid must also be open at the provider.
        if (basket is not { Means: null, Reference: null, Provider: not PaymentProvider.Counter })
        {
            await CheckActAsync(work, basket, parts, today, stop);
            return [.. parts.Select(_ => basket.Provider)];
        }
        var offered = await ProviderAccounts.OfferedAsync(work, today, stop);
        return [.. parts.Select(part => Of(part, parts.Count == 1 ? [basket.Provider] : [basket.Provider, .. _minimums.Keys.Order()], offered))];
    }

    /// <summary>Who may take payments for all these products, whatever the amount.</summary>
    public IReadOnlyList<PaymentProvider> Offered(IEnumerable<ServiceId> services, ILookup<ServiceId, PaymentProvider> offered) =>
        [.. services.Distinct().Aggregate(_minimums.Keys.AsEnumerable(), (open, service) => open.Intersect(offered[service])).Order()];

    public bool Takes(PaymentProvider provider, Money amount) => _minimums.TryGetValue(provider, out var minimum) && amount >= minimum;

    private PaymentProvider Of(BasketPart part, IEnumerable<PaymentProvider> wished, ILookup<ServiceId, PaymentProvider> offered)
    {
        var open = wished.Distinct().Where(p => part.Services.All(s => offered[s].Contains(p))).ToList();
        if (open.Count == 0)
            throw NotTaken(part, offered);
        foreach (var provider in open)
        {
            if (part.Amount >= MinimumOf(provider))
                return provider;
        }
        throw TooSmall(part, open.Min(MinimumOf));
    }

    /// <summary>What the family does next: press another button, buy the products apart, or pay one of them at the counter.</summary>
    private Refusal NotTaken(BasketPart part, ILookup<ServiceId, PaymentProvider> offered)
    {
        if (part.Lines.FirstOrDefault(l => Offered([l.Line.ServiceId], offered).Count == 0) is { } never)
            return new PaidOnTheSpotOnly(never.Service);
        var products = part.Lines.Select(l => l.Service).Distinct().ToList();
        return Offered(part.Services, offered) is { Count: > 0 } takers
            ? new OtherMeansOnly(string.Join(", ", products), string.Join(", ", takers.SelectMany(p => p.Means()).Select(m => m.InWords())))
            : new NoMeansForAll(string.Join(", ", products));
    }

    public Money MinimumOf(PaymentProvider provider) => _minimums.GetValueOrDefault(provider, Money.Zero);

    /// <summary>What is missing, and the tickets of the part that reach it for the least.</summary>
    private static Refusal TooSmall(BasketPart part, Money minimum)
    {
        var missing = minimum - part.Amount;
        var more = part.Lines.Where(l => l.Line.TicketTypeId is not null)
            .Select(l => (l.Name, Count: (missing.Cents + l.Line.UnitPrice.Cents - 1) / l.Line.UnitPrice.Cents, l.Line.UnitPrice))
            .OrderBy(m => m.Count * m.UnitPrice.Cents).ThenBy(m => m.Count).ToList();
        return more.Count == 0
            ? new InvoiceTooSmall(part.RegieName, part.Amount, minimum, missing)
            : new AmountTooSmall(part.RegieName, part.Amount, minimum, missing, French.Tickets(more[0].Count), more[0].Name);
    }

    private static async Task CheckActAsync(Work work, Basket basket, IReadOnlyList<BasketPart> parts, DateOnly today, CancellationToken stop)
    {
        IReadOnlyList<PaymentMeans> wanted = basket.Means is { } means ? [means] : basket.Provider.Means();
        var allowed = await work.Read<AllowedMeans>().Where(AllowedMeans.On(today)).ToListAsync(stop);
        foreach (var line in parts.SelectMany(p => p.Lines))
        {
            if (!allowed.Any(m => m.ServiceId == line.Line.ServiceId && wanted.Contains(m.Means)))
                throw new MeansNotAllowed(line.Service);
        }
    }
}
