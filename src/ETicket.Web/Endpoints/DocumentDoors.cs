using ETicket.Access;
using ETicket.Families.Documents;
using ETicket.Families.Photos;
using ETicket.Kernel;
using ETicket.Web.Security;
using Microsoft.Net.Http.Headers;

namespace ETicket.Web.Endpoints;

/// <summary>
/// « Documents confiés » — what families and their structure sent each other, for those two alone. A stranger made these bytes: they are saved, never shown in our place, and
/// whoever opens them all the same gives them no right.
/// </summary>
internal static class DocumentDoors
{
    private const string Sandbox = "sandbox; default-src 'none'; frame-ancestors 'none'";

    public static void MapDocuments(this IEndpointRouteBuilder app)
    {
        app.MapFamily().MapGet("/documents/{id:guid}/fichier", (Guid id, HttpContext context, FamilyDocuments documents, CancellationToken stop) =>
            GiveAsync(context, documents, who => new(who.Structure, who.Family, who.Login, who.UserName), id, stop));
        app.MapFamily().MapGet("/dossier/enfants/{id:guid}/photo/image", async (Guid id, HttpContext context, ChildPhotos photos, CancellationToken stop) =>
            ShownIn(context, await photos.OpenAsync(new(VisitorOf(context).Structure, VisitorOf(context).Family, new ChildId(id)), stop)));
        app.MapGroup("/mairie").RequireAuthorization(Policies.Staff).MapGet("/documents/{id:guid}/fichier", (Guid id, HttpContext context, FamilyDocuments documents, CancellationToken stop) =>
            GiveAsync(context, documents, who => who.Role.KeepsFiles() ? new(who.Structure, null, who.Login, who.UserName) : null, id, stop));
    }

    private static async Task<IResult> GiveAsync(HttpContext context, FamilyDocuments documents, Func<Visitor, DocumentActor?> actor, Guid id, CancellationToken stop)
    {
        if (actor(VisitorOf(context)) is not { } who)
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        return SavedFrom(context, await documents.OpenAsync(who, new DocumentId(id), stop));
    }

    /// <summary>To be kept by whoever asked for it, under its name.</summary>
    internal static IResult SavedFrom(HttpContext context, OpenedDocument? opened)
    {
        if (opened is null)
            return Results.NotFound();
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(opened.FileName);
        context.Response.Headers.ContentDisposition = disposition.ToString();
        return ShownIn(context, opened);
    }

    internal static Visitor VisitorOf(HttpContext context) => Visitor.Of(context.User) ?? throw new InvalidOperationException("The door is not protected by a policy.");

    /// <summary>For our own pages, without a right of its own.</summary>
    private static IResult ShownIn(HttpContext context, OpenedDocument? opened)
    {
        if (opened is null)
            return Results.NotFound();
        context.Response.Headers.ContentSecurityPolicy = Sandbox;
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Results.Bytes(opened.Content, opened.MediaType);
    }
}
