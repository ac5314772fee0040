using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ETicket.Payments.Providers.PayPal;

/// <summary>« Sceau » — the five headers a webhook is signed by, in the shapes PayPal's own description gives them.</summary>
internal sealed partial record PayPalSeal(string Algorithm, Uri Certificate, string Id, string Signature, string Time, DateTimeOffset SentAt)
{
    private const int LongestAddress = 500;

    /// <summary>Null when one is missing or is not of its shape.</summary>
    public static PayPalSeal? Of(ProviderRequest request)
    {
        var algorithm = request.Headers.GetValueOrDefault("PAYPAL-AUTH-ALGO") ?? "";
        var address = request.Headers.GetValueOrDefault("PAYPAL-CERT-URL") ?? "";
        var id = request.Headers.GetValueOrDefault("PAYPAL-TRANSMISSION-ID") ?? "";
        var signature = request.Headers.GetValueOrDefault("PAYPAL-TRANSMISSION-SIG") ?? "";
        var time = request.Headers.GetValueOrDefault("PAYPAL-TRANSMISSION-TIME") ?? "";
        return AlgorithmShape().IsMatch(algorithm) && IdShape().IsMatch(id) && SignatureShape().IsMatch(signature)
            && address.Length <= LongestAddress && Uri.TryCreate(address, UriKind.Absolute, out var certificate)
            && TimeShape().IsMatch(time) && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var sentAt)
            ? new PayPalSeal(algorithm, certificate, id, signature, time, sentAt)
            : null;
    }

    /// <summary>On PayPal's own site, in https, and on the side the account is on: the sandbox certifies nothing of a live account.</summary>
    public bool IsCertifiedBy(bool live) =>
        Certificate.Scheme == Uri.UriSchemeHttps && Certificate.IsDefaultPort && Certificate.UserInfo.Length == 0
        && Certificate.IdnHost.EndsWith(".paypal.com", StringComparison.OrdinalIgnoreCase)
        && !(live && Certificate.IdnHost.Contains("sandbox", StringComparison.OrdinalIgnoreCase));

    /// <summary>What PayPal is asked, the event spliced in byte for byte: read and written again, it would no longer be what was signed.</summary>
    public byte[] Envelope(string webhookId, ReadOnlyMemory<byte> notice)
    {
        using var written = new MemoryStream();
        using (var writer = new Utf8JsonWriter(written))
        {
            writer.WriteStartObject();
            writer.WriteString("auth_algo", Algorithm);
            writer.WriteString("cert_url", Certificate.OriginalString);
            writer.WriteString("transmission_id", Id);
            writer.WriteString("transmission_sig", Signature);
            writer.WriteString("transmission_time", Time);
            writer.WriteString("webhook_id", webhookId);
            writer.WritePropertyName("webhook_event");
            writer.WriteRawValue(notice.Span);
            writer.WriteEndObject();
        }
        return written.ToArray();
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9]{1,100}\z", RegexOptions.CultureInvariant, 200)]
    private static partial Regex AlgorithmShape();

    [GeneratedRegex(@"\A(?!\d+\z)[\w-]{2,50}\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript, 200)]
    private static partial Regex IdShape();

    [GeneratedRegex(@"\A(?!\d+\z)[A-Za-z0-9+/=_-]{3,500}\z", RegexOptions.CultureInvariant, 200)]
    private static partial Regex SignatureShape();

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript, 200)]
    private static partial Regex TimeShape();
}
