using ETicket.Access;
using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning.Away;
using ETicket.Web.Display.Days;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.TownHall.Days;

/// <summary>« Règles d'absence » — read by whoever keeps the files, set by those who write down what the council decided.</summary>
internal sealed class AbsenceRulesModel(Database database, AbsenceRules rules, TimeProvider clock) : MemberPage
{
    public const string Address = "/mairie/absences/regles";

    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    public IReadOnlyList<Activity> Services { get; private set; } = [];
    public IReadOnlyList<NamedAbsenceRule> Rules { get; private set; } = [];
    public AbsenceRuleForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (!Visitor.Role.KeepsFiles())
            return StatusCode(StatusCodes.Status403Forbidden);
        Form = AbsenceRuleForm.Blank(clock.Today());
        await LoadAsync(stop);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        ModelState.Clear();
        Fait = null;
        if (!Visitor.Role.SetsTheRules())
            return StatusCode(StatusCodes.Status403Forbidden);
        Form = AbsenceRuleForm.Read(Request.Form);
        try
        {
            if (Form.Judge(ModelState) is { } rule)
            {
                await rules.SetAsync(Visitor.Structure, rule, Visitor.UserName, stop);
                return Response.SeeOther($"{Address}?fait=fixee");
            }
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError(AbsenceRuleForm.FieldOf(refusal), refusal.Sentence);
        }
        await LoadAsync(stop);
        return Unprocessable();
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Services = await work.Read<Activity>().OrderBy(a => a.Position).ThenBy(a => a.Name).ToListAsync(stop);
        Rules = await AbsenceRules.AllAsync(work, stop);
    }
}
