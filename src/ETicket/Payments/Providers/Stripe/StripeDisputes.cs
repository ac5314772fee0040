using ETicket.Kernel;
using Stripe;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>
/// « Contestations » — money the bank took, perhaps gave again, and perhaps took again after an appeal. A mere question (« warning_… ») takes nothing; an appeal leaves things as its
/// movements say.
/// </summary>
internal static class StripeDisputes
{
    /// <summary>
    /// Each taking, by the movements Stripe lists. Where it lists none its state alone tells; where it says that the money is gone and its movements gave it all again, that taking
    /// is one nobody sees: a person looks (<see cref="TakenBack.Unshown"/>).
    /// </summary>
    public static IEnumerable<(DateTimeOffset? At, TakenBack What)> Of(Dispute dispute)
    {
        if (dispute is not { Status: "needs_response" or "under_review" or "lost" or "appeal_needs_response" or "appeal_under_review" or "won", Id: not null, Amount: > 0 })
            yield break;
        var (opened, won) = (StripeOutcome.Instant(dispute.Created), dispute.Status == "won");
        var takings = Takings.Of(dispute.Id, (dispute.BalanceTransactions ?? []).Where(Moved).Select(m => (AmountOf(dispute, m), StripeOutcome.Instant(m.Created))));
        foreach (var taking in takings)
            yield return (taking.Rank == 1 ? opened : taking.From ?? opened, new TakenBack(taking.Key, taking.Amount, ByTheBank: true, WonBack: won || !taking.Stands));
        if (takings.Count == 0)
            yield return (opened, new TakenBack(dispute.Id, new Money(dispute.Amount), ByTheBank: true, WonBack: won) { Unshown = !won });
        else if (!won && !takings.Any(t => t.Stands))
            yield return (takings[^1].Until ?? opened, new TakenBack(Takings.KeyOf(dispute.Id, takings[^1].Rank + 1), new Money(dispute.Amount), ByTheBank: true, WonBack: false) { Unshown = true });
    }

    /// <summary>The disputed sum itself, not what the bank charges for it.</summary>
    private static bool Moved(BalanceTransaction movement) => movement is { Amount: not 0, ReportingCategory: null or "dispute" or "dispute_reversal" };

    /// <summary>Taken is positive here. An account in another currency tells its own sums: then it is the disputed one each time.</summary>
    private static Money AmountOf(Dispute dispute, BalanceTransaction movement) =>
        movement.Currency == dispute.Currency ? new Money(-movement.Amount) : new Money(movement.Amount < 0 ? dispute.Amount : -dispute.Amount);
}
