using System.Globalization;
using System.Text.RegularExpressions;

namespace ETicket.Tresor.Operations;

/// <summary>
/// What a request must be, checked in PayFiP's order: numcli, saisie, mel, refdet, montant, urlnotif, urlredirect.
/// The first fault is the only one told. objet and exer have no public code and are taken as they come.
/// </summary>
internal sealed class RequestRules(IReadOnlyList<TresorClient> clients)
{
    public const long MinimumCents = 100;
    public const long MaximumCents = 9_999_999;
    public const long MaximumRedirectCents = 999_999;
    private const int LongestAddress = 250;
    private const int LongestObject = 100;

    private static readonly Regex MailAddress = new(
        "^[^@\\s,;<>\"]+@[^@\\s,;<>\".]+(\\.[^@\\s,;<>\".]+)+\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>The client of a number. Refuses with T1 (not six digits), T2 (unknown).</summary>
    public TresorClient Known(string? numcli)
    {
        if (numcli is not { Length: 6 } || !numcli.All(char.IsAsciiDigit))
            throw new Anomaly("T1");
        return clients.FirstOrDefault(known => known.Numcli == numcli) ?? throw new Anomaly("T2");
    }

    /// <summary>The client of a number as the web service sees it: refuses besides with T4 (no secure access).</summary>
    public TresorClient Client(string? numcli) => Known(numcli) is { SecureAccess: true } client ? client : throw new Anomaly("T4");

    public PaymentRequest Check(IReadOnlyDictionary<string, string> fields)
    {
        var numcli = Client(fields.GetValueOrDefault("numcli")).Numcli;
        var saisie = fields.GetValueOrDefault("saisie") is "T" or "X" or "W" ? fields["saisie"] : throw new Anomaly("S1");
        var mel = Mel(fields.GetValueOrDefault("mel"));
        var refdet = Refdet(fields.GetValueOrDefault("refdet"));
        var montant = Montant(fields.GetValueOrDefault("montant"), MaximumCents);
        var urlnotif = fields.GetValueOrDefault("urlnotif");
        if (!IsAddress(urlnotif))
            throw new Anomaly("N1");
        var urlredirect = fields.GetValueOrDefault("urlredirect");
        if (!string.IsNullOrEmpty(urlredirect) && !IsAddress(urlredirect))
            throw new Anomaly("D1");
        return new PaymentRequest(
            NullIfEmpty(fields.GetValueOrDefault("exer")), mel, montant, numcli, NullIfEmpty(fields.GetValueOrDefault("objet")), refdet, saisie, urlnotif!,
            NullIfEmpty(urlredirect));
    }

    /// <summary>
    /// The older interface, in the same order and under the same codes; urlcl is its urlnotif, and it has no urlredirect. A wrong exer or objet has no public
    /// code: EXER and OBJET are ours.
    /// </summary>
    public PaymentRequest CheckRedirect(IReadOnlyDictionary<string, string> fields)
    {
        var numcli = Known(fields.GetValueOrDefault("numcli")).Numcli;
        var saisie = fields.GetValueOrDefault("saisie") is "T" or "X" or "A" or "M" ? fields["saisie"] : throw new Anomaly("S1");
        var mel = Mel(fields.GetValueOrDefault("mel"));
        var refdet = Refdet(fields.GetValueOrDefault("refdet"));
        var montant = Montant(fields.GetValueOrDefault("montant"), MaximumRedirectCents);
        var urlcl = fields.GetValueOrDefault("urlcl");
        if (!IsAddress(urlcl))
            throw new Anomaly("N1");
        var exer = NullIfEmpty(fields.GetValueOrDefault("exer"));
        if (exer is not null && (exer.Length != 4 || !exer.All(char.IsAsciiDigit)))
            throw new Anomaly("EXER");
        var objet = NullIfEmpty(fields.GetValueOrDefault("objet"));
        if (objet is not null && (objet.Length >= LongestObject || !objet.All(c => char.IsAsciiLetterOrDigit(c) || c == ' ')))
            throw new Anomaly("OBJET");
        return new PaymentRequest(exer, mel, montant, numcli, objet, refdet, saisie, urlcl!, null) { ByRedirect = true };
    }

    /// <summary>Refuses with A1 (missing) and A2 (not an address of 6 to 80 characters).</summary>
    public static string Mel(string? mel)
    {
        if (string.IsNullOrWhiteSpace(mel))
            throw new Anomaly("A1");
        return mel.Length is >= 6 and <= 80 && MailAddress.IsMatch(mel) ? mel : throw new Anomaly("A2");
    }

    private static string Refdet(string? refdet) =>
        refdet is { Length: >= 6 and <= 30 } && refdet.All(char.IsAsciiLetterOrDigit) ? refdet : throw new Anomaly("R3");

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Montant(string? montant, long most)
    {
        if (string.IsNullOrEmpty(montant) || !montant.All(char.IsAsciiDigit))
            throw new Anomaly("M1");
        // More digits than a long can hold is far over the limit, not a wrong format.
        var cents = long.TryParse(montant, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : long.MaxValue;
        if (cents < MinimumCents)
            throw new Anomaly("M3");
        return cents <= most ? montant : throw new Anomaly("M5");
    }

    private static bool IsAddress(string? address) =>
        address is { Length: > 0 and <= LongestAddress }
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.IdnHost.Length > 0
        && uri.UserInfo.Length == 0;
}
