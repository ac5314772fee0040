using System.Net;
using System.Text.Json;
using ETicket.Tresor;

namespace ETicket.UnitTests.Tresor.Control;

/// <summary>Every way the Trésor may misbehave, for all operations and for one.</summary>
public sealed class SwitchesTests
{
    [Fact]
    public async Task The_switches_of_one_operation_are_its_own_until_it_follows_the_common_ones_again()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var (one, other) = (await tresor.CreateAsync(), await tresor.CreateAsync());
        await tresor.ImposeAsync(one, "P");
        await tresor.ImposeAsync(other, "P");

        await tresor.SwitchAsync("""{"montant":"9900"}""");
        await tresor.SwitchAsync("""{"refdet":"AUTRE2026001"}""", one);

        Assert.Equal(("1250", "AUTRE2026001"), await ToldAsync(tresor, one));
        Assert.Equal(("9900", "CANT2026000123"), await ToldAsync(tresor, other));
        Assert.Equal(HttpStatusCode.OK, (await tresor.Http.DeleteAsync($"/controle/operations/{one}/reglages")).StatusCode);
        Assert.Equal(("9900", "CANT2026000123"), await ToldAsync(tresor, one));
        Assert.Equal(HttpStatusCode.NotFound, (await tresor.ControlAsync("operations/inconnue/reglages")).StatusCode);
    }

    [Theory]
    [InlineData("montant", "2600")]
    [InlineData("refdet", "UNAUTRE123")]
    [InlineData("numcli", "006383")]
    [InlineData("saisie", "W")]
    public async Task The_detail_tells_another_amount_reference_client_or_mode_and_stays_valid(string field, string value)
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        await tresor.ImposeAsync(idOp, "V");

        await tresor.SwitchAsync($$"""{"{{field}}":"{{value}}"}""", idOp);
        var lied = await tresor.LookUpAsync(idOp);

        Assert.Equal(value, lied[field]);
        Assert.Empty(Schemas.Reproaches(lied.Body));
        foreach (var echoed in new[] { "montant", "refdet", "numcli", "saisie" }.Where(name => name != field))
            Assert.Equal(RunningTresor.GoodRequest[echoed], lied[echoed]);
    }

    [Fact]
    public async Task A_result_known_after_twenty_minutes_is_P5_until_then_and_dated_of_then()
    {
        await using var listener = await NotificationListener.StartAsync();
        await using var tresor = await RunningTresor.StartAsync();
        await tresor.SwitchAsync("""{"resultatDans":1260}""");
        var idOp = await tresor.CreateAsync(("urlnotif", listener.Address));
        await tresor.OpenAsync(idOp);

        var left = await tresor.ActAsync(idOp, "carte");
        var ticket = WebUtility.HtmlDecode(await tresor.Http.GetStringAsync("/tpa/ticket.web?idop=" + idOp));
        tresor.Clock.Advance(TimeSpan.FromSeconds(1259));
        Assert.Equal("P5", (await tresor.LookUpAsync(idOp)).Code);
        Assert.Equal(0, listener.Waiting);
        tresor.Clock.Advance(TimeSpan.FromSeconds(1));
        var detail = await tresor.LookUpAsync(idOp);

        Assert.Equal(HttpStatusCode.SeeOther, left.StatusCode);
        Assert.Contains("Paiement en cours", ticket);
        Assert.DoesNotContain("Paiement accepté", ticket);
        Assert.Equal(("P", "1021"), (detail["resultrans"], detail["heurtrans"]));
        Assert.EndsWith("idop=" + idOp, await listener.NextAsync());
    }

    [Fact]
    public async Task Who_abandoned_pays_on_the_same_operation_and_both_are_announced()
    {
        await using var listener = await NotificationListener.StartAsync();
        await using var tresor = await RunningTresor.StartAsync();
        await tresor.SwitchAsync("""{"abandonPuisPaye":300}""");
        var idOp = await tresor.CreateAsync(("urlnotif", listener.Address));
        await tresor.OpenAsync(idOp);

        await tresor.ActAsync(idOp, "abandon");
        await listener.NextAsync();
        Assert.Equal("A", (await tresor.LookUpAsync(idOp))["resultrans"]);
        tresor.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.EndsWith("idop=" + idOp, await listener.NextAsync());
        Assert.Equal("P", (await tresor.LookUpAsync(idOp))["resultrans"]);
    }

    [Fact]
    public async Task A_purge_at_once_takes_what_has_no_result_and_nothing_else()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var (waiting, opened, abandoned, paid) = (await tresor.CreateAsync(), await tresor.CreateAsync(), await tresor.CreateAsync(), await tresor.CreateAsync());
        await tresor.OpenAsync(opened);
        await tresor.ImposeAsync(abandoned, "A");
        await tresor.ImposeAsync(paid, "P");

        Assert.Equal(HttpStatusCode.OK, (await tresor.ControlAsync($"operations/{waiting}/purge")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await tresor.ControlAsync($"operations/{paid}/purge")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await tresor.ControlAsync($"operations/{waiting}/purge")).StatusCode);
        var all = await tresor.ControlAsync("purge");

        Assert.Equal("""{"purgees":1}""", await all.Content.ReadAsStringAsync());
        Assert.Equal(new[] { "P1", "P1", null, null }, new[] { await CodeAsync(tresor, waiting), await CodeAsync(tresor, opened), await CodeAsync(tresor, abandoned), await CodeAsync(tresor, paid) });
        Assert.Equal(HttpStatusCode.NotFound, (await tresor.OpenAsync(opened)).StatusCode);
    }

    [Theory]
    [InlineData("""{"notification":"parfois"}""")]
    [InlineData("""{"notification":1}""")]
    [InlineData("""{"notifications":"double"}""")]
    [InlineData("""{"retard":-1}""")]
    [InlineData("""{"retard":99999999999}""")]
    [InlineData("""{"lenteur":601}""")]
    [InlineData("""{"rejetDans":4000}""")]
    [InlineData("""{"montant":"\u0000"}""")]
    [InlineData("""{"montant":""}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task What_is_no_switch_is_refused_and_changes_nothing(string switches)
    {
        await using var tresor = await RunningTresor.StartAsync(new TresorOptions { Switches = new() { Montant = "777" } });
        var idOp = await tresor.CreateAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await tresor.ControlAsync("reglages", switches)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await tresor.ControlAsync($"operations/{idOp}/reglages", switches)).StatusCode);
        Assert.Contains("\"montant\":\"777\"", await tresor.Http.GetStringAsync("/controle/reglages"));
        Assert.Equal(JsonValueKind.Null, (await tresor.SeenAsync(idOp)).GetProperty("reglages").ValueKind);
    }

    private static async Task<(string?, string?)> ToldAsync(RunningTresor tresor, string idOp)
    {
        var detail = await tresor.LookUpAsync(idOp);
        return (detail["montant"], detail["refdet"]);
    }

    private static async Task<string?> CodeAsync(RunningTresor tresor, string idOp) => (await tresor.LookUpAsync(idOp)).Code;
}
