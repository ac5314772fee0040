using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Persistence;

namespace ETicket.Wallets.Baskets;

/// <summary>Whatever a payment turns out to be paid with, its wallets and accounts are there when it is: the statement that credits creates nothing.</summary>
internal static class PaymentAccounts
{
    public static async Task OpenAsync(
        Work work, FamilyId family, RegieId regie, PaymentProvider provider, PaymentMeans? means, LoginId? agent, IReadOnlyList<NewPaymentLine> lines, CancellationToken stop)
    {
        if (lines.Select(l => l.TicketTypeId).OfType<TicketTypeId>().Distinct().ToList() is { Count: > 0 } types)
            await WalletBook.OpenAsync(work, [.. types.Select(t => (family, t))], stop);
        HashSet<AccountName> accounts = [.. lines.Select(l => AccountName.Due(regie, l.ServiceId))];
        if (means is PaymentMeans.Cash && agent is { } drawer)
            accounts.Add(AccountName.Drawer(regie, drawer));
        else if (means is PaymentMeans.Cheque)
            accounts.Add(AccountName.ChequesInHand(regie));
        else
            accounts.UnionWith((means is { } one ? [one] : provider.Means()).Select(m => AccountName.InTransit(regie, m)));
        await Journal.OpenAccountsAsync(work.Connection, work.Structure, [.. accounts], stop);
    }
}
