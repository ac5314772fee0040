using System.Text;
using ETicket.Kernel;
using ETicket.Planning.Feeds;
using ETicket.Web.Display;
using ETicket.Web.Security;

namespace ETicket.Web.Endpoints;

/// <summary>
/// « Agenda » — where a calendar program reads the booked days of a child. The token is the whole right: no session is asked for and no cookie is set. Under one that is none, or was ended,
/// there is nothing.
/// </summary>
internal static class AgendaDoor
{
    /// <summary>The address of an agenda, from the root of the portal.</summary>
    public static string PathOf(CalendarFeed feed) => $"{PortalAddress.Agenda}{feed.StructureId.Value:N}/{feed.Token:N}.ics";

    public static void MapAgendas(this IEndpointRouteBuilder app) =>
        app.MapGet(PortalAddress.Agenda + "{structure:guid}/{token:guid}.ics", ReadAsync).AllowAnonymous().RequireRateLimiting(OpenLimit.Name);

    private static async Task<IResult> ReadAsync(Guid structure, Guid token, HttpContext context, CalendarFeeds feeds, CancellationToken stop)
    {
        if (await feeds.ReadAsync(new StructureId(structure), token, stop) is not { } seen)
            return Results.NotFound();
        // Found by nobody who was not given it: not even by a search of the web.
        context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        return Results.Text(CalendarText.Write(seen, Words.Say("Agenda_Name", seen.Child, seen.StructureName)), CalendarText.MediaType, Encoding.UTF8);
    }
}
