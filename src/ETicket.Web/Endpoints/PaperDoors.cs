using System.Globalization;
using ETicket.Access;
using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Payments.Papers;
using ETicket.Planning.Papers;
using ETicket.Treasury.Papers;
using ETicket.Wallets.Papers;
using ETicket.Web.Security;
using Microsoft.Net.Http.Headers;

namespace ETicket.Web.Endpoints;

/// <summary>
/// « Documents à télécharger » — a family reads its own papers, the mairie those of its structure; whose they are comes from the session, never from the address. Under a number that
/// is not theirs there is nothing.
/// </summary>
internal static class PaperDoors
{
    public static void MapPapers(this IEndpointRouteBuilder app)
    {
        var family = app.MapFamily();
        family.MapGet("/factures/{id:guid}/pdf", (Guid id, HttpContext context, ReceiptPapers papers, CancellationToken stop) =>
            GiveAsync(context, who => papers.OfFamilyAsync(who.Structure, who.Family, new ReceiptId(id), stop)));
        family.MapGet("/factures/a-payer/{id:guid}/pdf", (Guid id, HttpContext context, InvoicePapers papers, CancellationToken stop) =>
            GiveAsync(context, who => papers.PrintAsync(who.Structure, new InvoiceId(id), who.Family, stop)));
        family.MapGet("/releve/pdf", (string? du, string? au, string? enfant, HttpContext context, TicketStatements papers, TimeProvider clock, CancellationToken stop) =>
            GiveAsync(context, who => papers.PrintAsync(who.Structure, who.Family, ChildOf(enfant), DayOf(du) ?? FirstOfYear(clock), DayOf(au) ?? clock.Today(), stop)));
        family.MapGet("/guide/pdf", (HttpContext context, UserGuides guides, CancellationToken stop) => GiveAsync(context, who => guides.PrintAsync(who.Structure, stop)));
        family.MapGet("/attestations/{annee:int}/annuelle", (int annee, HttpContext context, YearlyCertificates papers, CancellationToken stop) =>
            GiveAsync(context, who => papers.PrintAsync(who.Structure, who.Family, annee, stop)));
        family.MapGet("/attestations/{annee:int}/fiscale", (int annee, HttpContext context, ChildcareCertificates papers, CancellationToken stop) =>
            GiveAsync(context, who => papers.PrintAsync(who.Structure, who.Family, annee, stop)));

        var mairie = app.MapGroup("/mairie").RequireAuthorization(Policies.Staff).AddEndpointFilter((c, next) => StateDoors.OnlyAsync(Rights.ReadsPayments, c, next));
        mairie.MapGet("/quittances/{id:guid}/pdf", (Guid id, HttpContext context, ReceiptPapers papers, CancellationToken stop) =>
            GiveAsync(context, who => papers.OfMairieAsync(who.Structure, new ReceiptId(id), stop)));
        mairie.MapGet("/factures/{id:guid}/pdf", (Guid id, HttpContext context, InvoicePapers papers, CancellationToken stop) =>
            GiveAsync(context, who => papers.PrintAsync(who.Structure, new InvoiceId(id), null, stop)));
    }

    /// <summary>A file to save, under its own name in French; kept by no cache (<see cref="SecurityHeaders"/>: whoever is signed in is answered « no-store »).</summary>
    internal static async Task<IResult> GiveAsync(HttpContext context, Func<Visitor, Task<RenderedDocument?>> print)
    {
        var visitor = Visitor.Of(context.User) ?? throw new InvalidOperationException("The door is not protected by a policy.");
        if (await print(visitor) is not { } document)
            return Results.NotFound();
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(document.FileName);
        context.Response.Headers.ContentDisposition = disposition.ToString();
        return Results.Bytes(document.Content, RenderedDocument.MediaType);
    }

    private static DateOnly FirstOfYear(TimeProvider clock) => new(clock.Today().Year, 1, 1);

    /// <summary>A day as addresses write it, null for none; anything else is refused with <see cref="UnreadablePeriod"/>.</summary>
    internal static DateOnly? DayOf(string? written) => string.IsNullOrEmpty(written) ? null
        : DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw new UnreadablePeriod();

    /// <summary>What is no number of a child is nobody's.</summary>
    private static ChildId? ChildOf(string? written) => string.IsNullOrEmpty(written) ? null : ChildId.TryParse(written, CultureInfo.InvariantCulture, out var child) ? child : default(ChildId);
}
