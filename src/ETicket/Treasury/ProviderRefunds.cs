using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>« Remboursement sur la carte » — the provider gives the money back, where the régie's act lets it; the tickets leave with it.</summary>
public sealed class ProviderRefunds(Database database, MoneyBack back, IEnumerable<IRefunds> refunds, PortalAddress portal)
{
    private readonly PaymentReader _payments = new(database, portal);

    /// <summary>
    /// Asks the provider, outside any transaction, for the price of these tickets, then posts their mirror under the provider's own number, for that reason. The same <paramref name="key"/>
    /// again is the same refund, also after an answer that was lost. Refuses what the régie's act does not allow (<see cref="RefundNotAllowed"/>), more than is still sold
    /// (<see cref="MoreThanSold"/>), what the provider refuses (<see cref="RefundRefused"/>), and when it does not answer (<see cref="ProviderSilent"/>): nothing is then
    /// posted, and the look-up finds the refund if it was made.
    /// </summary>
    public async Task<Receipt> RefundAsync(StructureId structure, Guid key, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop, string? reason = null)
    {
        if (taken.Count == 0 || taken.Select(t => t.Line.PaymentId).Distinct().Count() > 1 || taken.Any(t => t.Quantity < 1 || t.Quantity > t.Line.StillSold))
            throw new MoreThanSold(taken.Sum(t => t.Quantity));
        var (payment, order) = await _payments.FindAsync(structure, taken[0].Line.PaymentId, stop);
        if (!await AllowedAsync(structure, payment, stop) || refunds.FirstOrDefault(r => r.Name == payment.Provider) is not { } provider || payment.ProviderReference is not { } reference)
            throw new RefundNotAllowed();
        return await provider.RefundAsync(order, reference, taken.Sum(t => t.Line.UnitPrice * t.Quantity), key.ToString(), stop) switch
        {
            RefundView.Made made => await back.PostAsync(structure, payment.Id, new TakenBack(made.Key, made.Amount, ByTheBank: false, WonBack: false), taken, reason, stop),
            RefundView.Refused no => throw new RefundRefused(no.Label),
            _ => throw new ProviderSilent(),
        };
    }

    /// <summary>Whether <see cref="RefundAsync"/> would ask: the act allows it, and the provider of this payment gives money back.</summary>
    internal async Task<bool> OfferedAsync(StructureId structure, PaymentId id, CancellationToken stop)
    {
        var (payment, _) = await _payments.FindAsync(structure, id, stop);
        return payment.ProviderReference is not null && refunds.Any(r => r.Name == payment.Provider) && await AllowedAsync(structure, payment, stop);
    }

    private async Task<bool> AllowedAsync(StructureId structure, Payment payment, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        return await work.Read<Regie>().AnyAsync(r => r.Id == payment.RegieId && r.RefundsThroughProvider, stop);
    }
}
