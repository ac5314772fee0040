using ETicket.Access;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ETicket.Web.Pages.Entrance;

/// <summary>« Connexion » — identifiant and password; leads back to the page asked for, when it is one of ours.</summary>
[EnableRateLimiting(Portal.SignInLimit)]
internal sealed class EnterModel(SignIn signIn, Sessions sessions) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Retour { get; set; }

    /// <summary>A password was just chosen by the link of a letter.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Change { get; set; }

    [BindProperty]
    public string? Identifiant { get; set; }

    public IActionResult OnGet() => Visitor.LoginOf(User) is null ? Page() : LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "motdepasse")] string? password, CancellationToken stop)
    {
        ModelState.Clear();
        if (string.IsNullOrWhiteSpace(Identifiant))
            ModelState.AddModelError("identifiant", Words.Say("SignIn_UserNameMissing"));
        if (string.IsNullOrEmpty(password))
            ModelState.AddModelError("motdepasse", Words.Say("SignIn_PasswordMissing"));
        if (!ModelState.IsValid)
            return Refuse();
        try
        {
            var opened = await signIn.EnterAsync(Identifiant!, password!, HttpContext.CallerAddress(), stop);
            if (opened.Count > 0)
                return await OpenAsync(opened, stop);
            ModelState.AddModelError("", Words.Say("SignIn_NothingOpened"));
        }
        catch (WrongIdentifiers refusal)
        {
            ModelState.AddModelError("identifiant", refusal.Sentence);
        }
        return Refuse();
    }

    private async Task<IActionResult> OpenAsync(IReadOnlyList<OpenedAccess> opened, CancellationToken stop)
    {
        var chosen = opened.Count == 1 ? opened[0] : null;
        var session = await sessions.OpenAsync(opened[0].LoginId, stop);
        await HttpContext.SignInAsync(Portal.Scheme, Visitor.PrincipalOf(session, opened[0], chosen, opened.Count > 1));
        if (chosen is null)
            return Response.SeeOther("/dossiers");
        return Response.SeeOther(Url.IsLocalUrl(Retour) ? Retour! : "/");
    }

    private PageResult Refuse()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
