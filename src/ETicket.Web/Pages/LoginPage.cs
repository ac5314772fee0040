using ETicket.Kernel;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ETicket.Web.Pages;

/// <summary>A page of somebody signed in, whatever they open: of the login itself, before any file or structure.</summary>
internal abstract class LoginPage : PageModel
{
    public Guid Login => Visitor.LoginOf(User) ?? throw new InvalidOperationException("The page is not protected by a policy.");

    /// <summary>This very session, of those the login may have open.</summary>
    public Guid Session => Visitor.SessionOf(User) ?? throw new InvalidOperationException("The page is not protected by a policy.");

    /// <summary>The page again, with its errors: nothing was written.</summary>
    protected PageResult Unprocessable()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <summary>The same, with the sentence of a refusal beside the field it is about, or at the top of the page.</summary>
    protected PageResult Unprocessable(Refusal refusal, string field = "")
    {
        ModelState.AddModelError(field, refusal.Sentence);
        return Unprocessable();
    }
}
