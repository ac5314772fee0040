using System.Net;
using System.Xml.Linq;
using ETicket.Tresor.Contract;

namespace ETicket.UnitTests.Tresor.Wire;

/// <summary>The habits of the programs that already talk to PayFiP: how each calls, and what each needs to find in the answer.</summary>
public sealed class ClientsInProductionTests
{
    private const string Functional = "fr.gouv.finances.cp.tpa.webservice.exceptions.FonctionnelleErreur";

    private static readonly string[] SchemaOrder = ["exer", "mel", "montant", "numcli", "objet", "refdet", "saisie", "urlnotif", "urlredirect"];

    /// <summary>How they write a creation: the fields in their order, their Content-Type, their SOAPAction, the prefixes they like.</summary>
    public static readonly TheoryData<string, string[], string?, string?> Habits = new()
    {
        { "zeep: the order of the schema, an empty action in quotes", SchemaOrder, "text/xml; charset=utf-8", "\"\"" },
        { "ElementTree: no action at all, object misspelt", [.. SchemaOrder.Where(name => name != "objet"), "object"], "text/xml", null },
        { "PHP SoapClient: an empty action in quotes, a charset", SchemaOrder, "text/xml; charset=utf-8", "\"\"" },
        { "Guzzle: nothing is said of the type", SchemaOrder, null, null },
        { "Node of the ministry: the two fields of 2024, empty", [.. SchemaOrder, "typeAuthentification", "typeUsager"], "text/xml; charset=utf-8", "\"\"" },
        { "TypeScript: an order of its own", ["numcli", "exer", "refdet", "objet", "montant", "mel", "urlnotif", "urlredirect", "saisie"], "text/xml; charset=UTF-8", "" },
        { "one without budget year", [.. SchemaOrder.Where(name => name != "exer")], "text/xml", "\"\"" },
        { "one that says utf8 without hyphen", SchemaOrder, "text/xml;charset=utf8", "\"\"" },
    };

    [Theory]
    [MemberData(nameof(Habits))]
    public async Task Each_creates_and_looks_up_in_its_own_manner(string who, string[] fields, string? contentType, string? action)
    {
        await using var tresor = await RunningTresor.StartAsync();
        (string, string)[] headers = action is null ? [] : [("SOAPAction", action)];
        var sent = fields.Select(name => KeyValuePair.Create(name, RunningTresor.GoodRequest.GetValueOrDefault(name, "")));

        var created = await tresor.SendAsync(RunningTresor.Message("creerPaiementSecurise", sent), contentType, headers);
        await tresor.ImposeAsync(created["idOp"]!, "P");
        var detail = await tresor.SendAsync(RunningTresor.Message("recupererDetailPaiementSecurise", [new("idOp", created["idOp"]!)]), contentType, headers);

        Assert.True(detail.Status == HttpStatusCode.OK, who);
        Assert.Equal(fields.Contains("objet") ? "Tickets de cantine" : null, detail["objet"]);
        Assert.Equal(fields.Contains("exer") ? "2026" : null, detail["exer"]);
        Assert.Empty(Schemas.Reproaches(detail.Body));
    }

    /// <summary>Some send every field they know of, filled or not.</summary>
    [Fact]
    public async Task An_optional_field_sent_empty_is_absent_from_the_detail()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync(("objet", ""), ("exer", ""), ("typeUsager", ""));
        await tresor.ImposeAsync(idOp, "P");

        var detail = await tresor.LookUpAsync(idOp);

        Assert.Null(detail["objet"]);
        Assert.Null(detail["exer"]);
        Assert.All(detail.Body.Element("return")!.Elements(), field => Assert.NotEmpty(field.Value));
    }

    [Fact]
    public async Task Who_writes_without_escaping_gets_a_protocol_fault_and_no_operation()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var message = RunningTresor.Message("creerPaiementSecurise", RunningTresor.GoodRequest).Replace("famille=7", "famille=7&classe=2");

        Assert.Equal(SoapWire.Service + "TechProtocolaireErreur", (await tresor.SendAsync(message)).Detail!.Name);
        Assert.Equal("[]", await tresor.Http.GetStringAsync("/controle/operations"));
    }

    /// <summary>zeep refuses another order, a qualified child, an unknown field: the schema is that judge. It compares the whole fault string.</summary>
    [Fact]
    public async Task A_strict_decoder_finds_the_order_of_the_schema_and_the_whole_fault_string()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        var fault = await tresor.LookUpAsync(idOp);
        await tresor.ImposeAsync(idOp, "P");
        var detail = await tresor.LookUpAsync(idOp);

        Assert.Equal(
            ["dattrans", "exer", "heurtrans", "idOp", "mel", "montant", "numauto", "numcli", "objet", "refdet", "resultrans", "saisie"],
            detail.Body.Element("return")!.Elements().Select(field => field.Name.ToString()));
        Assert.Equal(Functional, fault.Body.Element("faultstring")!.Value);
        Assert.Equal("http://schemas.xmlsoap.org/soap/envelope/", fault.Envelope.Name.NamespaceName);
    }

    /// <summary>ElementTree looks names up as it was taught them: {envelope}Fault, {service}FonctionnelleErreur, and everything below without namespace.</summary>
    [Fact]
    public async Task A_reader_by_path_finds_each_name_with_or_without_namespace_as_it_was_taught()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        var fault = (await tresor.LookUpAsync(idOp)).Envelope;
        await tresor.ImposeAsync(idOp, "V");
        var detail = (await tresor.LookUpAsync(idOp)).Envelope;

        Assert.Equal("P5", fault.Descendants(SoapWire.Soap + "Fault").Descendants(SoapWire.Service + "FonctionnelleErreur").Descendants("code").Single().Value);
        Assert.Equal("Résultat de la transaction non connu.", fault.Descendants("libelle").Single().Value);
        Assert.Equal(idOp, detail.Descendants("return").Single().Element("idOp")!.Value);
        Assert.Empty(detail.Descendants("idop"));
        Assert.Empty(detail.Descendants(SoapWire.Soap + "Fault"));
    }

    /// <summary>PHP and Guzzle read a fault where the status is 500; a number is read as one.</summary>
    [Fact]
    public async Task A_reader_of_statuses_finds_500_on_a_fault_and_a_numeric_severity()
    {
        await using var tresor = await RunningTresor.StartAsync();

        var fault = await tresor.LookUpAsync("81bdf4c0-8edb-11e5-8994-feff819cdc9f");

        Assert.Equal((HttpStatusCode.InternalServerError, "P1", "IdOp incorrect."), (fault.Status, fault.Code, fault.Detail!.Element("libelle")!.Value));
        Assert.Equal("", fault.Detail.Element("descriptif")!.Value);
        Assert.Contains("<descriptif></descriptif>", fault.Envelope.ToString(SaveOptions.DisableFormatting));
        Assert.InRange(int.Parse(fault.Detail.Element("severite")!.Value), 1, 9);
    }

    /// <summary>The recorded case: an amount over any limit together with a wrong address is told by the address.</summary>
    [Fact]
    public async Task The_address_is_judged_before_the_amount()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var fields = RunningTresor.GoodRequest;
        (fields["montant"], fields["mel"]) = ("9990000001", "john.doe");

        Assert.Equal("A2", (await tresor.CallAsync("creerPaiementSecurise", fields)).Code);
        fields["exer"] = "20";
        (fields["montant"], fields["mel"]) = ("1000", "john.doe@example.test");
        var idOp = (await tresor.CallAsync("creerPaiementSecurise", fields))["idOp"]!;
        await tresor.ImposeAsync(idOp, "P");
        Assert.Equal("20", (await tresor.LookUpAsync(idOp))["exer"]);
    }

    [Fact]
    public async Task A_prefix_a_header_or_a_comment_of_their_own_changes_nothing()
    {
        await using var tresor = await RunningTresor.StartAsync();
        XNamespace addressing = "http://www.w3.org/2005/08/addressing";
        var message = new XElement(
            SoapWire.Soap + "Envelope",
            new XAttribute(XNamespace.Xmlns + "soap-env", SoapWire.Soap.NamespaceName),
            new XElement(SoapWire.Soap + "Header", new XElement(addressing + "MessageID", "1")),
            new XComment("bonjour"),
            new XElement(SoapWire.Soap + "Body", new XElement(
                SoapWire.Service + "recupererDetailClient", new XAttribute(XNamespace.Xmlns + "ns0", SoapWire.Service.NamespaceName), new XElement("arg0", new XElement("numCli", "006382")))));

        Assert.Equal("006382", (await tresor.SendAsync(message.ToString()))["numcli"]);
    }
}
