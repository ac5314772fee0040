using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Treasury.Papers;
using ETicket.Treasury.Papers.States;
using ETicket.Treasury.Reconciliation;
using ETicket.Treasury.Undo;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.Treasury;

/// <summary>What this module offers to the program.</summary>
public static class TreasuryModule
{
    public static IServiceCollection AddTreasury(this IServiceCollection services) => services
        .AddSingleton<CashDesk>()
        .AddSingleton<Invoices>()
        .AddSingleton<InvoiceRuns>()
        .AddSingleton<IPaymentOutcome>(services => services.GetRequiredService<Invoices>())
        .AddSingleton<Reversals>()
        .AddSingleton<MoneyBack>()
        .AddSingleton<IMoneyBack>(services => services.GetRequiredService<MoneyBack>())
        .AddSingleton<ProviderRefunds>()
        .AddSingleton<UndoDesk>()
        .AddSingleton<ProviderAccountBooks>()
        .AddSingleton<InvoicePapers>()
        .AddSingleton<YearlyCertificates>()
        .AddSingleton<ChildcareCertificates>()
        .AddSingleton<TakingsJournals>()
        .AddSingleton<RemittanceStatements>()
        .AddSingleton<StateDesk>()
        .AddSingleton<TicketStates>()
        .AddSingleton<FamilyBalances>()
        .AddSingleton<DebtorStates>()
        .AddSingleton<FeeStates>()
        .AddSingleton<DormantCredits>();
}
