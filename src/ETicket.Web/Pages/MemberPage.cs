using ETicket.Kernel;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ETicket.Web.Pages;

/// <summary>A page of someone signed in: the file or structure comes from the session, never from the address.</summary>
internal abstract class MemberPage : PageModel
{
    public Visitor Visitor => Visitor.Of(User) ?? throw new InvalidOperationException("The page is not protected by a policy.");

    /// <summary>The page again, with its errors: nothing was written.</summary>
    protected PageResult Unprocessable()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <summary>The same, with the sentence of a refusal at its top.</summary>
    protected PageResult Unprocessable(Refusal refusal)
    {
        ModelState.AddModelError("", refusal.Sentence);
        return Unprocessable();
    }
}
