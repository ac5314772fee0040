using ETicket.Payments;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.Wallets;

/// <summary>What this module offers to the program.</summary>
public static class WalletsModule
{
    public static IServiceCollection AddWallets(this IServiceCollection services) => services
        .AddSingleton<WalletBook>()
        .AddSingleton<TopUps>()
        .AddSingleton<IPaymentOutcome>(p => p.GetRequiredService<TopUps>());
}
