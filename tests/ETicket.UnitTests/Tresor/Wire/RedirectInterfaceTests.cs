using System.Net;
using System.Text.RegularExpressions;
using System.Web;

namespace ETicket.UnitTests.Tresor.Wire;

/// <summary>The older interface: everything in the address of the payer's browser, nothing signed, and a notification that says the result itself.</summary>
public sealed class RedirectInterfaceTests
{
    private static Dictionary<string, string> Good => new(StringComparer.Ordinal)
    {
        ["numcli"] = "006382",
        ["exer"] = "2026",
        ["refdet"] = "FACT2026000042",
        ["objet"] = "Cantine de mai",
        ["montant"] = "1250",
        ["mel"] = "zoe@example.test",
        ["urlcl"] = "http://127.0.0.1:9/retour",
        ["saisie"] = "T",
    };

    [Theory]
    [InlineData("carte", "P", "^[A-Z0-9]{6}$")]
    [InlineData("prelevement", "V", "^[0-9]{12}-tip$")]
    [InlineData("carte-refusee", "R", null)]
    [InlineData("prelevement-refuse", "Z", null)]
    [InlineData("abandon", "A", null)]
    public async Task The_request_comes_back_with_its_result_by_an_unsigned_form(string act, string result, string? numauto)
    {
        await using var listener = await NotificationListener.StartAsync();
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = IdOpOf(await (await ArriveAsync(tresor, ("urlcl", listener.Address))).Content.ReadAsStringAsync());

        var left = await tresor.ActAsync(idOp, act);
        var heard = await listener.NextAsync();

        Assert.StartsWith("POST application/x-www-form-urlencoded ", heard);
        var form = HttpUtility.ParseQueryString(heard.Split(' ')[2]);
        foreach (var echoed in new[] { "numcli", "exer", "refdet", "objet", "montant", "mel", "saisie" })
            Assert.Equal(Good[echoed], form[echoed]);
        Assert.Equal((result, "01092026", "1000"), (form["resultrans"], form["dattrans"], form["heurtrans"]));
        Assert.Equal(numauto is null ? 10 : 11, form.Count);
        Assert.Matches(numauto ?? "^$", form["numauto"] ?? "");
        Assert.Equal("ticket.web?idop=" + idOp, left.Headers.Location?.OriginalString);
        Assert.DoesNotContain("Retour au site", await tresor.Http.GetStringAsync("/tpa/ticket.web?idop=" + idOp));
    }

    public static readonly TheoryData<string, string?, string> Faults = new()
    {
        { "numcli", null, "T1" }, { "numcli", "12", "T1" }, { "numcli", "123456", "T2" },
        { "saisie", null, "S1" }, { "saisie", "W", "S1" },
        { "mel", null, "A1" }, { "mel", "zoe", "A2" },
        { "refdet", "2026-0421", "R3" }, { "refdet", "ABCDE", "R3" },
        { "montant", "12,50", "M1" }, { "montant", "99", "M3" }, { "montant", "1000000", "M5" },
        { "urlcl", null, "N1" }, { "urlcl", "javascript:alert(1)", "N1" },
        { "exer", "20", "EXER" }, { "exer", "12026", "EXER" },
        { "objet", "Été", "OBJET" }, { "objet", "a/b", "OBJET" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_wrong_request_is_told_to_the_payer_and_opens_nothing(string field, string? value, string code)
    {
        await using var tresor = await RunningTresor.StartAsync();

        var page = await ArriveAsync(tresor, (field, value));
        var html = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        Assert.Contains($"Code {code}\u00a0:", html);
        Assert.Contains(code[0] == 'T' ? "n’est pas possible pour cet organisme" : "Rien n’a été débité.", html);
        Assert.Equal("[]", await tresor.Http.GetStringAsync("/controle/operations"));
    }

    [Theory]
    [InlineData("montant", "100")]
    [InlineData("montant", "999999")]
    [InlineData("saisie", "X")]
    [InlineData("saisie", "A")]
    [InlineData("saisie", "M")]
    [InlineData("exer", null)]
    [InlineData("exer", "9999")]
    [InlineData("objet", null)]
    [InlineData("numcli", "006384")]
    [InlineData("refdet", "999900000000999999")]
    public async Task The_limits_the_modes_of_this_interface_and_what_is_optional_are_accepted(string field, string? value)
    {
        await using var tresor = await RunningTresor.StartAsync();

        var page = await ArriveAsync(tresor, (field, value));

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("Payer par carte", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_web_service_knows_nothing_of_it()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = IdOpOf(await (await ArriveAsync(tresor)).Content.ReadAsStringAsync());
        await tresor.ActAsync(idOp, "carte");

        Assert.Equal("P1", (await tresor.LookUpAsync(idOp)).Code);
        Assert.True((await tresor.SeenAsync(idOp)).GetProperty("ancienneInterface").GetBoolean());
    }

    private static Task<HttpResponseMessage> ArriveAsync(RunningTresor tresor, params (string Field, string? Value)[] changes)
    {
        var fields = Good;
        foreach (var (field, value) in changes)
        {
            fields.Remove(field);
            if (value is not null)
                fields[field] = value;
        }
        return tresor.Http.GetAsync("/tpa/paiement.web?" + string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}")));
    }

    private static string IdOpOf(string page) => Regex.Match(page, "name=\"idop\" value=\"(?<idop>[^\"]+)\"").Groups["idop"].Value;
}
