using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Planning.Usual;
using ETicket.Web.Display;
using ETicket.Web.Display.Grids;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents.Days;

/// <summary>« Recopier pour un autre enfant » — what would change, service by service; the button that does it is a click of the planning.</summary>
internal sealed class CopyDaysModel(Database database) : MemberPage
{
    [BindProperty(SupportsGet = true)]
    public string? De { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Vers { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Semaine { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Semaines { get; set; }

    public IReadOnlyList<Child> Children { get; private set; } = [];

    /// <summary>A day of the first week, and how many.</summary>
    public DateOnly Day { get; private set; }
    public int Weeks { get; private set; }

    /// <summary>From whom to whom; null while they are not chosen, or are the same.</summary>
    public (Child From, Child To)? Pair { get; private set; }
    public CopyPlan? Plan { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        var choice = GridChoice.Read(Semaine, Semaines);
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Children = await (from f in work.Read<FamilyChild>() join c in work.Read<Child>() on f.ChildId equals c.Id where f.FamilyId == Visitor.Family && f.LeftAt == null orderby c.FirstName select c).ToListAsync(stop);
        (Day, Weeks) = (WeekPlan.MondayOf(choice.Day ?? await WeekPlan.FirstChangeableAsync(work, stop)), choice.Weeks);
        if (De is null && Vers is null)
            return Page();
        if (Find(De) is not { } copied || Find(Vers) is not { } other)
            return NotFound();
        if (copied.Id == other.Id)
        {
            ModelState.AddModelError("vers", Words.Say("Copy_SameChild"));
            return Unprocessable();
        }
        Pair = (copied, other);
        Plan = await CopyPlan.OfAsync(work, Visitor.Family, copied.Id, other.Id, Day, Weeks, stop);
        return Page();
    }

    private Child? Find(string? id) => Guid.TryParse(id, out var known) ? Children.FirstOrDefault(c => c.Id == new ChildId(known)) : null;
}
