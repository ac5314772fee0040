using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Planning.Grids;
using ETicket.Planning.Waiting;
using ETicket.Wallets;
using ETicket.Web.Display;
using ETicket.Web.Display.Grids;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Mon planning » — one or several weeks of every child; a click is the act, with or without script.</summary>
internal sealed class PlanningModel(Database database, Bookings bookings, LastClicks clicks, Places places) : MemberPage
{
    [BindProperty(SupportsGet = true)]
    public string? Semaine { get; set; }

    /// <summary>How many weeks: 1, 2 or 4.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Semaines { get; set; }

    /// <summary>« service »: a block for each service, its children in it; anything else: a block for each child.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Vue { get; set; }

    public DateOnly Today { get; private set; }
    public GridView Grid { get; private set; } = null!;
    /// <summary>« Période scolaire 2026-2027 » — the year of its September, for the last day shown.</summary>
    public int SchoolYear => Grid.Sunday.Month >= 9 ? Grid.Sunday.Year : Grid.Sunday.Year - 1;
    public IReadOnlyList<StepView> Steps { get; private set; } = [];
    public IReadOnlyList<Booklet> Booklets { get; private set; } = [];
    public IReadOnlyList<RefusedView> Refused { get; private set; } = [];

    /// <summary>What would let all the refused days be ticked.</summary>
    public RemedyView? Remedy { get; private set; }

    private GridChoice Choice => GridChoice.Read(Semaine, Semaines, Vue);

    /// <summary>The click that led here, by its key: it can be undone, or was.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Clic { get; set; }

    /// <summary>The instant of the page the click was made on.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Vu { get; set; }

    /// <summary>The instant of this very page.</summary>
    public string Seen { get; private set; } = "";

    public UndoView Undo { get; private set; } = UndoView.None;

    public Task OnGetAsync(CancellationToken stop) => LoadAsync([], KeyOf(Clic), stop);

    public async Task<IActionResult> OnPostAsync(
        [FromForm(Name = "voeux")] string? asked, [FromForm(Name = "annuler")] string? undone, [FromForm(Name = "attente")] string? waits, CancellationToken stop)
    {
        Guid? key;
        IReadOnlyList<DayAnswer> answers;
        try
        {
            (key, answers) = waits is not null ? (null, await WaitAsync(waits)) : undone is not null ? await UndoAsync(undone) : await ClickAsync(asked);
        }
        catch (Refusal refusal) when (refusal is UnreadableWish or KeyReused or TooManyAtOnce or NothingToUndo)
        {
            return await RefuseAsync(refusal, stop);
        }

        if (answers.All(a => a.Accepted) && !Request.WantsJson())
            return Response.SeeOther($"{Choice.AddressOf(answers[0].Day)}{(key is null ? "" : $"&clic={key:N}{(LastWord.Read(Vu) is { } seen ? $"&vu={LastWord.Write(seen)}" : "")}")}#{GridView.CellId(new(answers[0].Child), new(answers[0].Activity), answers[0].Day)}");
        await LoadAsync(answers, key, stop);
        return Request.WantsJson() ? new JsonResult(GridAnswer.Of(Grid, Booklets, Refused, Undo, Seen)) : Unprocessable();
    }

    // A click is the act: whoever leaves the page, or its network, takes nothing back. None of the three stops with the request.
    private async Task<IReadOnlyList<DayAnswer>> WaitAsync(string waits)
    {
        if (WishCode.Read(waits) is not { Wishes: [var wish] })
            throw new UnreadableWish();
        return [await places.WaitAsync(Visitor.Structure, Visitor.Family, wish, Visitor.UserName, CancellationToken.None)];
    }

    private async Task<(Guid? Key, IReadOnlyList<DayAnswer> Answers)> ClickAsync(string? asked)
    {
        var (key, wishes) = WishCode.Read(asked) ?? throw new UnreadableWish();
        return (key, await bookings.SetAsync(new(Visitor.Structure, Visitor.Family, key, Visitor.UserName, ChangeOrigin.Parent, wishes), CancellationToken.None));
    }

    private async Task<(Guid? Key, IReadOnlyList<DayAnswer> Answers)> UndoAsync(string undone)
    {
        var key = KeyOf(undone) ?? throw new UnreadableWish();
        return (key, await clicks.UndoAsync(Visitor.Structure, Visitor.Family, key, Visitor.UserName, CancellationToken.None));
    }

    private async Task<IActionResult> RefuseAsync(Refusal refusal, CancellationToken stop)
    {
        if (Request.WantsJson())
            return ScriptAnswers.Of(StatusCodes.Status422UnprocessableEntity, refusal.Sentence);
        ModelState.AddModelError("", refusal.Sentence);
        await LoadAsync([], null, stop);
        return Unprocessable();
    }

    private async Task LoadAsync(IReadOnlyList<DayAnswer> answers, Guid? click, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        var plan = await GridPlan.LoadAsync(work, Visitor.Family, Choice.Day ?? await WeekPlan.FirstChangeableAsync(work, stop), Choice.Weeks, stop);
        (Today, Seen) = (plan.Today, LastWord.Write(plan.Now));
        var services = Choice.ByService ? await SameNames.OfServicesAsync(work, plan, stop) : null;
        Grid = GridView.Of(plan, await TicketsLeft.OfAsync(work, plan, stop), await SameNames.OfAsync(work, plan, stop), services);
        Steps = GateView.Of(plan);
        // What is missing is counted on every day that was refused, were it beyond the weeks shown.
        var judged = plan.WeeksBeyond(answers) is { } weeks ? await GridPlan.LoadAsync(work, Visitor.Family, answers.Min(a => a.Day), weeks, stop) : plan;
        (Refused, Remedy) = (RefusedView.Of(judged, answers), RefusedView.RemedyOf(judged, answers));
        Booklets = await Booklet.OfAsync(work, Visitor.Family, Today, stop);
        if (click is { } key)
        {
            var others = LastWord.Read(Vu) is { } seen ? await LastWord.SinceAsync(work, Visitor.Family, key, Visitor.UserName, seen, stop) : [];
            var last = await LastClick.ReadAsync(work, Visitor.Family, key, Visitor.UserName, stop);
            Undo = UndoView.Of(key, last, others).WithLimit(plan, last);
        }
    }

    private static Guid? KeyOf(string? text) => Guid.TryParseExact(text, "N", out var key) ? key : null;
}
