using System.Xml.Linq;

namespace ETicket.Tresor.Contract;

/// <summary>
/// The WSDL and its three schemas, both generations, served so that a client needs nothing else: imports and service address point here.
/// </summary>
internal sealed class PublishedContract(TresorOptions options)
{
    public const string Newest = "2024";
    public const string Oldest = "2019";
    private const string Name = "PaiementSecuriseService";

    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/wsdl/soap/";

    /// <summary><c>?wsdl</c>, <c>?xsd=1</c> to <c>3</c>, each with an optional <c>generation</c>; null when there is no such document.</summary>
    public string? Find(HttpRequest request)
    {
        var generation = request.Query["generation"].FirstOrDefault() ?? Newest;
        if (generation is not (Newest or Oldest))
            return null;
        var address = options.AddressFor(request) + SoapEndpoint.Path;
        if (request.Query.ContainsKey("wsdl"))
            return Rewritten($"Contract/{generation}/{Name}.wsdl", generation, address);
        return request.Query["xsd"].FirstOrDefault() is "1" or "2" or "3"
            ? Rewritten($"Contract/{generation}/{Name}_schema{request.Query["xsd"]}.xsd", generation, address)
            : null;
    }

    private static string Rewritten(string file, string generation, string address)
    {
        var document = XDocument.Parse(Embedded.Text(file));
        foreach (var location in document.Descendants().Attributes("schemaLocation"))
            location.Value = $"{address}?xsd={location.Value[$"{Name}_schema".Length]}&generation={generation}";
        foreach (var location in document.Descendants(Soap + "address").Attributes("location"))
            location.Value = address;
        return """<?xml version="1.0" encoding="UTF-8"?>""" + "\n" + document;
    }
}
