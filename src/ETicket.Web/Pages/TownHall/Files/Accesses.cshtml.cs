using ETicket.Access;
using ETicket.Access.Addresses;
using ETicket.Access.SecondAccounts;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Web.Display.Dossier;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.TownHall.Files;

/// <summary>« Accès des familles » — who asks to enter a file that somebody enters already is told yes or no; and whether an address is asked of every family.</summary>
internal sealed class AccessesModel(Database database, AccessDesk desk, StructureSetup setup) : MemberPage
{
    private const string Address = "/mairie/acces";

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    public IReadOnlyList<WaitingAccess> Waiting { get; private set; } = [];
    public bool Needed { get; private set; }
    public DateTimeOffset Now { get; private set; }
    public string Typed { get; private set; } = "";

    public static string ReasonField(Guid request) => $"motif-{request:N}";

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (!Visitor.Role.KeepsFiles())
            return StatusCode(StatusCodes.Status403Forbidden);
        await LoadAsync(stop);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(
        [FromForm(Name = "geste")] string? act, [FromForm(Name = "demande")] Guid? asked, [FromForm(Name = "texte")] string? text, [FromForm(Name = "exigee")] bool needed, CancellationToken stop)
    {
        ModelState.Clear();
        Fait = null;
        if (!Visitor.Role.KeepsFiles() || (act == "regle" && !Visitor.Role.SetsTheRules()))
            return StatusCode(StatusCodes.Status403Forbidden);
        if (act is not ("accepter" or "refuser" or "renvoyer" or "regle"))
            return BadRequest();
        var request = asked ?? Guid.Empty;
        try
        {
            await (act switch
            {
                "accepter" => desk.AcceptAsync(Visitor.Structure, request, Visitor.UserName, stop),
                "refuser" => desk.RefuseAsync(Visitor.Structure, request, Visitor.UserName, text ?? "", stop),
                "renvoyer" => desk.SendAgainAsync(Visitor.Structure, request, stop),
                _ => setup.AskForEmailAsync(Visitor.Structure, needed, stop),
            });
            return Response.SeeOther($"{Address}?fait={act}");
        }
        catch (UnknownRequest)
        {
            return NotFound();
        }
        catch (Refusal refusal) when (refusal is RefusalWithoutReason or RequestOver or NoLongerInTheFile or TooManyLetters)
        {
            Typed = DossierForm.Short(text ?? "", 1000);
            await LoadAsync(stop);
            return Unprocessable(refusal, refusal is RefusalWithoutReason && Waiting.Any(w => w.Id == request && w.Until is null) ? ReasonField(request) : "");
        }
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        (Waiting, Now) = (await AccessDesk.WaitingAsync(work, stop), await work.NowAsync(stop));
        Needed = await work.Read<Structure>().Select(s => s.AccessNeedsEmail).SingleAsync(stop);
    }
}
