using System.Diagnostics.Metrics;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Endpoints;

/// <summary>
/// « Avis du prestataire » — where providers notify and where payers come back. A notice is stored first and thought about next, unless it is forged: nothing of that is
/// written. It proves nothing, it only makes us go and look. Of unsigned notices about operations that are none of ours few are kept (<see cref="StrangeNotices"/>), and for a
/// day; of those about ours, no more than twenty each, and few looked up at once (<see cref="KnownNotices"/>). Neither door reads a cookie. PayFiP sends « idop », in whatever spelling and method.
/// </summary>
internal static class ProviderNotices
{
    /// <summary>More than any provider sends; each says how much its own are (<see cref="IPaymentProvider.LongestNotice"/>).</summary>
    private const int MostBytes = 256 * 1024;

    private const string NobodysPayment = "unknown";
    private const string AskedJustNow = "asked just now";

    private static readonly Meter Meter = new("ETicket.Payments");
    private static readonly Counter<long> Forgeries = Meter.CreateCounter<long>("eticket.notices.forged");

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    public static void MapProviderNotices(this WebApplication app)
    {
        // The provider's number is public: anyone may call, nobody may send a novel.
        var limit = new RequestSizeLimitAttribute(MostBytes);
        app.MapMethods("/paiement/{name}/notification", Methods, NotifiedAsync).AllowAnonymous().DisableAntiforgery().WithMetadata(limit).RequireRateLimiting(NoticeLimit.Name);
        app.MapMethods("/paiement/{name}/retour", Methods, ReturnedAsync).AllowAnonymous().DisableAntiforgery().WithMetadata(limit);
    }

    /// <summary>200 once the notice is handled or means nothing to us; 400 for a forgery; 500 or 503 while it must be sent again or swept later.</summary>
    private static async Task<IResult> NotifiedAsync(
        string name, HttpContext http, Database database, Settlements settlements, IEnumerable<IPaymentProvider> providers, StrangeNotices strangers, KnownNotices known, TimeProvider clock,
        ILogger<Notice> log)
    {
        var stop = http.RequestAborted;
        if (Find(providers, name) is not { } provider)
            return Results.NotFound();
        if (await NoticeBody.ReadAsync(http.Request, provider.LongestNotice, stop) is not { } request)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);

        NoticeReading reading;
        try
        {
            reading = await provider.ReadNoticeAsync(request, stop);
        }
        catch (ProviderUnreachable silent)
        {
            log.LogWarning(silent, "A notice of {Provider} could not be read yet", provider.Name);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        if (reading is NoticeReading.Forged forged)
        {
            Forgeries.Add(1, KeyValuePair.Create<string, object?>("provider", provider.Name.ToString()));
            log.LogDebug("A notice of {Provider} is forged: {Why}", provider.Name, forged.Why);
            return Results.BadRequest();
        }

        var about = reading as NoticeReading.About;
        await using var db = database.OutsideStructures();
        var address = await AddressAsync(db, provider.Name, about?.ProviderReference, stop);
        if (address is null && !provider.SignsNotices && !strangers.MayKeep())
            return Results.Ok();
        var operation = address is null || provider.SignsNotices ? null : $"{address.Provider} {address.ProviderReference}";
        var asks = operation is null || known.MayAsk(operation);
        var keeps = operation is null || known.MayKeep(operation);
        if (!asks && !keeps)
            return Results.Ok();
        var notice = new Notice { Provider = provider.Name, ReceivedAt = clock.GetUtcNow(), Content = reading.Kept ?? NoticeBody.Kept(request), ProviderReference = about?.ProviderReference };
        if (keeps)
            db.Add(notice);
        await db.SaveChangesAsync(stop);

        // Once stored, it is ours to finish even if the provider hangs up.
        stop = CancellationToken.None;
        try
        {
            notice.Outcome = asks ? await SettleAsync(settlements, address, about, stop) : AskedJustNow;
            if (notice.Outcome is NobodysPayment)
                log.LogWarning("Notice {Notice} of {Provider} speaks of no payment of ours", notice.Id, provider.Name);
            notice.HandledAt = clock.GetUtcNow();
            await db.SaveChangesAsync(stop);
            return Results.Ok();
        }
#pragma warning disable CA1031 // The edge: whatever failed, the notice stays unhandled and the sweep takes over.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LogError(e, "Notice {Notice} of {Provider} is left unhandled", notice.Id, provider.Name);
            return Results.StatusCode(StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>The payer is back: sent to the page of the payment, which looks the truth up itself.</summary>
    private static async Task<IResult> ReturnedAsync(string name, HttpContext http, Database database, Settlements settlements, IEnumerable<IPaymentProvider> providers, TimeProvider clock)
    {
        var stop = http.RequestAborted;
        if (Find(providers, name) is not { } provider)
            return Results.NotFound();
        if (await NoticeBody.ReadAsync(http.Request, provider.LongestNotice, stop) is not { } request)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        await using var db = database.OutsideStructures();
        var address = await AddressAsync(db, provider.Name, provider.ReadReturn(request), stop);
        // PayPal names the payer where he agreed to pay, and not where he gave up: what was declined before may be asked for again.
        if (address is not null && request.Query.ContainsKey("PayerID"))
            await settlements.ApprovedAsync(address.StructureId, address.PaymentId, clock.GetUtcNow(), CancellationToken.None);
        http.Response.Headers.Location = address is null ? "/famille/tickets" : $"/famille/paiement/{address.PaymentId}{(PayerReturn.IsCancelled(request) ? "?" + PayerReturn.Cancelled : "")}";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<string> SettleAsync(Settlements settlements, PaymentAddress? address, NoticeReading.About? about, CancellationToken stop)
    {
        if (address is null)
            return NobodysPayment;
        if (about?.ApprovedAt is { } at)
            await settlements.ApprovedAsync(address.StructureId, address.PaymentId, at, stop);
        var state = await Conflicts.ReplayAsync(() => settlements.SettleAsync(address.StructureId, address.PaymentId, "notification", stop, about is { EvenCredited: true }), stop);
        return state.ToString();
    }

    private static async Task<PaymentAddress?> AddressAsync(ETicketDb db, PaymentProvider provider, string? reference, CancellationToken stop) =>
        reference is null ? null : await db.Set<PaymentAddress>().AsNoTracking().SingleOrDefaultAsync(a => a.Provider == provider && a.ProviderReference == reference, stop);

    private static IPaymentProvider? Find(IEnumerable<IPaymentProvider> providers, string name) =>
        providers.FirstOrDefault(p => string.Equals(p.Name.ToString(), name, StringComparison.OrdinalIgnoreCase));
}
