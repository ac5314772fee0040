using ETicket.Access;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Counter;
using ETicket.Persistence;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>« Tolérance demandée » — <paramref name="By"/> is whoever signed in to allow it, never a name that was typed; why stays with the sale.</summary>
public sealed record Tolerance(Agent By, string? Reason);

/// <summary>« Plafond des espèces » — what a régie may take in cash of one sale, and who may let it take more (art. 1680 CGI, DGFiP note of 27 May 2014).</summary>
public static class CashLimit
{
    /// <summary>In cash, for one régie, of a whole sale: cutting it in shares changes nothing. <c>violations</c> P14 says the same, with the day each ceiling began.</summary>
    public static readonly Money Most = new(300_00);

    /// <summary>
    /// Refuses more cash without a tolerance (<see cref="TooMuchCash"/>), one that does not say why (<see cref="ToleranceWithoutReason"/>), or that is not given by somebody who runs the régie
    /// here (<see cref="ToleranceNotYours"/>); else keeps it with each payment in cash. Asked again, it is the tolerance that was kept, or another sale (<see cref="BasketChanged"/>).
    /// Where nothing is over the ceiling there is nothing to tolerate, and nothing is kept.
    /// </summary>
    internal static async Task HoldAsync(Work work, Tolerance? asked, IReadOnlyList<Payment> payments, CancellationToken stop)
    {
        var cash = payments.Where(p => p.Means is PaymentMeans.Cash).ToList();
        var ids = cash.ConvertAll(p => p.Id);
        var kept = await work.Read<CashTolerance>().Where(t => ids.Contains(t.PaymentId)).ToDictionaryAsync(t => t.PaymentId, stop);
        var reason = asked?.Reason?.Trim() ?? "";
        foreach (var (sum, taken) in cash.GroupBy(p => p.RegieId).Select(r => (r.Sum(p => p.Amount), r.ToList())).Where(r => r.Item1 > Most))
        {
            if (kept.TryGetValue(taken[0].Id, out var before))
            {
                if (before.AllowedById != asked?.By.Login || before.Reason != reason)
                    throw new BasketChanged();
                continue;
            }
            if (asked is null)
                throw new TooMuchCash(sum, Most);
            if (reason.Length == 0)
                throw new ToleranceWithoutReason(sum, Most);
            if (!await RunsTheRegieAsync(work, asked.By.Login, stop))
                throw new ToleranceNotYours(sum, Most);
            work.Db.AddRange(taken.Select(p => new CashTolerance
            { StructureId = work.Structure, PaymentId = p.Id, AllowedById = asked.By.Login, AllowedBy = asked.By.Name, Reason = reason, Cash = sum }));
        }
        await work.Db.SaveChangesAsync(stop);
    }

    private static async Task<bool> RunsTheRegieAsync(Work work, LoginId login, CancellationToken stop) =>
        (await work.Read<LoginAccess>().Where(a => a.LoginId == login.Value && a.StructureId == work.Structure && a.EndedAt == null).Select(a => a.Role).ToListAsync(stop))
            .Exists(role => role.RunsTheRegie());
}
