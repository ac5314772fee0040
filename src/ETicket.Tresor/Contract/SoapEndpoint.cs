using ETicket.Tresor.Operations;

namespace ETicket.Tresor.Contract;

/// <summary>The web service: three operations, one address. Every "no" is an HTTP 500 with a SOAP fault.</summary>
internal sealed class SoapEndpoint(OperationBook book, RequestRules rules, ILogger<SoapEndpoint> log)
{
    public const string Path = "/tpa/services/securite";

    public async Task<IResult> AnswerAsync(HttpRequest request, CancellationToken stop)
    {
        try
        {
            var call = await SoapWire.ReadAsync(request, stop);
            return Xml(call.Operation switch
            {
                "creerPaiementSecurise" => Create(call),
                "recupererDetailPaiementSecurise" => Detail(call),
                "recupererDetailClient" => Client(call),
                _ => throw new NotACall($"Unknown operation {call.Operation}."),
            });
        }
        catch (Anomaly anomaly)
        {
            log.LogInformation("Refused with {Code}", anomaly.Code);
            return Xml(SoapWire.FunctionalFault(anomaly.Code), StatusCodes.Status500InternalServerError);
        }
        catch (NotACall malformed)
        {
            log.LogInformation("Not a call: {Why}", malformed.Message);
            return Xml(SoapWire.ProtocolFault(), StatusCodes.Status500InternalServerError);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "A call failed");
            return Xml(SoapWire.TechnicalFault(), StatusCodes.Status500InternalServerError);
        }
    }

    private string Create(SoapCall call) =>
        SoapWire.Answer(call.Operation, ("idOp", book.Create(rules.Check(call.Fields)).IdOp));

    private string Detail(SoapCall call)
    {
        var operation = book.Detail(call.Fields.GetValueOrDefault("idOp"));
        var (asked, outcome) = (operation.Request, operation.Outcome!);
        return SoapWire.Answer(
            call.Operation,
            ("dattrans", ParisClock.Dattrans(outcome.At)),
            ("exer", asked.Exer),
            ("heurtrans", ParisClock.Heurtrans(outcome.At)),
            ("idOp", operation.IdOp),
            ("mel", asked.Mel),
            ("montant", asked.Montant),
            ("numauto", outcome.Numauto),
            ("numcli", asked.Numcli),
            ("objet", asked.Objet),
            ("refdet", asked.Refdet),
            ("resultrans", outcome.Result.Letter()),
            ("saisie", asked.Saisie));
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

    private static IResult Xml(string text, int status = StatusCodes.Status200OK) =>
        Results.Text(text, SoapWire.ContentType, statusCode: status);
}
