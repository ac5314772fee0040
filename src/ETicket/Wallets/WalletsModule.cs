using ETicket.Payments;
using ETicket.Wallets.Baskets;
using ETicket.Wallets.Papers;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.Wallets;

/// <summary>What this module offers to the program.</summary>
public static class WalletsModule
{
    public static IServiceCollection AddWallets(this IServiceCollection services) => services
        .AddSingleton<WalletBook>()
        .AddSingleton<TopUps>()
        .AddSingleton<LeftOpen>()
        .AddSingleton<Retries>()
        .AddSingleton<SplitBasket>()
        .AddSingleton<TicketStatements>()
        .AddSingleton<IPaymentOutcome>(p => p.GetRequiredService<TopUps>());
}
