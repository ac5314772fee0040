using System.Net;
using System.Xml;
using System.Xml.Linq;
using ETicket.Tresor.Contract;

namespace ETicket.UnitTests.Tresor.Wire;

/// <summary>Every answer and every fault of every operation, judged by both published generations of the schema.</summary>
public sealed class EveryAnswerTests
{
    private const string Exceptions = "fr.gouv.finances.cp.tpa.webservice.exceptions.";

    public static readonly TheoryData<string> Operations = ["creerPaiementSecurise", "recupererDetailPaiementSecurise", "recupererDetailClient"];

    public static readonly TheoryData<string, string, string, string?> Faults = Matrix(
        ("indisponible", "TechIndisponibiliteErreur", null),
        ("dysfonctionnement", "TechDysfonctionnementErreur", "999"),
        ("P1", "FonctionnelleErreur", "P1"),
        ("P5", "FonctionnelleErreur", "P5"));

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_answer_is_valid_with_everything_and_with_the_least(string operation)
    {
        await using var tresor = await RunningTresor.StartAsync();
        string[] optional = ["objet", "exer", "urlredirect"];
        for (var absent = 0; absent <= optional.Length; absent++)
        {
            var created = await tresor.CallAsync("creerPaiementSecurise", RunningTresor.GoodRequest.Where(field => !optional.Take(absent).Contains(field.Key)));
            await tresor.ImposeAsync(created["idOp"]!, absent % 2 == 0 ? "V" : "R");
            var answer = operation switch
            {
                "creerPaiementSecurise" => created,
                "recupererDetailPaiementSecurise" => await tresor.LookUpAsync(created["idOp"]!),
                _ => await tresor.CallAsync(operation, [new("numCli", absent % 2 == 0 ? "006382" : "006383")]),
            };

            Assert.Equal((HttpStatusCode.OK, SoapWire.Service + (operation + "Response")), (answer.Status, answer.Body.Name));
            Assert.Empty(Schemas.Reproaches(answer.Body));
            Assert.All(answer.Body.Descendants(), child => Assert.Equal("", child.Name.NamespaceName));
            Assert.All(answer.Body.Element("return")!.Elements(), child => Assert.NotEmpty(child.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_chosen_is_that_of_the_contract_on_each_operation(string operation, string chosen, string kind, string? code)
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        await tresor.ImposeAsync(idOp, "P");
        await tresor.SwitchAsync($$"""{"reponse":"{{chosen}}"}""");

        var fault = await tresor.CallAsync(operation, operation switch
        {
            "creerPaiementSecurise" => RunningTresor.GoodRequest,
            "recupererDetailClient" => [new("numCli", "006382")],
            _ => [new("idOp", idOp)],
        });

        ShouldBeFault(fault, kind, code);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task What_is_not_a_call_is_a_protocol_fault_on_each_operation(string operation)
    {
        await using var tresor = await RunningTresor.StartAsync();

        ShouldBeFault(await tresor.SendAsync($"<e:Envelope xmlns:e='{SoapWire.Soap}'><e:Body><{operation}/></e:Body></e:Envelope>"), "TechProtocolaireErreur", "999");
    }

    [Theory]
    [InlineData("creation", 0)]
    [InlineData("detail", 1)]
    [InlineData("client", 2)]
    [InlineData("tous", -1)]
    public async Task A_fault_is_chosen_for_one_kind_of_calls_or_for_all(string calls, int concerned)
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        await tresor.ImposeAsync(idOp, "P");
        await tresor.SwitchAsync($$"""{"reponse":"indisponible","appels":"{{calls}}"}""");

        var answers = new[]
        {
            await tresor.CallAsync("creerPaiementSecurise", RunningTresor.GoodRequest), await tresor.LookUpAsync(idOp),
            await tresor.CallAsync("recupererDetailClient", [new("numCli", "006382")]),
        };

        Assert.Equal([.. Enumerable.Range(0, 3).Select(i => concerned == i || concerned < 0)], answers.Select(answer => answer.Status != HttpStatusCode.OK));
    }

    [Theory]
    [InlineData("page-502", 502)]
    [InlineData("malformee", 200)]
    [InlineData("tronquee", 200)]
    [InlineData("dtd", 200)]
    [InlineData("entite-externe", 200)]
    [InlineData("entites", 200)]
    public async Task A_spoilt_answer_comes_after_the_work_and_is_no_answer_of_the_contract(string chosen, int status)
    {
        await using var tresor = await RunningTresor.StartAsync();
        await tresor.SwitchAsync($$"""{"reponse":"{{chosen}}","appels":"creation"}""");

        using var raw = await tresor.RawAsync();

        Assert.Equal(status, (int)raw.StatusCode);
        using var careful = XmlReader.Create(await raw.Content.ReadAsStreamAsync(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        Assert.Throws<XmlException>(() => XDocument.Load(careful));
        Assert.Equal(1, System.Text.Json.JsonDocument.Parse(await tresor.Http.GetStringAsync("/controle/operations")).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task A_slow_answer_takes_the_seconds_it_was_told()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        await tresor.SwitchAsync("""{"lenteur":1}""", idOp);

        var since = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal("P5", (await tresor.LookUpAsync(idOp)).Code);

        Assert.InRange(since.Elapsed.TotalSeconds, 1, 15);
    }

    private static void ShouldBeFault(SoapAnswer fault, string kind, string? code)
    {
        Assert.Equal(HttpStatusCode.InternalServerError, fault.Status);
        Assert.Equal("text/xml;charset=utf-8", fault.ContentType?.Replace(" ", ""));
        Assert.Equal(SoapWire.Soap + "Fault", fault.Body.Name);
        Assert.Equal(["faultcode", "faultstring", "detail"], fault.Body.Elements().Select(child => child.Name.ToString()));
        Assert.Equal(Exceptions + kind, fault.Body.Element("faultstring")!.Value);
        Assert.Equal((SoapWire.Service + kind, code), (fault.Detail!.Name, fault.Code));
        Assert.Empty(Schemas.Reproaches(fault.Detail));
    }

    private static TheoryData<string, string, string, string?> Matrix(params (string Chosen, string Kind, string? Code)[] faults)
    {
        var rows = new TheoryData<string, string, string, string?>();
        foreach (var operation in new[] { "creerPaiementSecurise", "recupererDetailPaiementSecurise", "recupererDetailClient" })
        {
            foreach (var (chosen, kind, code) in faults)
                rows.Add(operation, chosen, kind, code);
        }
        return rows;
    }
}
