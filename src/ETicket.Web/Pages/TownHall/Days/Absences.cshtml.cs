using System.Globalization;
using ETicket.Access;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning.Away;
using ETicket.Web.Display.Bulletin;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.TownHall.Days;

/// <summary>« Absences » — those that wait for the mairie, accepted or refused with a sentence; and the last ones told.</summary>
internal sealed class AbsencesModel(Database database, AbsenceDesk desk) : MemberPage
{
    public const string Address = "/mairie/absences";

    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    public IReadOnlyList<ToldAbsence> Waiting { get; private set; } = [];
    public IReadOnlyList<ToldAbsence> Latest { get; private set; } = [];

    /// <summary>The sentence of a refusal that was refused itself.</summary>
    public string Answer { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken stop) => Visitor.Role.KeepsFiles() ? await LoadAsync(stop) : StatusCode(StatusCodes.Status403Forbidden);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "geste")] string? act, CancellationToken stop)
    {
        ModelState.Clear();
        Fait = null;
        if (!Visitor.Role.KeepsFiles())
            return StatusCode(StatusCodes.Status403Forbidden);
        if (act is not ("accepter" or "refuser") || !long.TryParse(Request.Form["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return NotFound();
        var answer = Request.Form["reponse"].ToString();
        Answer = Typed.Short(answer, 2 * AbsenceDesk.LongestAnswer);
        try
        {
            if (act == "accepter")
                await desk.AcceptAsync(Visitor.Structure, id, Visitor.UserName, stop);
            else
                await desk.RefuseAsync(Visitor.Structure, id, Visitor.UserName, answer, stop);
            return Response.SeeOther($"{Address}?fait={(act == "accepter" ? "accepte" : "refuse")}");
        }
        catch (Refusal refusal)
        {
            await LoadAsync(stop);
            return Unprocessable(refusal, refusal is NoAnswerGiven && Waiting.Any(w => w.Absence.Id == id) ? string.Create(CultureInfo.InvariantCulture, $"reponse-{id}") : "");
        }
    }

    private async Task<IActionResult> LoadAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        (Waiting, Latest) = (await AbsenceShelf.WaitingAsync(work, stop), await AbsenceShelf.LatestAsync(work, stop));
        return Page();
    }
}
