using ETicket.Tresor.Control;
using ETicket.Tresor.Operations;

namespace ETicket.Tresor.Contract;

/// <summary>What is about to be answered.</summary>
internal readonly record struct Reply(string Text, int Status = StatusCodes.Status200OK);

/// <summary>
/// The web service: three operations, one address. Every "no" is an HTTP 500 with a SOAP fault. The switches decide between the work and the answer.
/// </summary>
internal sealed class SoapEndpoint(OperationBook book, RequestRules rules, SwitchBoard board, ILogger<SoapEndpoint> log)
{
    public const string Path = "/tpa/services/securite";

    /// <summary>A timer may ring a moment early; the seconds told are the least an answer takes.</summary>
    private static readonly TimeSpan TimerGrain = TimeSpan.FromMilliseconds(20);

    public async Task<IResult> AnswerAsync(HttpRequest request, CancellationToken stop)
    {
        var switches = Switches.Normal;
        Reply reply;
        try
        {
            var call = await SoapWire.ReadAsync(request, stop);
            switches = board.ForCall(call.Operation, call.Fields.GetValueOrDefault("idOp"));
            reply = Mischief.Refusal(switches.Answer) ?? new Reply(Done(call, switches));
        }
        catch (Anomaly anomaly)
        {
            log.LogInformation("Refused with {Code}", anomaly.Code);
            reply = new Reply(SoapWire.FunctionalFault(anomaly.Code), StatusCodes.Status500InternalServerError);
        }
        catch (NotACall malformed)
        {
            log.LogInformation("Not a call: {Why}", malformed.Message);
            reply = new Reply(SoapWire.ProtocolFault(), StatusCodes.Status500InternalServerError);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "A call failed");
            reply = new Reply(SoapWire.TechnicalFault(), StatusCodes.Status500InternalServerError);
        }
        if (switches.SlowSeconds > 0)
            await Task.Delay(TimeSpan.FromSeconds(switches.SlowSeconds) + TimerGrain, stop);
        return Mischief.Spoil(switches.Answer, reply);
    }

    private string Done(SoapCall call, Switches switches) => call.Operation switch
    {
        "creerPaiementSecurise" => Create(call),
        "recupererDetailPaiementSecurise" => Detail(call, switches),
        "recupererDetailClient" => Client(call),
        _ => throw new NotACall($"Unknown operation {call.Operation}."),
    };

    private string Create(SoapCall call) =>
        SoapWire.Answer(call.Operation, ("idOp", book.Create(rules.Check(call.Fields)).IdOp));

    private string Detail(SoapCall call, Switches switches)
    {
        var operation = book.Detail(call.Fields.GetValueOrDefault("idOp"));
        var (asked, outcome) = (operation.Request, operation.Outcome!);
        if (asked.ByRedirect)
            throw new Anomaly("P1");
        return SoapWire.Answer(
            call.Operation,
            ("dattrans", ParisClock.Dattrans(outcome.At)),
            ("exer", asked.Exer),
            ("heurtrans", ParisClock.Heurtrans(outcome.At)),
            ("idOp", operation.IdOp),
            ("mel", asked.Mel),
            ("montant", switches.Montant ?? asked.Montant),
            ("numauto", outcome.Numauto),
            ("numcli", switches.Numcli ?? asked.Numcli),
            ("objet", asked.Objet),
            ("refdet", switches.Refdet ?? asked.Refdet),
            ("resultrans", outcome.Result.Letter()),
            ("saisie", switches.Saisie ?? asked.Saisie));
    }

    private string Client(SoapCall call)
    {
        var client = rules.Client(call.Fields.GetValueOrDefault("numCli"));
        return SoapWire.Answer(
            call.Operation,
            ("libelleN1", client.LibelleN1),
            ("libelleN2", client.LibelleN2),
            ("libelleN3", client.LibelleN3),
            ("numcli", client.Numcli));
    }
}
