using System.Collections.Specialized;
using System.Web;
using ETicket.Kernel;
using Microsoft.Extensions.Logging;

namespace ETicket.Payments.Providers.PayFip;

/// <summary>
/// « PayFiP Régie » by its web service: parameters go from server to server and the payer's browser carries only the operation's number (« idOp »). That
/// number is guessable and notices are unsigned: only <see cref="LookUpAsync"/> tells the truth. Source: « PayFiP Régie web service », see README.md.
/// </summary>
internal sealed class PayFipProvider(PayFipClient client, PayFipOptions options, TimeProvider clock, ILogger<PayFipProvider> log) : IPaymentProvider
{
    private const int LongestNotice = 2000;

    public PaymentProvider Name => PaymentProvider.PayFip;

    public TimeSpan Window => options.SettlesWithin;
    public Money Minimum => new(options.MinCents);

    /// <summary>
    /// Two calls open two operations: PayFiP does not look at the reference. What PayFiP is known to refuse is refused before the call, under the same code.
    /// </summary>
    public async Task<Started> StartAsync(PaymentOrder order, CancellationToken stop)
    {
        var request = PayFipOrder.Write(order, options);
        return await client.CreateAsync(request, stop) switch
        {
            PayFipReply<string>.Answer { Value: var idOp } when PayFipOrder.IsOperation(idOp) => new Started(idOp, PayerPage(idOp)),
            PayFipReply<string>.Answer => throw new ProviderUnreachable("the answer holds no readable idOp"),
            PayFipReply<string>.Fault { Functional: true } no => throw new ProviderRefused(no.Code, no.Label),
            PayFipReply<string>.Fault fault => throw new ProviderUnreachable($"technical fault {fault.Code} {fault.Label}".Trim()),
            PayFipReply<string>.Nothing nothing => throw new ProviderUnreachable(nothing.Why, nothing.Cause),
            _ => throw new InvalidOperationException("The three cases are all there is."),
        };
    }

    /// <summary>Notices are unsigned, so none is forged: whatever it says, it only makes us go and look.</summary>
    public Task<NoticeReading> ReadNoticeAsync(ProviderRequest request, CancellationToken stop) =>
        Task.FromResult<NoticeReading>(ReadReturn(request) is { } idOp ? new NoticeReading.About(idOp) : new NoticeReading.NotOurs());

    /// <summary>« idop », however it is spelt, in the form, the body or the query of a GET or a POST; null unless it looks like a number of PayFiP.</summary>
    public string? ReadReturn(ProviderRequest request)
    {
        if (!request.Method.Equals("POST", StringComparison.OrdinalIgnoreCase) && !request.Method.Equals("GET", StringComparison.OrdinalIgnoreCase))
            return null;
        return request.Form.Concat(Pairs(request)).Concat(request.Query)
            .Where(pair => pair.Key.Equals("idop", StringComparison.OrdinalIgnoreCase))
            .Select(pair => pair.Value.Trim())
            .FirstOrDefault(PayFipOrder.IsOperation);
    }

    /// <summary>The mapping of every code is in <see cref="PayFipOutcome"/>.</summary>
    public async Task<ProviderView> LookUpAsync(PaymentOrder order, string providerReference, CancellationToken stop)
    {
        if (!PayFipOrder.IsOperation(providerReference))
            return new ProviderView.Unknown("not an operation of PayFiP");
        var reply = await client.DetailAsync(providerReference, stop);
        var now = clock.GetUtcNow();
        var settled = now - order.CreatedAt >= options.SettlesWithin;
        // The purge is PayFiP's: it has happened when the Paris day after the opening has begun for as long as an operation may last.
        var nightPassed = ParisTime.DayOf(now - options.SettlesWithin) > ParisTime.DayOf(order.CreatedAt);
        return reply switch
        {
            PayFipReply<PayFipDetail>.Answer answer => Told(order, PayFipOutcome.Of(answer.Value, providerReference, order.CreatedAt, now, nightPassed, options.AcceptsTestPayments)),
            PayFipReply<PayFipDetail>.Fault { Functional: false } fault => new ProviderView.Unknown($"technical fault {fault.Code} {fault.Label}".Trim()) { Rests = options.RestsAfterFault },
            PayFipReply<PayFipDetail>.Fault fault => PayFipOutcome.Of(fault.Code, fault.Label, settled, nightPassed),
            PayFipReply<PayFipDetail>.Nothing nothing => new ProviderView.Unknown(nothing.Why) { Rests = nothing.Failing ? options.RestsAfterFault : default },
            _ => throw new InvalidOperationException("The three cases are all there is."),
        };
    }

    /// <summary>« Contrôle du numéro client » — asked when a régie is configured: PayFiP's own labels for it, or a no.</summary>
    public async Task<PayFipClientCheck> CheckClientAsync(string numcli, CancellationToken stop)
    {
        if (!PayFipOrder.IsClientNumber(numcli))
            return new PayFipClientCheck.Refused("T1", PayFipLabels.Of("T1"));
        return await client.RegieAsync(numcli, stop) switch
        {
            PayFipReply<PayFipRegie>.Answer { Value: var regie } when regie.Number == numcli => new PayFipClientCheck.Known(regie.Number, regie.Labels),
            PayFipReply<PayFipRegie>.Answer => new PayFipClientCheck.Unreachable("the answer speaks of another number"),
            PayFipReply<PayFipRegie>.Fault { Functional: true } no => new PayFipClientCheck.Refused(no.Code, no.Label),
            PayFipReply<PayFipRegie>.Fault fault => new PayFipClientCheck.Unreachable($"technical fault {fault.Code} {fault.Label}".Trim()),
            PayFipReply<PayFipRegie>.Nothing nothing => new PayFipClientCheck.Unreachable(nothing.Why),
            _ => throw new InvalidOperationException("The three cases are all there is."),
        };
    }

    /// <summary>Somebody paid with a test card where tickets are sold: the operator hears of it at once, the discrepancy waits for a person.</summary>
    private ProviderView Told(PaymentOrder order, ProviderView view)
    {
        if (view is ProviderView.Credited { Mode: ('t' or 'x') and { } mode })
            log.LogError("Payment {Payment} is a test payment of PayFiP (mode {Mode}): it credits nothing here", order.Id, char.ToUpperInvariant(mode));
        return view;
    }

    private Uri PayerPage(string idOp)
    {
        var page = new UriBuilder(options.PayerPage);
        page.Query = page.Query is { Length: > 1 } query ? $"{query}&idop={idOp}" : $"idop={idOp}";
        return page.Uri;
    }

    /// <summary>A notification sent without its content type leaves the form empty: its body is read all the same.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Pairs(ProviderRequest request)
    {
        if (request.Form.Count > 0 || request.Body.Length is 0 or > LongestNotice)
            return [];
        NameValueCollection pairs = HttpUtility.ParseQueryString(request.Body.Trim());
        return pairs.AllKeys.OfType<string>().Select(key => KeyValuePair.Create(key, pairs[key] ?? ""));
    }
}

/// <summary>What PayFiP says of a régie's number.</summary>
internal abstract record PayFipClientCheck
{
    private PayFipClientCheck() { }

    /// <summary>The number exists; its labels are shown to the person who configures, to compare with the régie's name.</summary>
    public sealed record Known(string Number, IReadOnlyList<string> Labels) : PayFipClientCheck;

    public sealed record Refused(string Code, string Label) : PayFipClientCheck;

    /// <summary>Nobody could tell; ask again later.</summary>
    public sealed record Unreachable(string Why) : PayFipClientCheck;
}
