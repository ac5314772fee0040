using ETicket.Access;
using ETicket.Access.Factor;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ETicket.Web.Pages.Entrance;

/// <summary>« Connexion » — identifiant and password; leads back to the page asked for, when it is one of ours.</summary>
[EnableRateLimiting(Portal.SignInLimit)]
internal sealed class EnterModel(SignIn signIn, SecondFactors factors, StepCookie step, Doorway doorway) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Retour { get; set; }

    /// <summary>A password was just chosen by the link of a letter.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Change { get; set; }

    /// <summary>A new address was just confirmed by the link of a letter.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Adresse { get; set; }

    /// <summary>An access was just closed by its owner.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Ferme { get; set; }

    /// <summary>An account was just opened by the link of a letter.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Ouvert { get; set; }

    /// <summary>A file was just opened to one adult more, by the link of an invitation.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Acces { get; set; }

    /// <summary>Something was posted in a session that was over, and not done.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Perdu { get; set; }

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
        if (await factors.StampAsync(opened[0].LoginId, stop) is not { } stamp)
            return await doorway.EnterAsync(HttpContext, Url, opened, Retour, stop);
        step.Give(HttpContext, new(opened[0].LoginId, stamp, Retour));
        return Response.SeeOther("/connexion/code");
    }

    private PageResult Refuse()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
