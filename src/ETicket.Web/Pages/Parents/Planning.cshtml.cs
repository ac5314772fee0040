using System.Globalization;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Wallets;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Mon planning » — the week of every child; a click is the act, with or without script.</summary>
internal sealed class PlanningModel(Database database, Bookings bookings) : MemberPage
{
    [BindProperty(SupportsGet = true)]
    public string? Semaine { get; set; }

    public DateOnly Today { get; private set; }
    public WeekView Week { get; private set; } = null!;
    public IReadOnlyList<Booklet> Booklets { get; private set; } = [];
    public IReadOnlyList<RefusedView> Refused { get; private set; } = [];

    public Task OnGetAsync(CancellationToken stop) => LoadAsync(stop);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "voeux")] string? asked, CancellationToken stop)
    {
        IReadOnlyList<DayWish> wishes;
        try
        {
            (var key, wishes) = WishCode.Read(asked) ?? throw new UnreadableWish();
            var answers = await bookings.SetAsync(new(Visitor.Structure, Visitor.Family, key, Visitor.UserName, ChangeOrigin.Parent, wishes), stop);
            Refused = WeekView.Refused(answers);
        }
        catch (Refusal refusal) when (refusal is UnreadableWish or KeyReused or TooManyAtOnce)
        {
            return await RefuseAsync(refusal, stop);
        }

        if (Request.WantsJson())
            return await TellAsync(stop);
        if (Refused.Count == 0)
            return Response.SeeOther($"/famille/planning?semaine={Iso(Monday(wishes[0].Day))}#{WeekView.CellId(wishes[0].Child, wishes[0].Activity, wishes[0].Day)}");
        await LoadAsync(stop);
        return Unprocessable();
    }

    private async Task<IActionResult> RefuseAsync(Refusal refusal, CancellationToken stop)
    {
        if (Request.WantsJson())
            return new JsonResult(new { sentence = refusal.Sentence }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        ModelState.AddModelError("", refusal.Sentence);
        await LoadAsync(stop);
        return Unprocessable();
    }

    /// <summary>The whole week as it stands, so that the script shows nothing it was not told.</summary>
    private async Task<IActionResult> TellAsync(CancellationToken stop)
    {
        await LoadAsync(stop);
        return new JsonResult(new
        {
            cells = Week.Children.SelectMany(c => c.Rows).SelectMany(r => r.Cells).Where(c => c.State is not CellState.Closed)
                .Select(c => new { c.Id, State = c.State.ToString(), c.Label, c.Title, c.Value }),
            actions = Week.Children.SelectMany(c => c.Rows.Select(r => r.Whole).Concat(c.Days)),
            limits = Week.Children.SelectMany(c => c.Rows).Select(r => new { Id = r.Id + "m", Text = r.Limit }),
            booklets = Booklets.Select(BookletView.Of),
            refused = Refused,
        });
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Today = ParisTime.DayOf(await WeekPlan.NowAsync(work, stop));
        var asked = DateOnly.TryParseExact(Semaine, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 2200
            ? day
            : await WeekPlan.FirstChangeableAsync(work, stop);
        Week = WeekView.Of(await WeekPlan.LoadAsync(work, Visitor.Family, asked, stop));
        Booklets = await Booklet.OfAsync(work, Visitor.Family, Today, stop);
    }

    private static DateOnly Monday(DateOnly day) => WeekPlan.MondayOf(day);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
