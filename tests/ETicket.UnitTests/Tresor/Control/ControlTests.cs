using System.Net;
using System.Text.Json;

namespace ETicket.UnitTests.Tresor.Control;

public sealed class ControlTests
{
    [Theory]
    [InlineData("P")]
    [InlineData("V")]
    [InlineData("R")]
    [InlineData("Z")]
    [InlineData("A")]
    public async Task A_result_imposed_without_the_page_is_recorded_and_announced(string result)
    {
        await using var listener = await NotificationListener.StartAsync();
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync(("urlnotif", listener.Address));

        var answer = await tresor.ImposeAsync(idOp, result);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.EndsWith("idop=" + idOp, await listener.NextAsync());
        var detail = await tresor.LookUpAsync(idOp);
        Assert.Equal(result, detail["resultrans"]);
        Assert.Empty(Schemas.Reproaches(detail.Body));
    }

    [Fact]
    public async Task A_late_payment_can_be_imposed_on_an_abandon_but_an_end_is_an_end()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        await tresor.ImposeAsync(idOp, "A");
        tresor.Clock.Advance(TimeSpan.FromMinutes(40));

        Assert.Equal(HttpStatusCode.OK, (await tresor.ImposeAsync(idOp, "P")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await tresor.ImposeAsync(idOp, "R")).StatusCode);
        Assert.Equal("P", (await tresor.LookUpAsync(idOp))["resultrans"]);
    }

    [Fact]
    public async Task What_is_not_an_operation_or_not_a_result_is_refused()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await tresor.ImposeAsync("inconnu", "P")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await tresor.ImposeAsync(idOp, "X")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await tresor.ControlAsync($"operations/{idOp}/resultat", "{")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await tresor.ControlAsync("reglages", """{"notification":"parfois"}""")).StatusCode);
    }

    [Fact]
    public async Task Operations_are_listed_newest_first_until_the_night_takes_them()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var first = await tresor.CreateAsync();
        tresor.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await tresor.CreateAsync(("refdet", "BUS2026000007"), ("montant", "700"));
        await tresor.ImposeAsync(second, "V");

        var listed = await ListedAsync(tresor);
        var page = WebUtility.HtmlDecode(await tresor.Http.GetStringAsync("/controle"));
        tresor.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal([second, first], listed.Select(operation => operation.GetProperty("idOp").GetString()!));
        Assert.Equal("V", listed[0].GetProperty("resultat").GetString());
        Assert.Equal("700", listed[0].GetProperty("montant").GetString());
        Assert.Contains("BUS2026000007", page);
        Assert.Contains("7,00\u00a0€", page);
        Assert.Equal(second, Assert.Single(await ListedAsync(tresor)).GetProperty("idOp").GetString());
    }

    [Fact]
    public async Task The_buttons_of_the_page_do_what_the_interface_does()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();

        using var result = new FormUrlEncodedContent([new("resultat", "Z")]);
        using var settings = new FormUrlEncodedContent([new("notification", "double"), new("retour", "rester")]);
        var imposed = await tresor.Http.PostAsync($"/controle/operations/{idOp}/resultat", result);
        await tresor.Http.PostAsync("/controle/reglages", settings);

        Assert.Equal(HttpStatusCode.SeeOther, imposed.StatusCode);
        Assert.Equal("Z", (await tresor.LookUpAsync(idOp))["resultrans"]);
        var applied = JsonDocument.Parse(await tresor.Http.GetStringAsync("/controle/reglages")).RootElement;
        Assert.Equal(("double", "rester"), (applied.GetProperty("notification").GetString(), applied.GetProperty("retour").GetString()));
    }

    [Fact]
    public async Task A_browser_sent_by_another_site_changes_nothing()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/controle/operations/{idOp}/resultat");
        request.Content = new FormUrlEncodedContent([new("resultat", "P")]);
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        var answer = await tresor.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("P5", (await tresor.LookUpAsync(idOp)).Code);
    }

    private static async Task<List<JsonElement>> ListedAsync(RunningTresor tresor) =>
        JsonSerializer.Deserialize<List<JsonElement>>(await tresor.Http.GetStringAsync("/controle/operations"))!;
}
