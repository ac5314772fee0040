using System.Text;
using System.Xml;

namespace ETicket.Payments.Providers.PayFip;

/// <summary>
/// « Client du service web PayFiP Régie » — its three operations, one HTTP call each and no retry: creerPaiementSecurise is not idempotent, and the
/// callers know when to ask again. Nothing is thrown for what the other side does; only the caller's own cancellation is.
/// </summary>
internal sealed class PayFipClient(HttpClient http, PayFipOptions options)
{
    /// <summary>Opens an operation: its number (« idOp »).</summary>
    public async Task<PayFipReply<string>> CreateAsync(PayFipRequest request, CancellationToken stop)
    {
        var reply = await CallAsync(
            "creerPaiementSecurise",
            [
                ("exer", request.Exer), ("mel", request.Mel), ("montant", request.Montant), ("numcli", request.NumCli), ("objet", request.Objet),
                ("refdet", request.RefDet), ("saisie", request.Saisie), ("urlnotif", request.UrlNotif), ("urlredirect", request.UrlRedirect),
            ],
            stop);
        return reply.Then<string>(fields => fields.TryGetValue("idOp", out var number)
            ? new PayFipReply<string>.Answer(number)
            : new PayFipReply<string>.Nothing("no idOp in the answer"));
    }

    /// <summary>The result of an operation: a pure look-up, which may be made at any time. « idOp » takes a capital O here: otherwise P1.</summary>
    public async Task<PayFipReply<PayFipDetail>> DetailAsync(string idOp, CancellationToken stop)
    {
        var reply = await CallAsync("recupererDetailPaiementSecurise", [("idOp", idOp)], stop);
        return reply.Then<PayFipDetail>(fields => new PayFipReply<PayFipDetail>.Answer(new PayFipDetail(fields)));
    }

    /// <summary>What PayFiP knows of a régie's number: « numCli » takes a capital C here.</summary>
    public async Task<PayFipReply<PayFipRegie>> RegieAsync(string numCli, CancellationToken stop)
    {
        var reply = await CallAsync("recupererDetailClient", [("numCli", numCli)], stop);
        return reply.Then<PayFipRegie>(fields => fields.TryGetValue("numcli", out var number)
            ? new PayFipReply<PayFipRegie>.Answer(new PayFipRegie(number, [.. Labels(fields)]))
            : new PayFipReply<PayFipRegie>.Nothing("no numcli in the answer"));
    }

    private async Task<PayFipReply<IReadOnlyDictionary<string, string>>> CallAsync(
        string operation, (string Name, string? Value)[] fields, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.TimeOut);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, options.ServiceAddress);
            request.Content = new StringContent(PayFipEnvelope.Write(operation, fields), Encoding.UTF8, "text/xml");
            request.Headers.TryAddWithoutValidation("SOAPAction", "\"\"");
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            using var body = await TakeAsync(response.Content, limit.Token);
            var read = body is null
                ? Nothing($"HTTP {(int)response.StatusCode}: answer over {PayFipEnvelope.MaxBytes} bytes")
                : Read(body, operation, (int)response.StatusCode);
            return read is PayFipReply<IReadOnlyDictionary<string, string>>.Nothing nothing ? nothing with { Failing = (int)response.StatusCode >= 500 } : read;
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            return Nothing($"no answer within {options.TimeOut}", late);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return Nothing($"unreachable: {broken.Message}", broken);
        }
    }

    private static PayFipReply<IReadOnlyDictionary<string, string>> Read(MemoryStream body, string operation, int status)
    {
        try
        {
            return PayFipEnvelope.Read(body, operation, status);
        }
        catch (XmlException unreadable)
        {
            // The message stays out: it may quote what was sent.
            return Nothing($"HTTP {status}: not the XML of the contract", unreadable);
        }
    }

    /// <summary>The whole body, or null as soon as it passes the limit, whatever length was announced.</summary>
    private static async Task<MemoryStream?> TakeAsync(HttpContent content, CancellationToken stop)
    {
        await using var source = await content.ReadAsStreamAsync(stop);
        var body = new MemoryStream();
        var block = new byte[16 * 1024];
        int read;
        while ((read = await source.ReadAsync(block, stop)) > 0)
        {
            if (body.Length + read > PayFipEnvelope.MaxBytes)
            {
                await body.DisposeAsync();
                return null;
            }
            body.Write(block, 0, read);
        }
        body.Position = 0;
        return body;
    }

    private static IEnumerable<string> Labels(IReadOnlyDictionary<string, string> fields)
    {
        foreach (var name in new[] { "libelleN1", "libelleN2", "libelleN3" })
        {
            if (fields.TryGetValue(name, out var label))
                yield return label;
        }
    }

    private static PayFipReply<IReadOnlyDictionary<string, string>> Nothing(string why, Exception? cause = null) =>
        new PayFipReply<IReadOnlyDictionary<string, string>>.Nothing(why, cause);
}
