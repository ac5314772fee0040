using ETicket.Kernel;

namespace ETicket.Payments;

/// <summary>
/// « Prestataire de paiement » — three verbs: start (where to send the payer), read a notice (what to go and look at), look up (the truth).
/// A provider touches no database and renders no page; nothing calls it inside a transaction. Refunds are another capability, another type.
/// </summary>
public interface IPaymentProvider
{
    PaymentProvider Name { get; }

    /// <summary>
    /// Opens the operation at the provider. Throws <see cref="ProviderRefused"/> when it says no, and <see cref="ProviderUnreachable"/> when nobody knows whether it
    /// was opened: a time-out is unknown, never a failure.
    /// </summary>
    Task<Started> StartAsync(PaymentOrder order, CancellationToken stop);

    /// <summary>The provider's reference a notification or a return speaks of; null when it is not ours to read. It proves nothing: the look-up does.</summary>
    string? ReadNotice(ProviderRequest request);

    /// <summary>
    /// What the provider says now. Never throws for a fault of the provider or the network: that is <see cref="ProviderView.Unknown"/>.
    /// <paramref name="order"/> tells how old the operation is and what we expect.
    /// </summary>
    Task<ProviderView> LookUpAsync(PaymentOrder order, string providerReference, CancellationToken stop);
}

/// <summary>Where the portal is reached, to tell providers where to notify and return.</summary>
public sealed class PortalAddress
{
    public Uri Public { get; set; } = new("http://localhost:5000");

    public Uri At(string path) => new(Public, path);
}

/// <summary>What a provider needs to know of one payment.</summary>
/// <param name="Reference">Ours (« refdet »), 6 to 30 characters [A-Za-z0-9].</param>
/// <param name="ClientNumber">The régie's number at the provider (« numcli »), six digits.</param>
/// <param name="Mode">T, X or W: « saisie ».</param>
/// <param name="CreatedAt">UTC instant the operation was created.</param>
public sealed record PaymentOrder(
    PaymentId Id, string Reference, Money Amount, string Subject, string PayerEmail, int BudgetYear,
    string ClientNumber, char Mode, DateTimeOffset CreatedAt, Uri NotifyAt, Uri ReturnTo);

/// <summary>The provider's own reference (« idOp ») and the page to send the payer to.</summary>
public sealed record Started(string ProviderReference, Uri PayAt);

/// <summary>A notification or a return as it came: method, query, form and body, whatever their spelling.</summary>
public sealed record ProviderRequest(string Method, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Form, string Body);

/// <summary>« Ce que dit le prestataire » — its view; ours is <see cref="PaymentState"/>.</summary>
public abstract record ProviderView
{
    private ProviderView() { }

    /// <summary>Money received (<see cref="ProviderMeans"/> card) or promised (direct debit): what was paid, under which references.</summary>
    public sealed record Credited(
        Money Amount, PaymentMeans ProviderMeans, bool Promised, string Reference, string ClientNumber, char Mode, DateTimeOffset PaidAt, string? Authorisation, string Proof)
        : ProviderView;

    /// <summary>Nothing final yet.</summary>
    public sealed record Pending : ProviderView;

    public sealed record Refused(string Proof) : ProviderView;

    /// <summary>Abandoned by the payer; may still be paid while the operation lives.</summary>
    public sealed record Cancelled(string Proof) : ProviderView;

    /// <summary>The operation will not be paid any more, as far as the provider knows.</summary>
    public sealed record Expired(string Proof) : ProviderView;

    /// <summary>Nobody could tell: time-out, fault, unreadable answer. Ask again later.</summary>
    public sealed record Unknown(string Why) : ProviderView;
}

/// <summary>The provider refused to open the operation; the code and label are its own.</summary>
public sealed class ProviderRefused(string code, string label) : Exception($"{code} {label}")
{
    public string Code => code;
    public string Label => label;
}

/// <summary>The provider could not be reached or did not answer in time.</summary>
public sealed class ProviderUnreachable(string why, Exception? inner = null) : Exception(why, inner);
