using System.Net;
using System.Text.Json;

namespace ETicket.UnitTests.Tresor.Control;

/// <summary>What the bank sees: the money of each day, and the rejections the web service never tells.</summary>
public sealed class BankTests
{
    private const string Tuesday = "2026-09-01T08:00:00Z";

    [Fact]
    public async Task A_rejected_debit_stays_V_for_the_service_and_shows_at_the_bank_alone()
    {
        await using var listener = await NotificationListener.StartAsync();
        await using var tresor = await RunningTresor.StartAsync(now: Tuesday);
        var idOp = await tresor.CreateAsync(("urlnotif", listener.Address));
        await tresor.ImposeAsync(idOp, "V");
        await listener.NextAsync();
        var before = (await tresor.LookUpAsync(idOp)).Body.ToString();

        var rejected = await tresor.ControlAsync($"operations/{idOp}/rejet", """{"le":"2026-09-08"}""");
        tresor.Clock.Advance(TimeSpan.FromDays(7));

        Assert.Equal(HttpStatusCode.OK, rejected.StatusCode);
        Assert.Equal(before, (await tresor.LookUpAsync(idOp)).Body.ToString());
        Assert.Equal(0, listener.Waiting);
        Assert.Equal(
            ["2026-09-08 rejet prelevement -1250 CANT2026000123", "2026-09-04 credit prelevement 1250 CANT2026000123"],
            await LinesAsync(tresor));
        Assert.Equal("2026-09-08", (await tresor.SeenAsync(idOp)).GetProperty("rejeteeLe").GetString());
    }

    [Fact]
    public async Task The_payments_of_a_day_are_one_credit_per_means_on_a_working_day()
    {
        await using var tresor = await RunningTresor.StartAsync(now: "2026-09-04T21:30:00Z");
        foreach (var (refdet, montant, result) in new[] { ("CARTE001", "100", "P"), ("CARTE002", "250", "P"), ("DEBIT001", "700", "V"), ("REFUS001", "900", "R") })
            await tresor.ImposeAsync(await tresor.CreateAsync(("refdet", refdet), ("montant", montant)), result);
        // After midnight in Paris: another day.
        tresor.Clock.Advance(TimeSpan.FromHours(1));
        await tresor.ImposeAsync(await tresor.CreateAsync(("refdet", "CARTE003"), ("montant", "400")), "P");

        tresor.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromHours(1));
        Assert.Empty(await LinesAsync(tresor));
        tresor.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["2026-09-07 credit carte 750 CARTE001 CARTE002 CARTE003"], await LinesAsync(tresor));
        tresor.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(["2026-09-09 credit prelevement 700 DEBIT001", "2026-09-07 credit carte 750 CARTE001 CARTE002 CARTE003"], await LinesAsync(tresor));
    }

    [Fact]
    public async Task A_rejection_is_never_written_before_its_credit()
    {
        await using var tresor = await RunningTresor.StartAsync(now: Tuesday);
        var idOp = await tresor.CreateAsync();
        await tresor.ImposeAsync(idOp, "V");

        await tresor.ControlAsync($"operations/{idOp}/rejet");
        Assert.Empty(await LinesAsync(tresor));
        tresor.Clock.Advance(TimeSpan.FromDays(3));

        Assert.Equal(["2026-09-04 credit prelevement 1250 CANT2026000123", "2026-09-04 rejet prelevement -1250 CANT2026000123"], await LinesAsync(tresor));
    }

    [Theory]
    [InlineData("P")]
    [InlineData("Z")]
    [InlineData("A")]
    public async Task Only_a_direct_debit_is_rejected_and_once(string result)
    {
        await using var tresor = await RunningTresor.StartAsync();
        var (ended, debit) = (await tresor.CreateAsync(), await tresor.CreateAsync());
        await tresor.ImposeAsync(ended, result);
        await tresor.ImposeAsync(debit, "V");

        Assert.Equal(HttpStatusCode.Conflict, (await tresor.ControlAsync($"operations/{ended}/rejet")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await tresor.ControlAsync($"operations/{debit}/rejet")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await tresor.ControlAsync($"operations/{debit}/rejet")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await tresor.ControlAsync("operations/inconnue/rejet")).StatusCode);
    }

    [Fact]
    public async Task The_switch_rejects_every_debit_after_so_many_days_and_a_restart_remembers_it()
    {
        var folder = Directory.CreateTempSubdirectory("tresor-");
        var options = new ETicket.Tresor.TresorOptions { StateFile = Path.Combine(folder.FullName, "operations.jsonl") };
        await using (var before = await RunningTresor.StartAsync(options, Tuesday))
        {
            await before.SwitchAsync("""{"rejetDans":8}""");
            await before.ImposeAsync(await before.CreateAsync(), "V");
        }

        await using var after = await RunningTresor.StartAsync(options, "2026-09-10T08:00:00Z");
        var lines = await LinesAsync(after);
        var switches = await after.Http.GetStringAsync("/controle/reglages");
        folder.Delete(recursive: true);

        Assert.Equal("2026-09-09 rejet prelevement -1250 CANT2026000123", lines[0]);
        Assert.Contains("\"rejetDans\":0", switches);
    }

    private static async Task<string[]> LinesAsync(RunningTresor tresor) =>
    [
        .. from line in JsonDocument.Parse(await tresor.Http.GetStringAsync("/controle/banque")).RootElement.EnumerateArray()
           let references = line.GetProperty("references").EnumerateArray().Select(reference => reference.GetString())
           select $"{line.GetProperty("le")} {line.GetProperty("sens")} {line.GetProperty("moyen")} {line.GetProperty("montant")} {string.Join(' ', references)}",
    ];
}
