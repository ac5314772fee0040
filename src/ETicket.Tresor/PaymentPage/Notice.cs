using ETicket.Tresor.Control;
using ETicket.Tresor.Operations;

namespace ETicket.Tresor.PaymentPage;

/// <summary>« avis » — what is sent to the client once an operation has a result.</summary>
internal static class Notice
{
    /// <summary>
    /// By the web service: one field naming the operation, nothing of the result. By the older interface: the request echoed and the result, unsigned.
    /// </summary>
    public static HttpRequestMessage Write(Operation operation, Switches switches)
    {
        var fields = Fields(operation, switches.Field).ToList();
        var address = new Uri(operation.Request.Urlnotif);
        var method = switches.Carrier == NotificationCarrier.GetQuery ? HttpMethod.Get : HttpMethod.Post;
        if (switches.Carrier is NotificationCarrier.GetQuery or NotificationCarrier.PostQuery)
        {
            var added = string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
            return new HttpRequestMessage(method, new UriBuilder(address) { Query = address.Query.Length > 1 ? $"{address.Query}&{added}" : added }.Uri);
        }
        var form = new FormUrlEncodedContent(fields);
        if (switches.Carrier == NotificationCarrier.PostUntyped)
            form.Headers.ContentType = null;
        return new HttpRequestMessage(method, address) { Content = form };
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(Operation operation, NotificationField spelling)
    {
        if (!operation.Request.ByRedirect)
            return [new(spelling == NotificationField.CapitalO ? "idOp" : "idop", operation.IdOp)];
        var (asked, outcome) = (operation.Request, operation.Outcome!);
        (string Name, string? Value)[] told =
        [
            ("numcli", asked.Numcli), ("exer", asked.Exer), ("refdet", asked.Refdet), ("objet", asked.Objet), ("montant", asked.Montant), ("mel", asked.Mel),
            ("saisie", asked.Saisie), ("resultrans", outcome.Result.Letter()), ("numauto", outcome.Numauto),
            ("dattrans", ParisClock.Dattrans(outcome.At)), ("heurtrans", ParisClock.Heurtrans(outcome.At)),
        ];
        return told.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!));
    }
}
