using ETicket.Web.Display;
using ETicket.Web.Display.Grids;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Security;

/// <summary>« Réponse au script » — a no to a script of ours: the sentence its reader reads, and where a link beside it leads; without a link, the same again may pass.</summary>
internal static class ScriptAnswers
{
    public static JsonResult Of(int status, string sentence, RemedyView? remedy = null) => new(new { sentence, remedy }) { StatusCode = status };

    /// <summary>Of a bare status: nothing of what was sent was done. <paramref name="page"/> is where it was sent to, which is read again.</summary>
    public static JsonResult OfStatus(int status, string page) => Of(
        status,
        Words.Say(status is StatusCodes.Status400BadRequest or StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden ? $"Script_{status}" : "Script_Other"),
        new(Words.Say(status is StatusCodes.Status401Unauthorized ? "Script_SignIn" : "Script_Reload"), page));
}
