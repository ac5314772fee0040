using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Payments.Asking;

/// <summary>« Ce qui a été pris » — what may be said to a payer of a payment that brought us nothing.</summary>
public enum Taken
{
    /// <summary>Its provider says so itself, or nobody was ever sent to pay.</summary>
    Nothing,
    /// <summary>Nobody was asked, nobody answered, or no result was known: it may still turn out paid.</summary>
    NothingWeKnowOf,
    /// <summary>Money came that is not what was asked for: a person looks, and nobody pays it again meanwhile.</summary>
    WithAPerson,
    /// <summary>It came, and a person said what was done about it.</summary>
    SeenByAPerson,
}

/// <summary>« Ordres de prélèvement » — credited at once, and taken by the bank days later.</summary>
public static class DebitOrders
{
    /// <summary>The bank takes it within these days; an older one it should have taken.</summary>
    private const int Days = 10;

    /// <summary>« Débité dans quelques jours » — the order is young enough for that.</summary>
    public static bool IsToBeDebited(Payment payment, DateTimeOffset now) => payment.State is PaymentState.Promised && now < (payment.ProviderAt ?? payment.CreatedAt).AddDays(Days);
}

/// <summary>« Argent différent » — payments whose provider told of money that is not ours to credit (<see cref="Discrepancy"/>).</summary>
public static class OtherMoney
{
    /// <summary>
    /// « Débité ? » — what was taken of a payment that brought nothing; <paramref name="held"/> where it, or another attempt at its part, is <see cref="HeldAsync">held</see>.
    /// </summary>
    public static Taken TakenOf(Payment payment, bool held) => payment switch
    {
        _ when held => Taken.WithAPerson,
        { Answer: ProviderAnswer.Different } => Taken.SeenByAPerson,
        { PayAt: null } => Taken.Nothing,
        // PayPal keeps the order approved: its payer may agree again, and then it is captured.
        { Answer: ProviderAnswer.Refused, Provider: PaymentProvider.PayPal, NextAskAt: not null } => Taken.NothingWeKnowOf,
        { Answer: ProviderAnswer.Refused } => Taken.Nothing,
        // Abandoned is not the last word as long as the page to pay may be come back to (PayFiP: A, then P on the same operation).
        { Answer: ProviderAnswer.Cancelled or ProviderAnswer.Expired, NextAskAt: null } => Taken.Nothing,
        _ => Taken.NothingWeKnowOf,
    };

    /// <summary>
    /// « Terminé pour le payeur » — still open here, though it brought other money than ours: once no discrepancy of it is left (ask <see cref="RefuseHeldAsync"/> first), it keeps nobody from paying another way.
    /// </summary>
    public static bool IsOver(Payment payment) => payment is { State: PaymentState.Pending or PaymentState.Unknown, Answer: ProviderAnswer.Different };

    /// <summary>« Retenus » — those of the payments that brought nothing so far, and whose money a person still has to look at.</summary>
    public static async Task<IReadOnlySet<PaymentId>> HeldAsync(Work work, IReadOnlyCollection<PaymentId> payments, CancellationToken stop) =>
        (await (from p in work.Read<Payment>()
                where payments.Contains(p.Id)
                    && p.State != PaymentState.Paid && p.State != PaymentState.Promised && p.State != PaymentState.Refunded && p.State != PaymentState.ChargedBack
                    && work.Db.Set<Discrepancy>().Any(d => d.PaymentId == p.Id && d.ResolvedAt == null)
                select p.Id).ToListAsync(stop)).ToHashSet();

    /// <summary>Refuses to have any of them paid again with <see cref="MoneyBeingLookedAt"/>, to an agent <see cref="MoneyBeingLookedAtHere"/>, while one is held.</summary>
    public static async Task RefuseHeldAsync(Work work, IReadOnlyCollection<PaymentId> payments, CancellationToken stop, bool atCounter = false)
    {
        if ((await HeldAsync(work, payments, stop)).Count > 0)
            throw atCounter ? new MoneyBeingLookedAtHere() : new MoneyBeingLookedAt();
    }
}
