using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace ETicket.UnitTests.Tresor.Wire;

/// <summary>
/// « Un client qui n'est pas le nôtre » — <c>python3-zeep</c> reads the contract at our own address, as a software house would, and calls from it alone: strict about every name and
/// every type, it judges both generations. Without it the story is skipped, and says so.
/// </summary>
public sealed class OtherClientTests
{
    private const string Client =
        """
        import json, sys, urllib.request
        from zeep import Client, Settings
        from zeep.exceptions import Fault
        from zeep.helpers import serialize_object
        asked = json.load(sys.stdin)
        client = Client(asked["contract"], settings=Settings(strict=True))
        def call(operation, **fields):
            try:
                read = serialize_object(client.service[operation](arg0=fields), dict)
                return {"idOp": read} if isinstance(read, str) else {name: value for name, value in read.items() if value is not None}
            except Fault as fault:
                told = fault.detail[0]
                return {"fault": fault.message, **serialize_object(client.wsdl.types.get_element(told.tag).parse(told, client.wsdl.types), dict)}
        def look(operation):
            return call("recupererDetailPaiementSecurise", idOp=operation)
        opened = call("creerPaiementSecurise", **asked["request"])
        told = {"opened": opened, "open": look(opened["idOp"])}
        paying = urllib.request.Request(asked["control"] + opened["idOp"] + "/resultat", b'{"resultat": "P"}', {"Content-Type": "application/json"})
        urllib.request.urlopen(paying).read()
        told |= {"paid": look(opened["idOp"]), "client": call("recupererDetailClient", numCli="006382"),
                 "small": call("creerPaiementSecurise", **{**asked["request"], "montant": "99"})}
        json.dump(told, sys.stdout)
        """;

    [Theory]
    [InlineData("2024")]
    [InlineData("2019")]
    public async Task Another_program_opens_a_payment_from_our_contract_reads_it_before_and_after_and_understands_every_fault(string generation)
    {
        await using var tresor = await RunningTresor.StartAsync();

        var told = await AskAsync(new
        {
            contract = $"{tresor.Address}/tpa/services/securite?wsdl&generation={generation}",
            control = $"{tresor.Address}/controle/operations/",
            request = RunningTresor.GoodRequest,
        });

        Assert.Equal("1", told.GetProperty("opened").GetProperty("idOp").GetString()![14..15]);
        AssertFault("P5", 2, told.GetProperty("open"));
        var paid = told.GetProperty("paid");
        Assert.Equal(("P", "1250", "CANT2026000123", "006382", "T"), (Of("resultrans"), Of("montant"), Of("refdet"), Of("numcli"), Of("saisie")));
        Assert.Equal(("01092026", "1000"), (Of("dattrans"), Of("heurtrans")));
        Assert.Equal("COMMUNE DE DEMONSTRATION", told.GetProperty("client").GetProperty("libelleN1").GetString());
        AssertFault("M3", 2, told.GetProperty("small"));

        string? Of(string field) => paid.TryGetProperty(field, out var value) ? value.GetString() : null;
    }

    private static void AssertFault(string code, int severity, JsonElement told)
    {
        Assert.Equal("fr.gouv.finances.cp.tpa.webservice.exceptions.FonctionnelleErreur", told.GetProperty("fault").GetString());
        Assert.Equal((code, severity), (told.GetProperty("code").GetString(), told.GetProperty("severite").GetInt32()));
    }

    private static async Task<JsonElement> AskAsync(object asked)
    {
        var stop = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Client]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(asked)), stop);
            process.StandardInput.Close();
            var reproach = process.StandardError.ReadToEndAsync(stop);
            var (said, why) = (await process.StandardOutput.ReadToEndAsync(stop), await reproach);
            await process.WaitForExitAsync(stop);
            Assert.SkipWhen(why.Contains("No module named 'zeep'", StringComparison.Ordinal), "python3-zeep is not on this machine: no other client of web services can judge us.");
            Assert.True(process.ExitCode == 0, why);
            return JsonDocument.Parse(said).RootElement;
        }
        catch (Win32Exception)
        {
            Assert.Skip("python3 is not on this machine: no other client of web services can judge us.");
            throw;
        }
    }
}
