using System.Net;
using System.Xml.Linq;
using ETicket.Tresor.Contract;
using ETicket.Tresor.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.UnitTests.Tresor.Wire;

public sealed class SoapContractTests
{
    private const string FunctionalError = "fr.gouv.finances.cp.tpa.webservice.exceptions.FonctionnelleErreur";

    [Fact]
    public async Task A_created_payment_answers_an_idOp_valid_for_both_generations()
    {
        await using var tresor = await RunningTresor.StartAsync();

        var answer = await tresor.CallAsync("creerPaiementSecurise", RunningTresor.GoodRequest);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("text/xml;charset=utf-8", answer.ContentType?.Replace(" ", ""));
        Assert.Equal("S", answer.Envelope.GetPrefixOfNamespace(SoapWire.Soap));
        Assert.Empty(Schemas.Reproaches(answer.Body));
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", answer["idOp"]);
    }

    [Fact]
    public async Task The_detail_of_a_client_gives_its_labels_in_the_order_of_the_schema()
    {
        await using var tresor = await RunningTresor.StartAsync();

        var answer = await tresor.CallAsync("recupererDetailClient", [new("numCli", "006382")]);

        Assert.Empty(Schemas.Reproaches(answer.Body));
        Assert.Equal("006382", answer["numcli"]);
        Assert.Equal("COMMUNE DE DEMONSTRATION", answer["libelleN1"]);
        Assert.Equal("T1", (await tresor.CallAsync("recupererDetailClient", [new("numcli", "006382")])).Code);
    }

    [Theory]
    [InlineData("carte", "P", "^[A-Z0-9]{6}$")]
    [InlineData("prelevement", "V", "^[0-9]{12}-tip$")]
    [InlineData("carte-refusee", "R", null)]
    [InlineData("prelevement-refuse", "Z", null)]
    [InlineData("abandon", "A", null)]
    public async Task The_detail_of_an_ended_payment_echoes_the_request_and_tells_the_result(string act, string result, string? numauto)
    {
        await using var tresor = await RunningTresor.StartAsync(now: "2026-09-01T22:05:59Z");
        var idOp = await tresor.CreateAsync();
        await tresor.OpenAsync(idOp);

        await tresor.ActAsync(idOp, act);
        var detail = await tresor.LookUpAsync(idOp);

        Assert.Empty(Schemas.Reproaches(detail.Body));
        Assert.Equal(result, detail["resultrans"]);
        Assert.Equal("02092026", detail["dattrans"]);
        Assert.Equal("0005", detail["heurtrans"]);
        Assert.Equal(idOp, detail["idOp"]);
        foreach (var echoed in new[] { "exer", "mel", "montant", "numcli", "objet", "refdet", "saisie" })
            Assert.Equal(RunningTresor.GoodRequest[echoed], detail[echoed]);
        if (numauto is null)
            Assert.Null(detail["numauto"]);
        else
            Assert.Matches(numauto, detail["numauto"]);
    }

    [Fact]
    public async Task A_functional_fault_has_the_exact_words_clients_compare()
    {
        await using var tresor = await RunningTresor.StartAsync();

        var fault = await tresor.CallAsync("creerPaiementSecurise", RunningTresor.GoodRequest.Where(field => field.Key != "mel"));

        Assert.Equal(HttpStatusCode.InternalServerError, fault.Status);
        Assert.Equal(SoapWire.Soap + "Fault", fault.Body.Name);
        Assert.Equal(FunctionalError, fault.Body.Element("faultstring")?.Value);
        Assert.Equal(SoapWire.Service + "FonctionnelleErreur", fault.Detail?.Name);
        Assert.Equal(["code", "descriptif", "libelle", "severite"], fault.Detail!.Elements().Select(element => element.Name.ToString()));
        Assert.Empty(Schemas.Reproaches(fault.Detail));
    }

    [Theory]
    [InlineData("text/xml", "SOAPAction", "\"\"")]
    [InlineData("text/xml;charset=UTF-8", "X-Nothing", "")]
    [InlineData(null, "SOAPAction", "")]
    public async Task A_call_is_read_whatever_its_headers_its_order_and_its_unknown_elements(string? contentType, string header, string value)
    {
        await using var tresor = await RunningTresor.StartAsync();
        var fields = RunningTresor.GoodRequest.Reverse().Append(new("object", "inconnu")).Append(new("typeUsager", ""))
            .Select(field => new XElement(field.Key, field.Value));
        var message = new XElement(SoapWire.Soap + "Envelope", new XElement(SoapWire.Soap + "Header"), new XElement(
            SoapWire.Soap + "Body", new XElement(SoapWire.Service + "creerPaiementSecurise", new XElement("arg0", fields))));

        var answer = await tresor.SendAsync(message.ToString(), contentType, (header, value));

        Assert.Null(answer.Code);
        Assert.NotNull(answer["idOp"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pas du XML")]
    [InlineData("<a><b></a>")]
    [InlineData("<Envelope xmlns='http://www.w3.org/2003/05/soap-envelope'><Body/></Envelope>")]
    [InlineData("<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body/></Envelope>")]
    [InlineData("<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><creerPaiementSecurise xmlns=''/></Body></Envelope>")]
    [InlineData("<!DOCTYPE a [<!ENTITY e 'x'>]><Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body>&e;</Body></Envelope>")]
    public async Task What_is_not_a_call_of_the_service_gets_a_protocol_fault(string message)
    {
        await using var tresor = await RunningTresor.StartAsync();

        var fault = await tresor.SendAsync(message);

        Assert.Equal(HttpStatusCode.InternalServerError, fault.Status);
        Assert.Equal(SoapWire.Service + "TechProtocolaireErreur", fault.Detail?.Name);
        Assert.Empty(Schemas.Reproaches(fault.Detail!));
    }

    [Fact]
    public async Task An_unknown_operation_and_a_huge_message_get_a_protocol_fault()
    {
        await using var tresor = await RunningTresor.StartAsync();

        var unknown = await tresor.CallAsync("rembourserPaiement", []);
        var huge = await tresor.CallAsync("creerPaiementSecurise", [new("objet", new string('a', 60_000)), new("x", new string('b', 10_000))]);

        Assert.Equal(SoapWire.Service + "TechProtocolaireErreur", unknown.Detail?.Name);
        Assert.Equal(SoapWire.Service + "TechProtocolaireErreur", huge.Detail?.Name);
    }

    [Fact]
    public async Task A_failure_of_its_own_is_told_as_a_technical_fault()
    {
        var folder = Directory.CreateTempSubdirectory("tresor-");
        await using var tresor = await RunningTresor.StartAsync(new() { StateFile = Path.Combine(folder.FullName, "operations.jsonl") });
        tresor.Services.GetRequiredService<OperationFile>().Dispose();

        var fault = await tresor.CallAsync("creerPaiementSecurise", RunningTresor.GoodRequest);
        folder.Delete(recursive: true);

        Assert.Equal(HttpStatusCode.InternalServerError, fault.Status);
        Assert.Equal((SoapWire.Service + "TechDysfonctionnementErreur", "999"), (fault.Detail!.Name, fault.Code));
        Assert.Empty(Schemas.Reproaches(fault.Detail));
    }

    [Theory]
    [InlineData("?wsdl", "2024")]
    [InlineData("?wsdl&generation=2019", "2019")]
    public async Task The_served_contract_points_to_itself(string query, string generation)
    {
        await using var tresor = await RunningTresor.StartAsync();
        var here = tresor.Address + SoapEndpoint.Path;

        var wsdl = XDocument.Parse(await tresor.Http.GetStringAsync(SoapEndpoint.Path + query));
        var imports = wsdl.Descendants().Attributes("schemaLocation").Select(location => location.Value).ToList();
        var schema = XDocument.Parse(await tresor.Http.GetStringAsync(imports[0]));

        Assert.Equal(here, wsdl.Descendants().Single(element => element.Name.LocalName == "address").Attribute("location")?.Value);
        Assert.Equal(Enumerable.Range(1, 3).Select(number => $"{here}?xsd={number}&generation={generation}"), imports);
        Assert.Equal(generation == "2024", schema.ToString().Contains("suppressed"));
        Assert.Equal(imports[1..], schema.Descendants().Attributes("schemaLocation").Select(location => location.Value));
    }

    [Fact]
    public async Task Behind_a_proxy_the_contract_shows_the_public_address()
    {
        await using var tresor = await RunningTresor.StartAsync(new() { PublicAddress = "https://tresor.example.test" });

        var wsdl = await tresor.Http.GetStringAsync(SoapEndpoint.Path + "?wsdl");

        Assert.Contains("location=\"https://tresor.example.test/tpa/services/securite\"", wsdl);
        Assert.Equal(HttpStatusCode.NotFound, (await tresor.Http.GetAsync(SoapEndpoint.Path + "?wsdl&generation=1999")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await tresor.Http.GetAsync(SoapEndpoint.Path + "?xsd=4")).StatusCode);
    }
}
