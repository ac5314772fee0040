using ETicket.Tresor;
using ETicket.Tresor.Operations;

namespace ETicket.UnitTests.Tresor;

public sealed class HostTests : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"tresor-{Guid.NewGuid():N}", "operations.jsonl");

    [Fact]
    public async Task Two_live_side_by_side_and_know_nothing_of_each_other()
    {
        await using var one = await RunningTresor.StartAsync();
        await using var other = await RunningTresor.StartAsync();

        var idOp = await one.CreateAsync();

        Assert.NotEqual(one.Address, other.Address);
        Assert.Equal("P5", (await one.LookUpAsync(idOp)).Code);
        Assert.Equal("P1", (await other.LookUpAsync(idOp)).Code);
    }

    [Fact]
    public async Task A_restart_loses_neither_open_nor_ended_operations()
    {
        string open, opened, paid, detail;
        await using (var before = await RunningTresor.StartAsync(new TresorOptions { StateFile = file }))
        {
            (open, opened, paid) = (await before.CreateAsync(), await before.CreateAsync(), await before.CreateAsync(("objet", "Été")));
            await before.OpenAsync(opened);
            await before.OpenAsync(paid);
            await before.ActAsync(paid, "carte");
            detail = (await before.LookUpAsync(paid)).Body.ToString();
        }

        await using var after = await RunningTresor.StartAsync(new TresorOptions { StateFile = file });
        await after.ActAsync(opened, "prelevement");

        Assert.Equal(detail, (await after.LookUpAsync(paid)).Body.ToString());
        Assert.Equal("V", (await after.LookUpAsync(opened))["resultrans"]);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await after.OpenAsync(open)).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Conflict, (await after.OpenAsync(open)).StatusCode);
    }

    [Fact]
    public async Task A_line_cut_short_by_a_crash_loses_only_itself()
    {
        string kept, later;
        await using (var before = await RunningTresor.StartAsync(new TresorOptions { StateFile = file }))
            kept = await before.CreateAsync();
        await File.AppendAllTextAsync(file, """{"idOp":"81bdf4c0-8ed""");
        await using (var during = await RunningTresor.StartAsync(new TresorOptions { StateFile = file }))
            later = await during.CreateAsync();

        await using var after = await RunningTresor.StartAsync(new TresorOptions { StateFile = file });

        Assert.Equal("P5", (await after.LookUpAsync(kept)).Code);
        Assert.Equal("P5", (await after.LookUpAsync(later)).Code);
    }

    [Fact]
    public async Task A_state_file_in_use_refuses_a_second_Tresor_at_once()
    {
        await using var first = await RunningTresor.StartAsync(new TresorOptions { StateFile = file });

        await Assert.ThrowsAsync<IOException>(() => RunningTresor.StartAsync(new TresorOptions { StateFile = file }));
    }

    [Fact]
    public async Task The_command_line_completes_the_options()
    {
        var clients = Path.Combine(Path.GetTempPath(), $"clients-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(clients, """[{"numcli":"004004","libelleN1":"PORT"}]""");

        await using var app = TresorHost.Build(
            new TresorOptions { LogLevel = Microsoft.Extensions.Logging.LogLevel.None }, "--urls", "http://127.0.0.1:0", "--clients", clients);
        await app.StartAsync();
        using var http = new HttpClient();
        var answer = await http.PostAsync(app.Urls.Single() + "/tpa/services/securite", new StringContent(
            """
            <e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>
            <p:recupererDetailClient xmlns:p="http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/contrat_paiement_securise/PaiementSecuriseService">
            <arg0><numCli>004004</numCli></arg0></p:recupererDetailClient></e:Body></e:Envelope>
            """));
        File.Delete(clients);

        Assert.Contains("<libelleN1>PORT</libelleN1><numcli>004004</numcli>", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_client_number_withdrawn_at_a_restart_gets_a_page_and_not_a_failure()
    {
        string idOp;
        await using (var before = await RunningTresor.StartAsync(new TresorOptions { StateFile = file }))
            idOp = await before.CreateAsync();

        await using var after = await RunningTresor.StartAsync(new TresorOptions { StateFile = file, Clients = [] });
        var page = await after.OpenAsync(idOp);

        Assert.Contains("Code T2", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public void Every_public_code_has_its_sentence()
    {
        foreach (var code in new[] { "P1", "P3", "P4", "P5", "T1", "T2", "T4", "S1", "A1", "A2", "R3", "M1", "M3", "M5", "N1", "D1" })
            Assert.Contains(code, AnomalyText.Codes);
    }

    public void Dispose()
    {
        if (Directory.Exists(Path.GetDirectoryName(file)))
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }
}
