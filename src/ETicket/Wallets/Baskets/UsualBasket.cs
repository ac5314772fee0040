using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Wallets.Baskets;

/// <summary>« Comme la dernière fois » — the tickets of the last purchase of a family that was paid, on line or at the counter. A wish like another: prices are today's.</summary>
internal static class UsualBasket
{
    /// <summary>By ticket and the first name it was bought for, if any, how many; none where nothing was ever bought. Of attempts at one part that both brought money, the last one counts.</summary>
    public static async Task<IReadOnlyDictionary<(TicketTypeId Ticket, string? Child), int>> OfAsync(Work work, FamilyId family, CancellationToken stop)
    {
        var paid = work.Read<Payment>().Where(p => p.FamilyId == family && (p.State == PaymentState.Paid || p.State == PaymentState.Promised));
        var tickets = work.Read<PaymentLine>().Where(l => l.TicketTypeId != null);
        var last = await paid.Where(p => tickets.Any(l => l.PaymentId == p.Id)).OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id).Select(p => (Guid?)p.BasketId).FirstOrDefaultAsync(stop);
        if (last is null)
            return new Dictionary<(TicketTypeId, string?), int>();
        var parts = await paid.Where(p => p.BasketId == last).Select(p => new { p.Id, p.RegieId, p.Part, p.Attempt }).ToListAsync(stop);
        var counted = parts.GroupBy(p => (p.RegieId, p.Part)).Select(part => part.MaxBy(p => p.Attempt)!.Id).ToList();
        var lines = await tickets.Where(l => counted.Contains(l.PaymentId)).Select(l => new { l.TicketTypeId, l.Designation, l.Quantity }).ToListAsync(stop);
        return lines.GroupBy(l => (l.TicketTypeId!.Value, Designations.ChildOf(l.Designation))).ToDictionary(l => l.Key, l => l.Sum(line => line.Quantity));
    }
}
