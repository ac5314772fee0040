namespace ETicket.Payments.Providers.Stripe;

/// <summary>
/// « Forme de la demande » — what of a request the library writes otherwise than the description it is judged by. That description's version (<see cref="StripeOptions.Version"/>),
/// for the library tells its own; and a form with every request, also one that reads: an empty one. The library brings none where it reads, and names a character set elsewhere.
/// </summary>
internal sealed class StripeWire : DelegatingHandler
{
    private const string VersionHeader = "Stripe-Version";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove(VersionHeader);
        request.Headers.Add(VersionHeader, StripeOptions.Version);
        request.Content ??= new FormUrlEncodedContent([]);
        request.Content.Headers.ContentType?.CharSet = null;
        return base.SendAsync(request, cancellationToken);
    }
}
