using System.Xml;
using System.Xml.Linq;

namespace ETicket.Payments.Providers.PayFip;

/// <summary>
/// SOAP 1.1 of the contract « PaiementSecuriseService »: written to the letter (XSD order, unqualified children), read with tolerance — children by local
/// name, any order, unknown fields ignored — because proxies and generations differ while the meaning does not.
/// </summary>
internal static class PayFipEnvelope
{
    /// <summary>Fifty times an answer with everything in it, and read in a moment whatever it is made of.</summary>
    public const int MaxBytes = 256 * 1024;
    private const int Deepest = 32;
    private const int Widest = 64;

    public static readonly XNamespace Service =
        "http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/contrat_paiement_securise/PaiementSecuriseService";

    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";

    // No DTD at all: neither an entity that reads a file nor one that grows.
    private static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
    };

    /// <summary>The fields must come in the XSD's order; null ones are left out, as the schema allows.</summary>
    public static string Write(string operation, params (string Name, string? Value)[] fields)
    {
        var arguments = fields.Where(field => field.Value is not null).Select(field => new XElement(field.Name, field.Value));
        var envelope = new XElement(
            Soap + "Envelope",
            new XAttribute(XNamespace.Xmlns + "soapenv", Soap.NamespaceName),
            new XElement(
                Soap + "Body",
                new XElement(Service + operation, new XAttribute(XNamespace.Xmlns + "pai", Service.NamespaceName), new XElement("arg0", arguments))));
        return envelope.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>The fields under « return », or the fault. Throws <see cref="XmlException"/> when it is not well-formed XML, brings a DTD or is a pit.</summary>
    public static PayFipReply<IReadOnlyDictionary<string, string>> Read(MemoryStream answer, string operation, int status)
    {
        RefusePit(answer);
        using var reader = XmlReader.Create(answer, Safe);
        var root = XDocument.Load(reader).Root;
        var said = root?.Name == Soap + "Envelope" ? root.Element(Soap + "Body")?.Elements().FirstOrDefault() : null;
        if (said is null)
            return Unreadable($"HTTP {status}: no SOAP 1.1 body");
        if (said.Name.LocalName == "Fault")
            return ReadFault(said);
        if (said.Name != Service + (operation + "Response") || status is < 200 or > 299)
            return Unreadable($"HTTP {status}: unexpected {said.Name.LocalName}");
        return Child(said, "return") is { } found ? ReadFields(found) : Unreadable($"HTTP {status}: empty {said.Name.LocalName}");
    }

    /// <summary>Depth and attributes alone, before anything is built: a hundred thousand tags one inside the other take the parser minutes.</summary>
    private static void RefusePit(MemoryStream answer)
    {
        using (var look = XmlReader.Create(answer, Safe))
        {
            while (look.Read())
            {
                if (look.Depth > Deepest || look.AttributeCount > Widest)
                    throw new XmlException($"Deeper than {Deepest} elements, or wider than {Widest} attributes.");
            }
        }
        answer.Position = 0;
    }

    private static PayFipReply<IReadOnlyDictionary<string, string>> ReadFault(XElement fault)
    {
        var error = Child(fault, "detail")?.Elements().FirstOrDefault();
        var code = error is null ? "" : Text(error, "code");
        var descriptif = error is null ? "" : Text(error, "descriptif");
        var label = descriptif.Length > 0 || error is null ? descriptif : Text(error, "libelle");
        // The kind is read on the element, never on the class name in faultstring, which not every server writes alike.
        return new PayFipReply<IReadOnlyDictionary<string, string>>.Fault(error?.Name.LocalName == "FonctionnelleErreur", code, label);
    }

    private static PayFipReply<IReadOnlyDictionary<string, string>> ReadFields(XElement found)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (var field in found.Elements())
        {
            var value = field.Value.Trim();
            var name = field.Name.LocalName == "idop" ? "idOp" : field.Name.LocalName;
            // Which of two amounts would be the right one? No guess.
            if (value.Length > 0 && !fields.TryAdd(name, value) && fields[name] != value)
                return Unreadable($"two values of {name}");
        }
        return new PayFipReply<IReadOnlyDictionary<string, string>>.Answer(fields);
    }

    private static PayFipReply<IReadOnlyDictionary<string, string>> Unreadable(string why) => new PayFipReply<IReadOnlyDictionary<string, string>>.Nothing(why);

    private static XElement? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    private static string Text(XElement parent, string name) => Child(parent, name)?.Value.Trim() ?? "";
}
