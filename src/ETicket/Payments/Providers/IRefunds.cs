using ETicket.Kernel;

namespace ETicket.Payments.Providers;

/// <summary>
/// « Remboursement par le prestataire » — a capability apart, where the régie's act allows it. It moves money and nothing of ours: the mirror is posted when the look-up
/// shows the refund, as for one made on the provider's own pages.
/// </summary>
public interface IRefunds
{
    PaymentProvider Name { get; }

    /// <summary>
    /// Gives back an amount of a payment, whole or in part. The same <paramref name="key"/> again is the same refund, however late: longer than the provider itself keeps keys, its
    /// own list of refunds is looked through first. Never throws for a fault of the provider or the
    /// network: that is <see cref="RefundView.Unknown"/>, to be asked again under the same key.
    /// </summary>
    Task<RefundView> RefundAsync(PaymentOrder order, string providerReference, Money amount, string key, CancellationToken stop);
}

/// <summary>What the provider says of a refund asked for.</summary>
public abstract record RefundView
{
    private RefundView() { }

    /// <summary>Made, or on its way: it bears the provider's own number.</summary>
    public sealed record Made(string Key, Money Amount) : RefundView;

    /// <summary>No, in its own words: more than is left, too old, already given back.</summary>
    public sealed record Refused(string Code, string Label) : RefundView;

    public sealed record Unknown(string Why) : RefundView;
}

/// <summary>
/// « Argent repris » — money that left again after it was received: a refund that was made, or money the bank took back (a dispute), and perhaps gave again.
/// </summary>
/// <param name="Key">The provider's own number (« re_… », « dp_… »): the same however often it is told; what a dispute took again bears its rank (<see cref="Takings"/>).</param>
public sealed record TakenBack(string Key, Money Amount, bool ByTheBank, bool WonBack)
{
    /// <summary>Another number of the provider's for the same money (PayPal lists a dispute it settled as a refund too): told under either, it left once.</summary>
    public string? Twin { get; init; }

    /// <summary>The key a refund was asked under, where the provider tells it: ours, or another's; null for one made on the provider's own pages.</summary>
    public string? Asked { get; init; }

    /// <summary>The provider says that it left, and shows no movement of it: given again once, nobody can tell whether it was taken again.</summary>
    public bool Unshown { get; init; }

    /// <summary>The earliest first, as they would have been told one by one; of the same instant, and without one, by their numbers.</summary>
    public static IReadOnlyList<TakenBack> InOrder(IEnumerable<(DateTimeOffset? At, TakenBack What)> told) =>
        [.. told.OrderBy(t => t.At ?? DateTimeOffset.MaxValue).ThenBy(t => t.What.ByTheBank).ThenBy(t => t.What.Key, StringComparer.Ordinal).Select(t => t.What)];
}

/// <summary>« Argent repris » — posts the mirror of what left again; Treasury's work, which knows how a sale is undone.</summary>
public interface IMoneyBack
{
    /// <summary>
    /// Posts what was not posted yet, once per provider's number however often it is told; answers the payment's state. An amount that is not a whole number of the tickets
    /// still sold posts nothing and waits for a person, as a <see cref="Discrepancy"/>.
    /// </summary>
    Task<PaymentState> PostAsync(StructureId structure, PaymentId payment, IReadOnlyList<TakenBack> back, CancellationToken stop);
}
