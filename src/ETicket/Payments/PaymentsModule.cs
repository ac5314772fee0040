using ETicket.Kernel;
using ETicket.Payments.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.Payments;

/// <summary>What this module offers to the program.</summary>
public static class PaymentsModule
{
    public static IServiceCollection AddPayments(this IServiceCollection services) => services
        .AddSingleton<PortalAddress>()
        .AddSingleton<Receipts>()
        .AddSingleton<ProviderAccounts>()
        .AddSingleton<Checkout>()
        .AddSingleton<Settlements>()
        .AddSingleton<Sweep>();
}
