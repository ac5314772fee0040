using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace ETicket.UnitTests.Payments.PayFip;

/// <summary>The service's own schemas (2024), as judge of what is sent and of the recorded shapes.</summary>
internal static class Contract
{
    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XmlSchemaSet Schemas = Load();

    /// <summary>What the schemas reproach to the content of the SOAP body; for a fault, to the content of its detail.</summary>
    public static IReadOnlyList<string> Reproaches(string envelope)
    {
        var said = Said(envelope);
        var judged = said.Name == Soap + "Fault" ? said.Element("detail")!.Elements().Single() : said;
        List<string> reproaches = [];
        new XDocument(judged).Validate(Schemas, (_, reproach) => reproaches.Add(reproach.Message));
        return Schemas.GlobalElements.Contains(new XmlQualifiedName(judged.Name.LocalName, judged.Name.NamespaceName))
            ? reproaches
            : [.. reproaches, $"{judged.Name} is no element of the contract"];
    }

    public static XElement Said(string envelope) => XDocument.Parse(envelope).Root!.Element(Soap + "Body")!.Elements().Single();

    private static XmlSchemaSet Load()
    {
        // The first schema imports the two others by file name.
        var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        schemas.Add(null, Path.Combine(Transcript.Folder, "Schemas", "PaiementSecuriseService_schema1.xsd"));
        schemas.Compile();
        return schemas;
    }
}
