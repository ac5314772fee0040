using ETicket.Payments.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.Treasury;

/// <summary>What this module offers to the program.</summary>
public static class TreasuryModule
{
    public static IServiceCollection AddTreasury(this IServiceCollection services) => services
        .AddSingleton<CashDesk>()
        .AddSingleton<Reversals>()
        .AddSingleton<MoneyBack>()
        .AddSingleton<IMoneyBack>(services => services.GetRequiredService<MoneyBack>())
        .AddSingleton<ProviderRefunds>()
        .AddSingleton<UndoDesk>();
}
