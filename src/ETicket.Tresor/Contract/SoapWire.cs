using System.Text;
using System.Xml;
using System.Xml.Linq;
using ETicket.Tresor.Operations;

namespace ETicket.Tresor.Contract;

/// <summary>One call as read: the operation's name and the fields of its arg0.</summary>
internal sealed record SoapCall(string Operation, IReadOnlyDictionary<string, string> Fields);

/// <summary>The exchange itself is malformed: not XML, not SOAP 1.1, not an operation of the service.</summary>
internal sealed class NotACall(string why, Exception? cause = null) : Exception(why, cause);

/// <summary>
/// Reading and writing SOAP 1.1, document/literal: the operation and the fault carry the namespace of the service, everything inside
/// carries none. Lenient in (any order, unknown elements ignored, names case-sensitive), exact out (order of the schema, absent
/// rather than empty). Source: the two published generations of PayFiP's WSDL.
/// </summary>
internal static class SoapWire
{
    public const string ContentType = "text/xml;charset=utf-8";
    public const int LongestMessage = 64 * 1024;
    private const int Deepest = 32;
    private const string Exceptions = "fr.gouv.finances.cp.tpa.webservice.exceptions.";

    public static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";

    public static readonly XNamespace Service =
        "http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/contrat_paiement_securise/PaiementSecuriseService";

    private static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = LongestMessage,
    };

    /// <summary>Reads a call, whatever its SOAPAction and Content-Type. Refuses with <see cref="NotACall"/>.</summary>
    public static async Task<SoapCall> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        var operation = (await LoadAsync(request, stop)).Root is { } root && root.Name == Soap + "Envelope"
            ? root.Element(Soap + "Body")?.Elements().FirstOrDefault()
            : null;
        if (operation is null || operation.Name.Namespace != Service)
            throw new NotACall("No operation of the service in a SOAP 1.1 body.");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in operation.Elements("arg0").Elements().Where(field => field.Name.Namespace == XNamespace.None))
            fields[field.Name.LocalName] = field.Value;
        return new SoapCall(operation.Name.LocalName, fields);
    }

    /// <summary>An answer; the fields must come in the order of the schema, those without value are left out.</summary>
    public static string Answer(string operation, params IEnumerable<(string Name, string? Value)> fields) => Envelope(
        new XElement(
            Service + (operation + "Response"),
            new XAttribute(XNamespace.Xmlns + "ns2", Service.NamespaceName),
            new XElement("return", fields.Where(field => field.Value is not null).Select(field => new XElement(field.Name, field.Value)))));

    public static string FunctionalFault(string code) => Fault("S:Server", "FonctionnelleErreur", code, AnomalyText.Of(code));

    public static string ProtocolFault() => Fault("S:Client", "TechProtocolaireErreur", "999", AnomalyText.Of("protocole"));

    public static string TechnicalFault() => Fault("S:Server", "TechDysfonctionnementErreur", "999", AnomalyText.Of("999"));

    /// <summary>Maintenance: its code was never seen, so that it has none.</summary>
    public static string UnavailableFault() => Fault("S:Server", "TechIndisponibiliteErreur", null, AnomalyText.Of("indisponible"));

    private static string Fault(string faultcode, string kind, string? code, AnomalyText text) => Envelope(
        new XElement(
            Soap + "Fault",
            new XElement("faultcode", faultcode),
            new XElement("faultstring", Exceptions + kind),
            new XElement(
                "detail",
                new XElement(
                    Service + kind,
                    new XAttribute(XNamespace.Xmlns + "ns2", Service.NamespaceName),
                    code is null ? null : new XElement("code", code),
                    new XElement("descriptif", ""),
                    new XElement("libelle", text.Libelle),
                    new XElement("severite", text.Severite)))));

    private static string Envelope(XElement content) =>
        """<?xml version="1.0" encoding="UTF-8"?>"""
        + new XElement(Soap + "Envelope", new XAttribute(XNamespace.Xmlns + "S", Soap.NamespaceName), new XElement(Soap + "Body", content))
            .ToString(SaveOptions.DisableFormatting);

    private static async Task<XDocument> LoadAsync(HttpRequest request, CancellationToken stop)
    {
        try
        {
            using var message = new MemoryStream();
            await request.Body.CopyToAsync(message, stop);
            // A first look at the depth alone: thousands of tags one inside the other take the parser seconds.
            using (var look = Open(request, message))
            {
                while (look.Read())
                {
                    if (look.Depth > Deepest)
                        throw new XmlException($"Deeper than {Deepest} elements.");
                }
            }
            using var reader = Open(request, message);
            return XDocument.Load(reader);
        }
        catch (Exception unreadable) when (unreadable is XmlException or DecoderFallbackException or IOException)
        {
            throw new NotACall(unreadable.Message, unreadable);
        }
    }

    /// <summary>A byte order mark wins over the charset of the transport, which wins over the declaration of the document (RFC 7303 §3).</summary>
    private static XmlReader Open(HttpRequest request, MemoryStream message)
    {
        message.Position = 0;
        return !IsMarked(message) && CharsetOf(request) is { } charset
            ? XmlReader.Create(new StreamReader(message, charset, detectEncodingFromByteOrderMarks: false, leaveOpen: true), Safe)
            : XmlReader.Create(message, Safe);
    }

    private static bool IsMarked(MemoryStream message) =>
        message.GetBuffer().AsSpan(0, (int)Math.Min(message.Length, 3)) is [0xEF, 0xBB, 0xBF] or [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..];

    private static Encoding? CharsetOf(HttpRequest request)
    {
        var charset = request.GetTypedHeaders().ContentType?.Charset.Value?.Trim('"');
        try
        {
            // Bytes that are not of the charset are refused, as an XML parser refuses them: replaced, they would change what is echoed.
            return string.IsNullOrEmpty(charset) ? null : Encoding.GetEncoding(charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            // Nobody's charset, or UTF-7, which is not read for safety's sake.
            return null;
        }
    }
}
