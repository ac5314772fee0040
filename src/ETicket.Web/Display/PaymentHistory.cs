using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Display;

/// <summary>« Histoire d’un règlement » — each step of its life, and each document that was undone in its turn, which may change no state: its reason then.</summary>
internal static class PaymentHistory
{
    /// <summary>The last notices shown of a payment.</summary>
    private const int MostNotices = 50;

    public static async Task<IReadOnlyList<(DateTimeOffset At, string What, PaymentState? State, string? Why)>> OfAsync(
        Work work, PaymentId payment, IReadOnlyList<UndoneBy> undone, bool byAssociation, CancellationToken stop)
    {
        var steps = await work.Read<PaymentStep>().Where(s => s.PaymentId == payment).OrderBy(s => s.Id).ToListAsync(stop);
        return
        [
            .. steps.Select(s => (s.At, What: Words.Source(s.Source, byAssociation), State: (PaymentState?)s.ToState, Why: (string?)null))
                .Concat(undone.Where(u => !u.Stands).Select(u => (At: u.Lifted!.RecordedAt, What: Words.Say("History_Lifted", u.Document.FullNumber), State: (PaymentState?)null, Why: u.Lifted.Reason)))
                .OrderBy(h => h.At),
        ];
    }

    /// <summary>What its provider sent about it, the last first.</summary>
    public static async Task<IReadOnlyList<Notice>> NoticesAsync(Work work, Payment payment, CancellationToken stop)
    {
        // Addresses stand outside structures: those of this payment, which is this structure's.
        var references = await work.Read<PaymentAddress>()
            .Where(a => a.PaymentId == payment.Id && a.Provider == payment.Provider && (a.ProviderReference == payment.ProviderReference || a.ProviderReference == payment.Reference))
            .Select(a => a.ProviderReference).ToListAsync(stop);
        return await work.Read<Notice>().Where(n => n.Provider == payment.Provider && references.Contains(n.ProviderReference!)).OrderByDescending(n => n.ReceivedAt).Take(MostNotices).ToListAsync(stop);
    }
}
