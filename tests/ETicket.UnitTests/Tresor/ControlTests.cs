using System.Net;
using System.Text;
using System.Text.Json;
using ETicket.Tresor;

namespace ETicket.UnitTests.Tresor;

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

        var answer = await ImposeAsync(tresor, idOp, result);

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
        await ImposeAsync(tresor, idOp, "A");
        tresor.Clock.Pass(TimeSpan.FromMinutes(40));

        Assert.Equal(HttpStatusCode.OK, (await ImposeAsync(tresor, idOp, "P")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await ImposeAsync(tresor, idOp, "R")).StatusCode);
        Assert.Equal("P", (await tresor.LookUpAsync(idOp))["resultrans"]);
    }

    [Fact]
    public async Task What_is_not_an_operation_or_not_a_result_is_refused()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await ImposeAsync(tresor, "inconnu", "P")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ImposeAsync(tresor, idOp, "X")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(tresor, $"/controle/operations/{idOp}/resultat", "{")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(tresor, "/controle/reglages", """{"notification":"parfois"}""")).StatusCode);
    }

    [Fact]
    public async Task Operations_are_listed_newest_first_until_the_night_takes_them()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var first = await tresor.CreateAsync();
        tresor.Clock.Pass(TimeSpan.FromMinutes(1));
        var second = await tresor.CreateAsync(("refdet", "BUS2026000007"), ("montant", "700"));
        await ImposeAsync(tresor, second, "V");

        var listed = await ListedAsync(tresor);
        var page = WebUtility.HtmlDecode(await tresor.Http.GetStringAsync("/controle"));
        tresor.Clock.Pass(TimeSpan.FromDays(1));

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
        Assert.Equal("""{"notification":"double","retour":"rester"}""", await tresor.Http.GetStringAsync("/controle/reglages"));
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

    [Fact]
    public async Task The_clock_is_set_only_where_it_may_be()
    {
        await using var free = await RunningTresor.StartAsync(new TresorOptions { ControllableClock = true });
        await using var held = await RunningTresor.StartAsync();
        var idOp = await free.CreateAsync();

        var set = await PostAsync(free, "/controle/horloge", """{"maintenant":"2026-09-02T01:00:00Z"}""");
        var refused = await PostAsync(held, "/controle/horloge", """{"maintenant":"2026-09-02T01:00:00Z"}""");

        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Equal("P1", (await free.LookUpAsync(idOp)).Code);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(free, "/controle/horloge", "{}")).StatusCode);
    }

    private static Task<HttpResponseMessage> ImposeAsync(RunningTresor tresor, string idOp, string result) =>
        PostAsync(tresor, $"/controle/operations/{idOp}/resultat", $$"""{"resultat":"{{result}}"}""");

    private static async Task<HttpResponseMessage> PostAsync(RunningTresor tresor, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await tresor.Http.PostAsync(path, content);
    }

    private static async Task<List<JsonElement>> ListedAsync(RunningTresor tresor) =>
        JsonSerializer.Deserialize<List<JsonElement>>(await tresor.Http.GetStringAsync("/controle/operations"))!;
}
