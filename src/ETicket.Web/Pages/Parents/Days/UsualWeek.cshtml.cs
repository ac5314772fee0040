using System.Globalization;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Planning.Usual;
using ETicket.Web.Display.Days;
using ETicket.Web.Display.Grids;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents.Days;

/// <summary>« Ma semaine type » — the usual days of each child, kept; then what they would tick in some weeks. The button that ticks is a click of the planning.</summary>
internal sealed class UsualWeekModel(Database database, ModelWeeks models) : MemberPage
{
    private const string Address = "/famille/semaine-type";

    /// <summary>Cells one click takes.</summary>
    private const int MostCells = 500;

    /// <summary>The child whose odd and even weeks are shown apart, and the one for whom all weeks are one; what is kept says it for the others.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Deux { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Une { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Semaine { get; set; }

    /// <summary>How many weeks to fill; without it nothing is proposed yet.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Semaines { get; set; }

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    public UsualShelf Shelf { get; private set; } = null!;

    /// <summary>The Monday of the first week to fill, and how many weeks.</summary>
    public DateOnly Monday { get; private set; }
    public int Weeks { get; private set; }
    public UsualPlan? Plan { get; private set; }

    /// <summary>What was ticked in a form that was refused.</summary>
    private UsualForm? Refused { get; set; }

    /// <summary>One button while one click takes all the cells, else as many as it takes, each from its first day to its last.</summary>
    public IEnumerable<IReadOnlyList<DayWish>> Clicks => Plan is null ? [] : Plan.Wishes.Chunk(MostCells);

    /// <summary>Whether odd and even weeks of a child are shown apart.</summary>
    public bool Alternates(ChildId child) => Une != child.ToString() && (Deux == child.ToString() || OfChild(child).Any(p => p.Model is { Alternates: true }));

    public IEnumerable<UsualPlace> OfChild(ChildId child) => Shelf.Places.Where(p => p.Child.Id == child);

    public IReadOnlySet<string> Ticked(ChildId child) => Refused is { } form && form.Child == child.ToString()
        ? form.Ticked
        : OfChild(child).Where(p => p.Model is not null).SelectMany(p => UsualForm.BoxesOf(p.Model!)).ToHashSet(StringComparer.Ordinal);

    public Task OnGetAsync(CancellationToken stop) => LoadAsync(stop);

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        ModelState.Clear();
        await LoadAsync(stop);
        var form = UsualForm.Read(Request.Form);
        if (!ChildId.TryParse(form.Child, CultureInfo.InvariantCulture, out var child) || Shelf.Children.All(c => c.Id != child))
            return NotFound();
        Refused = form with { Child = child.ToString() };
        try
        {
            var days = UsualForm.Days(Request.Form, [.. OfChild(child).Select(p => p.Activity.Id)]) ?? throw new UnreadableWish();
            await models.SaveAsync(Visitor.Structure, Visitor.Family, child, Visitor.UserName, days, stop);
        }
        catch (Refusal refusal)
        {
            return Unprocessable(refusal);
        }
        return Response.SeeOther($"{Address}?fait=garde{(Semaine is null ? "" : $"&semaine={DayText.Iso(Monday)}")}#e{child}");
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Shelf = await UsualShelf.OfAsync(work, Visitor.Family, stop);
        Monday = WeekPlan.MondayOf(GridChoice.Read(Semaine, null).Day ?? await WeekPlan.FirstChangeableAsync(work, stop));
        Weeks = UsualPlan.Lengths.FirstOrDefault(n => Semaines == n.ToString(CultureInfo.InvariantCulture), 1);
        if (Semaines is not null && Shelf.HasModels)
            Plan = await UsualPlan.OfAsync(work, Visitor.Family, Monday, Weeks, stop);
    }
}
