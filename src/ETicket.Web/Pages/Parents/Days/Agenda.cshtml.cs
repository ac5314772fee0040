using System.Globalization;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Planning.Feeds;
using ETicket.Web.Endpoints;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents.Days;

/// <summary>« Mon agenda » — the secret address of each child's days: made, shown, changed, ended by its family.</summary>
internal sealed class AgendaModel(Database database, CalendarFeeds feeds, PortalAddress portal) : MemberPage
{
    private const string Address = "/famille/agenda";

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    public IReadOnlyList<Child> Children { get; private set; } = [];

    private IReadOnlyList<CalendarFeed> Feeds { get; set; } = [];

    /// <summary>The address of a child's days, as a person copies it; null where there is none.</summary>
    public Uri? AddressOf(ChildId child) => Feeds.FirstOrDefault(f => f.ChildId == child) is { } feed ? portal.At(AgendaDoor.PathOf(feed)) : null;

    /// <summary>The same, as a calendar program of this very machine opens it.</summary>
    public static string Subscribe(Uri address) => $"webcal://{address.Authority}{address.AbsolutePath}";

    public Task OnGetAsync(CancellationToken stop) => LoadAsync(stop);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "geste")] string? act, [FromForm(Name = "enfant")] string? child, CancellationToken stop)
    {
        ModelState.Clear();
        if (!ChildId.TryParse(child, CultureInfo.InvariantCulture, out var id))
            return NotFound();
        await LoadAsync(stop);
        if (Children.All(c => c.Id != id))
            return NotFound();
        switch (act)
        {
            case "cree":
                await feeds.OpenAsync(Visitor.Structure, Visitor.Family, id, Visitor.UserName, stop);
                break;
            case "change":
                await feeds.RenewAsync(Visitor.Structure, Visitor.Family, id, Visitor.UserName, stop);
                break;
            case "supprime":
                await feeds.EndAsync(Visitor.Structure, Visitor.Family, id, stop);
                break;
            default:
                return Unprocessable(new UnreadableWish());
        }
        return Response.SeeOther($"{Address}?fait={act}#e{id}");
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Children = await (from f in work.Read<FamilyChild>() join c in work.Read<Child>() on f.ChildId equals c.Id where f.FamilyId == Visitor.Family && f.LeftAt == null orderby c.FirstName select c).ToListAsync(stop);
        Feeds = await CalendarFeeds.OfAsync(work, Visitor.Family, stop);
    }
}
