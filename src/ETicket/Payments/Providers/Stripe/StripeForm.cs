namespace ETicket.Payments.Providers.Stripe;

/// <summary>
/// « Formulaire » — by Stripe's description every request brings a form of that very type, also one that reads: an empty one. The library brings none where it reads, and
/// names a character set elsewhere.
/// </summary>
internal sealed class StripeForm : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Content ??= new FormUrlEncodedContent([]);
        request.Content.Headers.ContentType?.CharSet = null;
        return base.SendAsync(request, cancellationToken);
    }
}
