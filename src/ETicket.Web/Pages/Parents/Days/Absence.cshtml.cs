using System.Globalization;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Planning.Away;
using ETicket.Web.Display.Days;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents.Days;

/// <summary>« Signaler une absence » — what becomes of each day by the rules of the mairie, seen first, then told; and those told before.</summary>
internal sealed class AbsenceModel(Database database, Absences absences) : MemberPage
{
    public const string Address = "/famille/absence";

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    public AbsenceForm Form { get; private set; } = null!;
    public IReadOnlyList<Child> Children { get; private set; } = [];
    public IReadOnlyList<ToldAbsence> Told { get; private set; } = [];
    public IReadOnlyList<NamedAbsenceRule> Rules { get; private set; } = [];

    /// <summary>What would become of the days asked about; null where none were.</summary>
    public AbsencePlan? Plan { get; private set; }

    public async Task OnGetAsync(CancellationToken stop) => Form = AbsenceForm.Of(Request.Query, await LoadAsync(stop));

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "geste")] string? act, [FromForm(Name = "cle")] Guid? key, CancellationToken stop)
    {
        ModelState.Clear();
        Fait = null;
        var today = await LoadAsync(stop);
        Form = act is "voir" or "signaler" ? AbsenceForm.Read(Request.Form) : AbsenceForm.Blank(today);
        try
        {
            return act switch
            {
                "voir" => await SeeAsync(stop),
                "signaler" => await TellAsync(key is { } known && known != Guid.Empty ? known : throw new UnreadableWish(), stop),
                "retirer" => await WithdrawAsync(stop),
                _ => throw new UnreadableWish(),
            };
        }
        catch (Refusal refusal)
        {
            return Unprocessable(refusal, AbsenceForm.FieldOf(refusal));
        }
    }

    private async Task<IActionResult> SeeAsync(CancellationToken stop)
    {
        if (Form.Judge(ModelState) is not { } wish)
            return Unprocessable();
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        var plan = await AbsencePlan.OfAsync(work, Visitor.Family, wish, stop);
        Plan = plan.Days.Count > 0 ? plan : throw new NoBookedDay(wish.First, wish.Last);
        return Page();
    }

    private async Task<IActionResult> TellAsync(Guid key, CancellationToken stop)
    {
        if (Form.Judge(ModelState) is not { } wish)
            return Unprocessable();
        var id = await absences.ReportAsync(new AbsenceCommand(Visitor.Structure, Visitor.Family, key, Visitor.UserName), wish, stop);
        return Response.SeeOther(id is { } told ? $"{Address}?fait=signale#a{told.ToString(CultureInfo.InvariantCulture)}" : $"{Address}?fait=decoche");
    }

    private async Task<IActionResult> WithdrawAsync(CancellationToken stop)
    {
        if (!long.TryParse(Request.Form["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) || Told.All(t => t.Absence.Id != id))
            return NotFound();
        await absences.WithdrawAsync(Visitor.Structure, Visitor.Family, id, Visitor.UserName, stop);
        return Response.SeeOther($"{Address}?fait=retire");
    }

    private async Task<DateOnly> LoadAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        Children = await (from f in work.Read<FamilyChild>()
                          join c in work.Read<Child>() on f.ChildId equals c.Id
                          where f.FamilyId == Visitor.Family && f.LeftAt == null
                          orderby c.FirstName
                          select c).ToListAsync(stop);
        Told = await AbsenceShelf.OfAsync(work, Visitor.Family, stop);
        Rules = [.. (await AbsenceRules.AllAsync(work, stop)).Where(r => r.Rule.StartsOn <= today).DistinctBy(r => (r.Rule.ActivityId, r.Rule.Reason))];
        return today;
    }
}
