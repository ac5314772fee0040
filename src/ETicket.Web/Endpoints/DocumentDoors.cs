using ETicket.Access;
using ETicket.Families.Documents;
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
        app.MapGroup("/famille").RequireAuthorization(Policies.Family).MapGet("/documents/{id:guid}/fichier", (Guid id, HttpContext context, FamilyDocuments documents, CancellationToken stop) =>
            GiveAsync(context, documents, who => new(who.Structure, who.Family, who.Login, who.UserName), id, stop));
        app.MapGroup("/mairie").RequireAuthorization(Policies.Staff).MapGet("/documents/{id:guid}/fichier", (Guid id, HttpContext context, FamilyDocuments documents, CancellationToken stop) =>
            GiveAsync(context, documents, who => who.Role.KeepsFiles() ? new(who.Structure, null, who.Login, who.UserName) : null, id, stop));
    }

    private static async Task<IResult> GiveAsync(HttpContext context, FamilyDocuments documents, Func<Visitor, DocumentActor?> actor, Guid id, CancellationToken stop)
    {
        var visitor = Visitor.Of(context.User) ?? throw new InvalidOperationException("The door is not protected by a policy.");
        if (actor(visitor) is not { } who)
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (await documents.OpenAsync(who, new DocumentId(id), stop) is not { } opened)
            return Results.NotFound();
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(opened.FileName);
        var headers = context.Response.Headers;
        headers.ContentDisposition = disposition.ToString();
        headers.ContentSecurityPolicy = Sandbox;
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Results.Bytes(opened.Content, opened.MediaType);
    }
}
