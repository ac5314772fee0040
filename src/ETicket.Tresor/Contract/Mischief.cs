using System.Text;
using ETicket.Tresor.Control;

namespace ETicket.Tresor.Contract;

/// <summary>
/// « mauvais tour » — what the switches make of an answer. A refusal replaces the work; a spoilt answer follows it, so that an operation may well exist
/// whose idOp nobody could read.
/// </summary>
internal static class Mischief
{
    private const int HugeBytes = 50 * 1024 * 1024;
    private const int Block = 64 * 1024;

    private static readonly string BadGateway = Embedded.Text("Contract/bad-gateway.html");

    /// <summary>The fault chosen instead of the work; null when the work is to be done.</summary>
    public static Reply? Refusal(ServiceAnswer chosen) => chosen switch
    {
        ServiceAnswer.Unavailable => Fault(SoapWire.UnavailableFault()),
        ServiceAnswer.Dysfunction => Fault(SoapWire.TechnicalFault()),
        ServiceAnswer.Purged => Fault(SoapWire.FunctionalFault("P1")),
        ServiceAnswer.NoResult => Fault(SoapWire.FunctionalFault("P5")),
        _ => null,
    };

    public static IResult Spoil(ServiceAnswer chosen, Reply honest) => chosen switch
    {
        ServiceAnswer.BadGateway => Results.Text(BadGateway, "text/html", statusCode: StatusCodes.Status502BadGateway),
        ServiceAnswer.Malformed => Xml(honest with { Text = honest.Text.Replace("</S:Body>", "", StringComparison.Ordinal) }),
        ServiceAnswer.Truncated => Xml(honest with { Text = honest.Text[..(honest.Text.Length / 2)] }),
        ServiceAnswer.Cut => new CutAnswer(honest),
        ServiceAnswer.Dtd => Xml(UnderDtd(honest, "", "")),
        ServiceAnswer.ExternalEntity => Xml(UnderDtd(honest, """<!ENTITY lu SYSTEM "file:///etc/hostname">""", "&lu;")),
        ServiceAnswer.EntityBomb => Xml(UnderDtd(honest, Bomb(), "&b9;")),
        ServiceAnswer.Huge => new HugeAnswer(honest),
        _ => Xml(honest),
    };

    private static Reply Fault(string text) => new(text, StatusCodes.Status500InternalServerError);

    private static IResult Xml(Reply reply) => Results.Text(reply.Text, SoapWire.ContentType, statusCode: reply.Status);

    /// <summary>The honest answer under a DTD; what it declares is used in a header, where a reader meets it before the result.</summary>
    private static Reply UnderDtd(Reply honest, string declared, string used) => honest with
    {
        Text = honest.Text
            .Replace("?>", $"?><!DOCTYPE S:Envelope [{declared}]>", StringComparison.Ordinal)
            .Replace("<S:Body>", $"<S:Header><lu>{used}</lu></S:Header><S:Body>", StringComparison.Ordinal),
    };

    /// <summary>Ten thousand million letters in a few lines.</summary>
    private static string Bomb() => string.Concat(Enumerable.Range(0, 10).Select(level =>
        $"""<!ENTITY b{level} "{(level == 0 ? "aaaaaaaaaa" : string.Concat(Enumerable.Repeat($"&b{level - 1};", 10)))}">"""));

    private sealed class CutAnswer(Reply honest) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var whole = Encoding.UTF8.GetBytes(honest.Text);
            httpContext.Response.StatusCode = honest.Status;
            httpContext.Response.ContentType = SoapWire.ContentType;
            httpContext.Response.ContentLength = whole.Length;
            await httpContext.Response.Body.WriteAsync(whole.AsMemory(0, whole.Length / 2));
            await httpContext.Response.Body.FlushAsync();
            httpContext.Abort();
        }
    }

    /// <summary>The honest answer, pushed to the end of fifty megabytes of spaces: well-formed for who reads it all.</summary>
    private sealed class HugeAnswer(Reply honest) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var (response, gone) = (httpContext.Response, httpContext.RequestAborted);
            response.StatusCode = honest.Status;
            response.ContentType = SoapWire.ContentType;
            var body = honest.Text.IndexOf("<S:Body>", StringComparison.Ordinal);
            var blank = new byte[Block];
            blank.AsSpan().Fill((byte)' ');
            try
            {
                await response.WriteAsync(honest.Text[..body], gone);
                for (var sent = 0; sent < HugeBytes; sent += Block)
                    await response.Body.WriteAsync(blank, gone);
                await response.WriteAsync(honest.Text[body..], gone);
            }
            catch (OperationCanceledException)
            {
                // The client had enough.
            }
        }
    }
}
