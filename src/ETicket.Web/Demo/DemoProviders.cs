using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Payments.Providers.Stripe;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ETicket.Web.Demo;

/// <summary>The demonstration commune collects on the first account configured at a provider; on none, it offers none.</summary>
internal sealed class DemoProviders(Database database, ProviderAccounts accounts, IOptions<StripeOptions> stripe)
{
    public async Task EnsureAsync(CancellationToken stop)
    {
        if (stripe.Value.Accounts.Keys.Order(StringComparer.Ordinal).FirstOrDefault() is not { } account)
            return;
        await using var work = await database.BeginAsync(DemoTown.Commune, stop);
        var regie = await work.Read<Regie>().Select(r => r.Id).SingleAsync(stop);
        await accounts.OpenAsync(DemoTown.Commune, regie, PaymentProvider.Stripe, account, stop);
    }
}
