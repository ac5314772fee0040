using ETicket.Access;
using ETicket.Bulletin.Downloads;
using ETicket.Web.Security;

namespace ETicket.Web.Endpoints;

/// <summary>« Documents pour tous » — saved by any family of the structure, or by whoever put them there; under the same headers as what families entrust.</summary>
internal static class DownloadDoors
{
    public static void MapDownloads(this IEndpointRouteBuilder app)
    {
        app.MapFamily().MapGet("/telechargements/{id:guid}/fichier", (Guid id, HttpContext context, DownloadShelf shelf, CancellationToken stop) =>
            GiveAsync(id, context, shelf, stop));
        app.MapGroup("/mairie").RequireAuthorization(Policies.Staff).MapGet("/telechargements/{id:guid}/fichier", async (Guid id, HttpContext context, DownloadShelf shelf, CancellationToken stop) =>
            DocumentDoors.VisitorOf(context).Role.KeepsFiles() ? await GiveAsync(id, context, shelf, stop) : Results.StatusCode(StatusCodes.Status403Forbidden));
    }

    private static async Task<IResult> GiveAsync(Guid id, HttpContext context, DownloadShelf shelf, CancellationToken stop) =>
        DocumentDoors.SavedFrom(context, await shelf.OpenAsync(DocumentDoors.VisitorOf(context).Structure, id, stop));
}
