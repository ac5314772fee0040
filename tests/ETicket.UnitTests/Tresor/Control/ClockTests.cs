using System.Net;
using System.Text.Json;
using ETicket.Tresor;

namespace ETicket.UnitTests.Tresor.Control;

/// <summary>The clock of windows, purges, delays and dates, in the hand of whoever tries a portal out.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task The_clock_is_set_only_where_it_may_be()
    {
        await using var free = await RunningTresor.StartAsync();
        await using var held = await RunningTresor.StartAsync(new TresorOptions { ControllableClock = false });
        var idOp = await free.CreateAsync();

        var set = await free.ControlAsync("horloge", """{"maintenant":"2026-09-02T01:00:00Z"}""");
        var refused = await held.ControlAsync("horloge", """{"maintenant":"2026-09-02T01:00:00Z"}""");

        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Equal("P1", (await free.LookUpAsync(idOp)).Code);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.DoesNotContain("controle/horloge", await held.Http.GetStringAsync("/controle"));
    }

    [Fact]
    public async Task It_moves_by_minutes_to_the_end_of_the_night_and_back_to_the_real_hour()
    {
        await using var tresor = await RunningTresor.StartAsync();

        await tresor.ControlAsync("horloge", """{"avancer":21}""");
        Assert.Equal("2026-09-01T08:21:00", await NowAsync(tresor));
        await tresor.ControlAsync("horloge", """{"vers":"nuit"}""");
        Assert.Equal("2026-09-02T01:00:00", await NowAsync(tresor));
        Assert.Contains("L’horloge a été déplacée.", WebUtility.HtmlDecode(await tresor.Http.GetStringAsync("/controle")));
        using var button = new FormUrlEncodedContent([new("vers", "reelle")]);
        Assert.Equal(HttpStatusCode.SeeOther, (await tresor.Http.PostAsync("/controle/horloge", button)).StatusCode);
        Assert.Equal("2026-09-01T08:00:00", await NowAsync(tresor));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"maintenant":"demain"}""")]
    [InlineData("""{"maintenant":"0001-01-01T00:00:00Z"}""")]
    [InlineData("""{"maintenant":"9999-12-31T23:59:59Z"}""")]
    [InlineData("""{"avancer":2147483647}""")]
    [InlineData("""{"avancer":5,"vers":"nuit"}""")]
    [InlineData("""{"vers":"hier"}""")]
    public async Task An_hour_without_sense_moves_nothing(string wish)
    {
        await using var tresor = await RunningTresor.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await tresor.ControlAsync("horloge", wish)).StatusCode);
        Assert.Equal("2026-09-01T08:00:00", await NowAsync(tresor));
    }

    private static async Task<string> NowAsync(RunningTresor tresor) =>
        JsonDocument.Parse(await tresor.Http.GetStringAsync("/controle/horloge")).RootElement.GetProperty("maintenant").GetDateTimeOffset().ToString("s");
}
