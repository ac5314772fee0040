using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Payments.Providers.PayPal;
using ETicket.Payments.Providers.Stripe;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ETicket.Web.Demo;

/// <summary>The demonstration commune collects on the first account configured at a provider; on none, it offers none.</summary>
internal sealed class DemoProviders(Database database, ProviderAccounts accounts, IOptions<StripeOptions> stripe, IOptions<PayPalOptions> payPal)
{
    public async Task EnsureAsync(CancellationToken stop)
    {
        await OpenAsync(PaymentProvider.Stripe, stripe.Value.Accounts.Keys, stop);
        await OpenAsync(PaymentProvider.PayPal, payPal.Value.Accounts.Keys, stop);
    }

    private async Task OpenAsync(PaymentProvider provider, IEnumerable<string> configured, CancellationToken stop)
    {
        if (configured.Order(StringComparer.Ordinal).FirstOrDefault() is not { } account)
            return;
        await using var work = await database.BeginAsync(DemoTown.Commune, stop);
        var regie = await work.Read<Regie>().Select(r => r.Id).SingleAsync(stop);
        await accounts.OpenAsync(DemoTown.Commune, regie, provider, account, stop);
    }
}
