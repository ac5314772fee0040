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
    private const int LongestAddress = 250;

    private static readonly Regex MailAddress = new(
        "^[^@\\s,;<>\"]+@[^@\\s,;<>\".]+(\\.[^@\\s,;<>\".]+)+\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>The client of a number. Refuses with T1 (not six digits), T2 (unknown), T4 (no secure access).</summary>
    public TresorClient Client(string? numcli)
    {
        if (numcli is not { Length: 6 } || !numcli.All(char.IsAsciiDigit))
            throw new Anomaly("T1");
        var client = clients.FirstOrDefault(known => known.Numcli == numcli) ?? throw new Anomaly("T2");
        return client.SecureAccess ? client : throw new Anomaly("T4");
    }

    public PaymentRequest Check(IReadOnlyDictionary<string, string> fields)
    {
        var numcli = Client(fields.GetValueOrDefault("numcli")).Numcli;
        var saisie = fields.GetValueOrDefault("saisie") is "T" or "X" or "W" ? fields["saisie"] : throw new Anomaly("S1");
        var mel = Mel(fields.GetValueOrDefault("mel"));
        var refdet = fields.GetValueOrDefault("refdet");
        if (refdet is not { Length: >= 6 and <= 30 } || !refdet.All(char.IsAsciiLetterOrDigit))
            throw new Anomaly("R3");
        var montant = Montant(fields.GetValueOrDefault("montant"));
        var urlnotif = fields.GetValueOrDefault("urlnotif");
        if (!IsAddress(urlnotif))
            throw new Anomaly("N1");
        var urlredirect = fields.GetValueOrDefault("urlredirect");
        if (!string.IsNullOrEmpty(urlredirect) && !IsAddress(urlredirect))
            throw new Anomaly("D1");
        return new PaymentRequest(
            fields.GetValueOrDefault("exer"), mel, montant, numcli, fields.GetValueOrDefault("objet"), refdet, saisie, urlnotif!,
            string.IsNullOrEmpty(urlredirect) ? null : urlredirect);
    }

    /// <summary>Refuses with A1 (missing) and A2 (not an address of 6 to 80 characters).</summary>
    public static string Mel(string? mel)
    {
        if (string.IsNullOrWhiteSpace(mel))
            throw new Anomaly("A1");
        return mel.Length is >= 6 and <= 80 && MailAddress.IsMatch(mel) ? mel : throw new Anomaly("A2");
    }

    private static string Montant(string? montant)
    {
        if (string.IsNullOrEmpty(montant) || !montant.All(char.IsAsciiDigit))
            throw new Anomaly("M1");
        // More digits than a long can hold is far over the limit, not a wrong format.
        var cents = long.TryParse(montant, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : long.MaxValue;
        return cents switch
        {
            < MinimumCents => throw new Anomaly("M3"),
            > MaximumCents => throw new Anomaly("M5"),
            _ => montant,
        };
    }

    private static bool IsAddress(string? address) =>
        address is { Length: > 0 and <= LongestAddress }
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.IdnHost.Length > 0
        && uri.UserInfo.Length == 0;
}
