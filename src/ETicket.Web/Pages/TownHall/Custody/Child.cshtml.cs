using System.Globalization;
using ETicket.Access;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Planning.Custody;
using ETicket.Web.Display.Custody;
using ETicket.Web.Display.Days;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.TownHall.Custody;

/// <summary>« Garde d'un enfant » — its two files, the rules in force, the weeks to come; a rule is entered or withdrawn once what it moves was read.</summary>
internal sealed class ChildModel(Database database, CustodyRules rules, Homes homes) : MemberPage
{
    public const string NumberField = "numero";

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    public CustodyShelf Shelf { get; private set; } = null!;
    public CustodyForm Form { get; private set; } = null!;
    public DateOnly Today { get; private set; }

    /// <summary>What would change, before anything has; with the rule to withdraw where it is a withdrawal.</summary>
    public CustodyChange? Change { get; private set; }
    public CustodyRule? Leaving { get; private set; }
    public string Number { get; private set; } = "";

    /// <summary>The file the child would be put into, before it is.</summary>
    public Family? Joining { get; private set; }

    public CustodyWords Said => new(Shelf.Homes);

    public string Activity(CustodyMove move) => Shelf.Activities.GetValueOrDefault(move.Activity, "");

    public async Task<IActionResult> OnGetAsync([FromRoute] Guid id, CancellationToken stop) =>
        !Visitor.Role.KeepsFiles() ? StatusCode(StatusCodes.Status403Forbidden) : await LoadAsync(new(id), stop) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync([FromRoute] Guid id, [FromForm(Name = "geste")] string? act, [FromForm(Name = "version")] int version, [FromForm(Name = "regle")] long rule, CancellationToken stop)
    {
        ModelState.Clear();
        Fait = null;
        if (!Visitor.Role.KeepsFiles())
            return StatusCode(StatusCodes.Status403Forbidden);
        if (!await LoadAsync(new(id), stop))
            return NotFound();
        var command = new CustodyCommand(Visitor.Structure, Shelf.Child.Id, version, Visitor.UserName);
        try
        {
            return act switch
            {
                "apercu" or "confirmer" => await EnterAsync(command, act == "confirmer", stop),
                "apercu-retrait" or "retirer" => await WithdrawAsync(command, rule, act == "retirer", stop),
                "deplacer" => await DoneAsync(rules.MoveAsync(command, stop), "deplace"),
                "chercher" or "rattacher" => await JoinAsync(act == "rattacher", stop),
                "detacher" => await LeaveAsync(stop),
                _ => Unprocessable(new UnreadableWish()),
            };
        }
        catch (Refusal refusal)
        {
            await LoadAsync(new(id), stop, keepForm: true);
            Change = null;
            return Unprocessable(refusal, act is "chercher" or "rattacher" ? NumberField : CustodyForm.FieldOf(refusal));
        }
    }

    private async Task<IActionResult> EnterAsync(CustodyCommand command, bool confirmed, CancellationToken stop)
    {
        Form = CustodyForm.Read(Request.Form);
        if (Form.Judge(ModelState) is not { } wish)
            return Unprocessable();
        if (confirmed)
            return await DoneAsync(rules.SetAsync(command, wish, stop), "regle");
        Change = await rules.PreviewAsync(command, wish, stop);
        return Page();
    }

    private async Task<IActionResult> WithdrawAsync(CustodyCommand command, long rule, bool confirmed, CancellationToken stop)
    {
        if (confirmed)
            return await DoneAsync(rules.WithdrawAsync(command, rule, stop), "retrait");
        Leaving = Shelf.Rules.FirstOrDefault(r => r.Id == rule) ?? throw new UnknownCustodyRule();
        Change = await rules.PreviewWithdrawalAsync(command, rule, stop);
        return Page();
    }

    private async Task<IActionResult> JoinAsync(bool confirmed, CancellationToken stop)
    {
        Number = StandingForm.Text(Request.Form, NumberField);
        if (confirmed)
        {
            await homes.JoinAsync(Visitor.Structure, Shelf.Child.Id, Number, stop);
            return Response.SeeOther(Address("rattache"));
        }
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Joining = await Homes.FindAsync(work, Number, stop);
        return Page();
    }

    private async Task<IActionResult> LeaveAsync(CancellationToken stop)
    {
        if (!Guid.TryParseExact(StandingForm.Text(Request.Form, CustodyForm.HomeField), "D", out var home))
            throw new NotOfTwoHomes();
        await homes.LeaveAsync(Visitor.Structure, Shelf.Child.Id, new(home), stop);
        return Response.SeeOther(Address("detache"));
    }

    private async Task<IActionResult> DoneAsync(Task<CustodyChange> change, string done)
    {
        await change;
        return Response.SeeOther(Address(done));
    }

    private string Address(string done) => string.Create(CultureInfo.InvariantCulture, $"/mairie/garde/{Shelf.Child.Id}?fait={done}");

    private async Task<bool> LoadAsync(ChildId child, CancellationToken stop, bool keepForm = false)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        if (await CustodyShelf.OfAsync(work, child, stop) is not { } shelf)
            return false;
        Shelf = shelf;
        Today = ParisTime.DayOf(await work.NowAsync(stop));
        if (!keepForm || Form is null)
            Form = CustodyForm.Blank(Today);
        return true;
    }
}
