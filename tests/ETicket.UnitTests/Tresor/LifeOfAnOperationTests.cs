using System.Net;

namespace ETicket.UnitTests.Tresor;

public sealed class LifeOfAnOperationTests
{
    [Fact]
    public async Task An_operation_without_result_is_P5_and_a_misspelt_or_unknown_one_is_P1()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();

        Assert.Equal("P5", (await tresor.LookUpAsync(idOp)).Code);
        Assert.Equal("P1", (await tresor.CallAsync("recupererDetailPaiementSecurise", [new("idop", idOp)])).Code);
        Assert.Equal("P1", (await tresor.LookUpAsync(idOp.ToUpperInvariant())).Code);
        Assert.Equal("P1", (await tresor.LookUpAsync("81bdf4c0-8edb-11e5-8994-feff819cdc9f")).Code);
        await tresor.OpenAsync(idOp);
        Assert.Equal("P5", (await tresor.LookUpAsync(idOp)).Code);
    }

    [Fact]
    public async Task Two_identical_requests_are_two_operations()
    {
        await using var tresor = await RunningTresor.StartAsync();

        Assert.NotEqual(await tresor.CreateAsync(), await tresor.CreateAsync());
    }

    [Fact]
    public async Task The_page_opens_once()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();

        var first = await tresor.OpenAsync(idOp);
        var second = await tresor.OpenAsync(idOp);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains("Code P3", await second.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(15 * 60, HttpStatusCode.OK)]
    [InlineData((15 * 60) + 1, HttpStatusCode.Gone)]
    public async Task The_page_opens_within_fifteen_minutes(int seconds, HttpStatusCode expected)
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();

        tresor.Clock.Advance(TimeSpan.FromSeconds(seconds));
        var page = await tresor.OpenAsync(idOp);

        Assert.Equal(expected, page.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Gone, (await page.Content.ReadAsStringAsync()).Contains("Code P4"));
    }

    [Fact]
    public async Task A_payer_who_opened_in_time_may_pay_late()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        await tresor.OpenAsync(idOp);

        tresor.Clock.Advance(TimeSpan.FromMinutes(26));
        await tresor.ActAsync(idOp, "carte");
        var detail = await tresor.LookUpAsync(idOp);

        Assert.Equal(("P", "1026"), (detail["resultrans"], detail["heurtrans"]));
    }

    [Fact]
    public async Task An_abandoned_payment_may_be_paid_while_its_window_is_open()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        await tresor.OpenAsync(idOp);
        await tresor.ActAsync(idOp, "abandon");
        Assert.Equal("A", (await tresor.LookUpAsync(idOp))["resultrans"]);

        tresor.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(HttpStatusCode.OK, (await tresor.OpenAsync(idOp)).StatusCode);
        await tresor.ActAsync(idOp, "carte");

        Assert.Equal("P", (await tresor.LookUpAsync(idOp))["resultrans"]);
    }

    [Fact]
    public async Task Paying_from_an_old_tab_after_an_abandon_leads_to_the_page_again()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        await tresor.OpenAsync(idOp);
        await tresor.ActAsync(idOp, "abandon");

        var repeated = await tresor.ActAsync(idOp, "abandon");
        var paying = await tresor.ActAsync(idOp, "carte");

        Assert.StartsWith("https://portail.example.test/", repeated.Headers.Location?.OriginalString);
        Assert.Equal("paiementws.web?idop=" + idOp, paying.Headers.Location?.OriginalString);
        Assert.Equal("A", (await tresor.LookUpAsync(idOp))["resultrans"]);
    }

    [Fact]
    public async Task An_abandoned_payment_cannot_be_opened_after_its_window()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        await tresor.OpenAsync(idOp);
        await tresor.ActAsync(idOp, "abandon");

        tresor.Clock.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal(HttpStatusCode.Gone, (await tresor.OpenAsync(idOp)).StatusCode);
        Assert.Equal("A", (await tresor.LookUpAsync(idOp))["resultrans"]);
    }

    [Theory]
    [InlineData("carte")]
    [InlineData("carte-refusee")]
    [InlineData("prelevement")]
    [InlineData("prelevement-refuse")]
    public async Task An_ended_payment_neither_opens_nor_changes(string act)
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        await tresor.OpenAsync(idOp);
        await tresor.ActAsync(idOp, act);
        var before = (await tresor.LookUpAsync(idOp)).Body.ToString();

        tresor.Clock.Advance(TimeSpan.FromMinutes(2));
        var again = await tresor.OpenAsync(idOp);
        var repeated = await tresor.ActAsync(idOp, "abandon");

        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, repeated.StatusCode);
        Assert.Equal(before, (await tresor.LookUpAsync(idOp)).Body.ToString());
    }

    [Fact]
    public async Task The_night_takes_what_never_reached_the_bank_and_keeps_the_rest_a_year()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var (unopened, opened, paid, refused) = (await tresor.CreateAsync(), await tresor.CreateAsync(), await tresor.CreateAsync(), await tresor.CreateAsync());
        foreach (var idOp in new[] { opened, paid, refused })
            await tresor.OpenAsync(idOp);
        await tresor.ActAsync(paid, "carte");
        await tresor.ActAsync(refused, "carte-refusee");

        tresor.Clock.SetUtcNow(DateTimeOffset.Parse("2026-09-02T00:59:59Z"));
        Assert.Equal("P5", (await tresor.LookUpAsync(unopened)).Code);
        tresor.Clock.SetUtcNow(DateTimeOffset.Parse("2026-09-02T01:00:00Z"));
        Assert.Equal("P1", (await tresor.LookUpAsync(unopened)).Code);
        Assert.Equal("P1", (await tresor.LookUpAsync(opened)).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await tresor.ActAsync(opened, "carte")).StatusCode);
        tresor.Clock.SetUtcNow(DateTimeOffset.Parse("2027-08-31T08:00:00Z"));
        Assert.Equal("P", (await tresor.LookUpAsync(paid))["resultrans"]);
        Assert.Equal("R", (await tresor.LookUpAsync(refused))["resultrans"]);
        tresor.Clock.SetUtcNow(DateTimeOffset.Parse("2027-09-01T08:00:00Z"));
        Assert.Equal("P1", (await tresor.LookUpAsync(paid)).Code);
    }
}
