using ETicket.Access;
using ETicket.Bulletin.Questions;
using ETicket.Kernel;
using ETicket.Web.Display.Bulletin;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.TownHall.Bulletin;

/// <summary>« Répondre à une question » — read, each reading noted, and answered once.</summary>
internal sealed class QuestionModel(QuestionDesk desk) : MemberPage
{
    public const string TextField = "reponse";

    public OpenedQuestion Question { get; private set; } = null!;
    public string Text { get; private set; } = "";

    private QuestionReader Reader => new(Visitor.Structure, Visitor.Login, Visitor.UserName);

    public async Task<IActionResult> OnGetAsync([FromRoute] Guid id, CancellationToken stop) =>
        !Visitor.Role.KeepsFiles() ? StatusCode(StatusCodes.Status403Forbidden) : await LoadAsync(id, stop) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync([FromRoute] Guid id, CancellationToken stop)
    {
        ModelState.Clear();
        if (!Visitor.Role.KeepsFiles())
            return StatusCode(StatusCodes.Status403Forbidden);
        Text = Typed.Short(Request.Form[TextField], 2 * QuestionWish.TextMost);
        try
        {
            return await desk.AnswerAsync(Reader, id, Request.Form[TextField].ToString(), stop) ? Response.SeeOther("/mairie/questions?fait=repondu") : NotFound();
        }
        catch (Refusal refusal)
        {
            return await LoadAsync(id, stop) ? Unprocessable(refusal, refusal is AnswerTextRefused ? TextField : "") : NotFound();
        }
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken stop)
    {
        if (await desk.OpenAsync(Reader, id, stop) is not { } question)
            return false;
        Question = question;
        return true;
    }
}
