using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Asking;
using ETicket.Payments.Providers;

namespace ETicket.Wallets.Baskets;

/// <summary>« Moyens proposés » — what a payer is shown, at that instant, for a part that brought no money yet: each button shown is one <see cref="Retries"/> takes.</summary>
/// <param name="Payment">The payment that counts for the part.</param>
/// <param name="Offered">Who may take the part (<see cref="PartToPay"/>).</param>
/// <param name="Now">UTC instant.</param>
/// <param name="TurnedBack">The payer is back from Stripe or PayPal without having paid, as far as his browser tells (<see cref="PayerReturn"/>).</param>
public sealed record WaysToPay(Payment Payment, IReadOnlyList<PaymentProvider> Offered, DateTimeOffset Now, bool TurnedBack = false)
{
    /// <summary>
    /// Whose buttons, the one where it is being paid first. While it is open at a provider, the others come once its payer had twenty minutes there, or turned back. Prepared on an earlier day,
    /// only what is still open: prices are those of the day one pays.
    /// </summary>
    public IReadOnlyList<PaymentProvider> Buttons =>
        IsOpen && (IsOfAnotherDay || !MayLeave) ? [Payment.Provider]
        : IsOfAnotherDay ? []
        : [.. Offered.Append(Payment.Provider).Distinct().Where(p => Offered.Contains(p) || IsOpen).OrderByDescending(p => p == Payment.Provider)];

    /// <summary>
    /// « Un autre paiement, à partir de » — PayFiP opens the page of an operation once, within fifteen minutes: whoever takes it up again may be shown an error there, and from
    /// then on another operation may be opened. Null where the provider shows its page as often as it is asked, or where another operation may be opened at once.
    /// </summary>
    public DateTimeOffset? AnotherFrom => Payment switch
    {
        { Provider: PaymentProvider.PayFip } when IsOpen => UnpaidInvoices.Later(End, Now.AddMinutes(5)),
        _ when IsResumed(Payment, Now) => End,
        _ => null,
    };

    /// <summary>« Un autre moyen, à partir de » — its payer may be paying at Stripe or PayPal; null once another means is shown, and where there is none.</summary>
    public DateTimeOffset? OthersFrom => IsOpen && !MayLeave && !IsOfAnotherDay && Payment.Provider is not PaymentProvider.PayFip && Offered.Any(p => p != Payment.Provider) ? End : null;

    /// <summary>Prepared on an earlier Paris day.</summary>
    public bool IsOfAnotherDay => ParisTime.DayOf(Payment.CreatedAt) < ParisTime.DayOf(Now);

    /// <summary>« En cours » — open at its provider; not where what came is not ours, and a person has seen to it.</summary>
    public bool IsOpen => Payment.State is PaymentState.Pending && !OtherMoney.IsOver(Payment);

    /// <summary>« Revenu sans payer » — open still, and its payer turned back; money that came all the same wins over it.</summary>
    public bool IsLeft => TurnedBack && IsOpen && Payment.Provider is not PaymentProvider.PayFip;

    private bool MayLeave => Now >= End || IsLeft;

    private DateTimeOffset End => (Payment.OpenedAt ?? Payment.CreatedAt) + Retries.Between;

    /// <summary>« Reprendre » — the button leads back to the operation that is open at this provider.</summary>
    public bool TakesUp(PaymentProvider provider) => provider == Payment.Provider && (IsOpen || IsResumed(Payment, Now));

    /// <summary>
    /// « Abandonné à l’instant » — PayFiP's operation may still be paid, and it wants twenty minutes before another of the same basket: it is taken up again there. Not where it brought other
    /// money since, which a person has seen to.
    /// </summary>
    public static bool IsResumed(Payment payment, DateTimeOffset now) =>
        payment is { Provider: PaymentProvider.PayFip, State: PaymentState.Cancelled, PayAt: not null, OpenedAt: { } opened, Answer: not ProviderAnswer.Different } && now < opened + Retries.Between;
}
