using ETicket.Kernel;

namespace ETicket.Payments.Providers;

/// <summary>« Comptes du prestataire » — its own account of our money, for the books: what came, what left, what it kept, what it paid out to the Treasury account.</summary>
public interface IProviderBooks
{
    PaymentProvider Name { get; }

    /// <summary>
    /// « Inscrit à son début » — true where a movement stands on the day it began though it is only told once it is completed: a refund that waits for a bank then appears days back.
    /// </summary>
    bool ListsByBeginning { get; }

    /// <summary>Every movement recorded in the interval [from, until[, the latest first. Throws <see cref="ProviderUnreachable"/> when the provider does not answer: a list cut short is no list.</summary>
    IAsyncEnumerable<ProviderMovement> MovementsAsync(string account, DateTimeOffset from, DateTimeOffset until, CancellationToken stop);

    /// <summary>
    /// The movements one payout is made of, the latest first, itself left out. Where the provider does not say which (PayPal), those since the payout before: their nets add up
    /// to it when the whole balance was paid out. Throws as <see cref="MovementsAsync"/>.
    /// </summary>
    IAsyncEnumerable<ProviderMovement> MovementsOfAsync(string account, ProviderPayout payout, CancellationToken stop);

    /// <summary>« Virements » — the payouts created in the interval [from, until[, the latest first. Throws as <see cref="MovementsAsync"/>.</summary>
    IAsyncEnumerable<ProviderPayout> PayoutsAsync(string account, DateTimeOffset from, DateTimeOffset until, CancellationToken stop);
}

/// <summary>One movement: gross is what the family paid, the fee is the provider's, the net is what is left. Refunds and disputes are negative.</summary>
/// <param name="Kind">In the provider's words: charge, refund, adjustment, payout, stripe_fee…; T0006, T1107… at PayPal</param>
/// <param name="Source">What it comes from: a charge, a refund, a dispute, a payout.</param>
public sealed record ProviderMovement(string Key, string Kind, DateTimeOffset At, DateTimeOffset AvailableAt, Money Gross, Money Fee, Money Net, string Currency, string? Source)
{
    /// <summary>What else it says of its payment: the charge a refund or a dispute is of, our own reference where the provider carries it.</summary>
    public IReadOnlyList<string> About { get; init; } = [];
}

/// <summary>One transfer to our bank account, and its day of arrival there.</summary>
/// <param name="ArrivesOn">Null where the provider does not tell: the bank's own line will.</param>
/// <param name="State">In the provider's words: paid, pending, in_transit, canceled, failed; S or P at PayPal.</param>
public sealed record ProviderPayout(string Key, DateTimeOffset At, DateOnly? ArrivesOn, Money Amount, string Currency, string State);
