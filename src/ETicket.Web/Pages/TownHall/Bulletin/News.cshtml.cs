using System.Globalization;
using ETicket.Access;
using ETicket.Bulletin.News;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Web.Display.Bulletin;
using ETicket.Web.Display.Days;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.TownHall.Bulletin;

/// <summary>« Informations aux familles » — what is written, and the one that is being written.</summary>
internal sealed class NewsModel(Database database, NewsBoard board) : MemberPage
{
    public const string Address = "/mairie/informations";
    public const string TitleField = "titre";
    public const string BodyField = "message";
    public const string DayField = "date";

    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    public IReadOnlyList<NewsItem> Written { get; private set; } = [];
    public DateOnly Today { get; private set; }
    public Guid Id { get; private set; } = Guid.NewGuid();
    public int Version { get; private set; }
    public string Subject { get; private set; } = "";
    public string Body { get; private set; } = "";
    public string Day { get; private set; } = "";

    /// <summary>What somebody else wrote meanwhile.</summary>
    public NewsItem? Other { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "modifier")] string? change, CancellationToken stop)
    {
        ModelState.Clear();
        if (!Visitor.Role.KeepsFiles())
            return StatusCode(StatusCodes.Status403Forbidden);
        await LoadAsync(stop);
        Day = DayText.Iso(Today);
        if (Guid.TryParse(change, out var id) && Written.FirstOrDefault(n => n.Id == id) is { } item)
            (Id, Version, Subject, Body, Day) = (item.Id, item.Version, item.Title, item.Body, item.PublishedOn is { } on ? DayText.Iso(on) : "");
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        ModelState.Clear();
        Fait = null;
        if (!Visitor.Role.KeepsFiles())
            return StatusCode(StatusCodes.Status403Forbidden);
        var form = Request.Form;
        (Subject, Body, Day) = (Typed.Short(form[TitleField], 2 * NewsItem.TitleMost), Typed.Short(form[BodyField], 2 * NewsItem.BodyMost), Typed.Short(form[DayField].ToString().Trim(), 40));
        try
        {
            if (!Guid.TryParse(form["cle"], out var id) || id == Guid.Empty || !int.TryParse(form["lu"], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
                throw new NewsFormUnreadable();
            (Id, Version) = (id, version);
            var day = Day.Length == 0 ? (DateOnly?)null : DayText.Read(Day) ?? throw new NewsDayUnreadable();
            await board.SaveAsync(Visitor.Structure, Visitor.UserName, new(id, version, form[TitleField].ToString(), form[BodyField].ToString(), day), stop);
            return Response.SeeOther($"{Address}?fait={(day is null ? "brouillon" : "publie")}");
        }
        catch (Refusal refusal)
        {
            await LoadAsync(stop);
            if (refusal is NewsChangedMeanwhile && Written.FirstOrDefault(n => n.Id == Id) is { } other)
                (Other, Version) = (other, other.Version);
            return Unprocessable(refusal, refusal switch { NewsTitleRefused => TitleField, NewsBodyRefused => BodyField, NewsDayRefused => DayField, _ => "" });
        }
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Today = ParisTime.DayOf(await work.NowAsync(stop));
        Written = await NewsBoard.WrittenAsync(work, stop);
    }
}
