using ETicket.Kernel;
using ETicket.Payments.Providers;

namespace ETicket.Payments;

/// <summary>
/// « Prestataire de paiement » — three verbs: start (where to send the payer), read a notice (authentic or not, and what to go and look at), look up (the truth).
/// A provider touches no database and renders no page; nothing calls it inside a transaction. Refunds are another capability, another type.
/// </summary>
public interface IPaymentProvider
{
    PaymentProvider Name { get; }

    /// <summary>The longest notice it may send us, in bytes.</summary>
    int LongestNotice => 2 * 1024;

    /// <summary>Nobody but the provider can write its notices: one that is none of ours is then worth keeping.</summary>
    bool SignsNotices => false;

    /// <summary>Whether asking again to open the same payment answers the same operation: then a start that nobody knows the end of may be made again.</summary>
    bool StartsOnce => false;

    /// <summary>How long an operation may stay without a result before nothing is expected of it any more.</summary>
    TimeSpan Window => TimeSpan.FromMinutes(20);

    /// <summary>The least it takes at once; what is under it is told before anybody is sent to pay.</summary>
    Money Minimum => new(1);

    /// <summary>
    /// Opens the operation at the provider. Throws <see cref="ProviderRefused"/> when it says no, and <see cref="ProviderUnreachable"/> when nobody knows whether it
    /// was opened: a time-out is unknown, never a failure.
    /// </summary>
    Task<Started> StartAsync(PaymentOrder order, CancellationToken stop);

    /// <summary>
    /// Whether a notification is the provider's, and which payment it speaks of. It proves nothing of the payment: the look-up does. May ask the provider; throws
    /// <see cref="ProviderUnreachable"/> when nobody could tell: the notice is then asked for again.
    /// </summary>
    Task<NoticeReading> ReadNoticeAsync(ProviderRequest request, CancellationToken stop);

    /// <summary>The reference a payer brings back, the provider's or ours; null when there is none. It only tells which page to show.</summary>
    string? ReadReturn(ProviderRequest request);

    /// <summary>
    /// What the provider says now. Never throws for a fault of the provider or the network: that is <see cref="ProviderView.Unknown"/>.
    /// <paramref name="order"/> tells how old the operation is and what we expect.
    /// </summary>
    Task<ProviderView> LookUpAsync(PaymentOrder order, string providerReference, CancellationToken stop);

    /// <summary>
    /// « Fermer » — where its page takes the money by itself, closes one nobody has paid yet, so that another way may be opened; only the look-up tells what came of it. May be asked
    /// again. Throws <see cref="ProviderUnreachable"/> when nobody knows whether it is closed.
    /// </summary>
    Task CloseAsync(PaymentOrder order, string providerReference, CancellationToken stop) => Task.CompletedTask;
}

/// <summary>What a provider needs to know of one payment.</summary>
/// <param name="Reference">Ours (« refdet »), 6 to 30 characters [A-Za-z0-9].</param>
/// <param name="ClientNumber">The régie's number at the provider (« numcli »), six digits.</param>
/// <param name="Mode">T, X or W: « saisie ».</param>
/// <param name="CreatedAt">UTC instant the operation was created.</param>
/// <param name="Account">The public name of our account the régie uses at this provider; its secrets are in the configuration. Null at PayFiP.</param>
/// <param name="MayTake">False once another attempt at the same part brought its money, or an invoice of it was paid: a look-up that would take more takes nothing.</param>
/// <param name="Declined">Asked for already, and refused; the payer has not agreed again since: a look-up that would take it takes nothing.</param>
/// <param name="PaysInvoices">Whether an invoice is among what it pays.</param>
public sealed record PaymentOrder(
    PaymentId Id, string Reference, Money Amount, string Subject, string PayerEmail, int BudgetYear,
    string ClientNumber, char Mode, DateTimeOffset CreatedAt, Uri NotifyAt, Uri ReturnTo, string? Account = null, bool MayTake = true, bool Declined = false, bool PaysInvoices = true);

/// <summary>The provider's own reference (« idOp ») and the page to send the payer to.</summary>
public sealed record Started(string ProviderReference, Uri PayAt);

/// <summary>A notification or a return as it came: method, query, form and body, whatever their spelling.</summary>
public sealed record ProviderRequest(string Method, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Form, string Body)
{
    /// <summary>By name, whatever its case; several of one name are joined by commas.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
    /// <summary>The body byte for byte: what a signature signs.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }
}

/// <summary>« Lecture d'un avis » — what a notification is.</summary>
public abstract record NoticeReading
{
    private NoticeReading() { }
    /// <summary>What is kept of a notice that names people, instead of all of it.</summary>
    public string? Kept { get; init; }

    /// <summary>It speaks of this payment, under the provider's reference or ours. Money may have left again after it was credited: <see cref="EvenCredited"/> asks again. It may tell when the payer agreed to pay.</summary>
    public sealed record About(string ProviderReference) : NoticeReading
    {
        public bool EvenCredited { get; init; }
        public DateTimeOffset? ApprovedAt { get; init; }
    }

    /// <summary>Not the provider's: nothing of it is written, a figure only.</summary>
    public sealed record Forged(string Why) : NoticeReading;

    /// <summary>The provider's, and about nothing of ours: kept, and somebody hears of it.</summary>
    public sealed record NotOurs : NoticeReading;
}

/// <summary>« Ce que dit le prestataire » — its view; ours is <see cref="PaymentState"/>.</summary>
public abstract record ProviderView
{
    private ProviderView() { }

    /// <summary>« Définitif » — the provider's last word about an operation that brought no money: nobody asks again. Only the provider can tell.</summary>
    public bool Final { get; init; }

    /// <summary>
    /// Money received (<see cref="ProviderMeans"/> card) or promised (direct debit): what was paid, under which references. Client number and mode are PayFiP's; null
    /// where the provider has none.
    /// </summary>
    public sealed record Credited(
        Money Amount, PaymentMeans ProviderMeans, bool Promised, string Reference, string? ClientNumber, char? Mode, DateTimeOffset PaidAt, string? Authorisation, string Proof)
        : ProviderView
    {
        /// <summary>ISO code, in capitals.</summary>
        public string Currency { get; init; } = "EUR";

        /// <summary>What the provider compared with its own settings, which our record does not hold: any of them credits nothing.</summary>
        public IReadOnlyList<Difference> Differences { get; init; } = [];

        /// <summary>What left again since, the earliest first.</summary>
        public IReadOnlyList<TakenBack> Back { get; init; } = [];
    }

    /// <summary>Nothing final yet. <paramref name="Idle"/>: nor can anything be taken unless the payer agrees and we then ask for it (<see cref="PaymentOrder.MayTake"/>).</summary>
    public sealed record Pending(bool Idle = false) : ProviderView;

    /// <summary><paramref name="Standing"/>: nothing was asked for this time, a no told before still stands (<see cref="PaymentOrder.Declined"/>).</summary>
    public sealed record Refused(string Proof, bool Standing = false) : ProviderView;

    /// <summary>Abandoned by the payer; may still be paid while the operation lives.</summary>
    public sealed record Cancelled(string Proof) : ProviderView;

    /// <summary>The operation will not be paid any more, as far as the provider knows; <paramref name="Withheld"/>: the payer agreed, we asked for nothing, and that no of ours is kept like one of its own.</summary>
    public sealed record Expired(string Proof, bool Withheld = false) : ProviderView;

    /// <summary>Nobody could tell: time-out, fault, unreadable answer. Ask again later; soon where our own question <paramref name="MayHaveTaken"/> the money.</summary>
    public sealed record Unknown(string Why, bool MayHaveTaken = false) : ProviderView
    {
        /// <summary>How long the provider wants to be left alone by itself after a fault of its own.</summary>
        public TimeSpan Rests { get; init; }
    }
}

/// <summary>« Écart » — a fact that is not what it should be.</summary>
public sealed record Difference(string Field, string Expected, string Found);
