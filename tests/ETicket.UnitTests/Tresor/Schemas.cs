using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using ETicket.Tresor;
using ETicket.Tresor.Contract;

namespace ETicket.UnitTests.Tresor;

/// <summary>Both published generations of the contract, as judges of what goes over the wire.</summary>
internal static class Schemas
{
    private static readonly XmlSchemaSet[] Generations = [Load(PublishedContract.Oldest), Load(PublishedContract.Newest)];

    /// <summary>Every reproach of either generation; an operation the schema does not declare is one.</summary>
    public static IReadOnlyList<string> Reproaches(XElement body)
    {
        var reproaches = new List<string>();
        foreach (var schemas in Generations)
        {
            var document = new XDocument(body);
            if (!schemas.GlobalElements.Contains(new XmlQualifiedName(body.Name.LocalName, body.Name.NamespaceName)))
                reproaches.Add($"{body.Name} is not declared");
            document.Validate(schemas, (_, reproach) => reproaches.Add(reproach.Message));
        }
        return reproaches;
    }

    private static XmlSchemaSet Load(string generation)
    {
        var set = new XmlSchemaSet { XmlResolver = null };
        foreach (var number in new[] { 1, 2, 3 })
        {
            using var reader = XmlReader.Create(new StringReader(Embedded.Text($"Contract/{generation}/PaiementSecuriseService_schema{number}.xsd")));
            set.Add(null, reader);
        }
        set.Compile();
        return set;
    }
}
