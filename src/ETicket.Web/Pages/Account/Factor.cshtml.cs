using ETicket.Access.Factor;
using ETicket.Access.Passwords;
using ETicket.Kernel;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ETicket.Web.Pages.Account;

/// <summary>
/// « Code à la connexion » — the password makes a key, the first code of the phone sets it, and ten recovery codes are shown, once: in the answer to that very form, for they are kept nowhere.
/// </summary>
[EnableRateLimiting(Portal.SignInLimit)]
internal sealed class FactorModel(SecondFactors factors) : LoginPage
{
    private const string CurrentField = "actuel";
    private const string CodeField = "code";

    [BindProperty(SupportsGet = true)]
    public bool Fini { get; set; }

    public bool IsSet { get; private set; }
    public long Left { get; private set; }

    /// <summary>The key that waits for its first code.</summary>
    public string? Key { get; private set; }

    /// <summary>Shown once.</summary>
    public IReadOnlyList<string> Recovery { get; private set; } = [];

    /// <summary>What an application of the phone opens (the « Key Uri » every one of them reads).</summary>
    public string Link => $"otpauth://totp/eTicket:{Uri.EscapeDataString(User.Identity?.Name ?? "")}?secret={Key}&issuer=eTicket";

    public Task OnGetAsync(CancellationToken stop) => LookAsync(stop);

    public async Task<IActionResult> OnPostAsync(
        [FromForm(Name = "geste")] string? act, [FromForm(Name = CurrentField)] string? current, [FromForm(Name = CodeField)] string? code, CancellationToken stop)
    {
        ModelState.Clear();
        Fini = false;
        if (act is not ("commencer" or "poser" or "finir"))
            return BadRequest();
        if (act is not "poser" && string.IsNullOrEmpty(current))
            ModelState.AddModelError(CurrentField, Words.Say("Password_CurrentMissing"));
        if (act is not "commencer" && string.IsNullOrWhiteSpace(code))
            ModelState.AddModelError(CodeField, Words.Say("Code_Missing"));
        try
        {
            if (ModelState.IsValid)
                return await ActAsync(act, current ?? "", code ?? "", stop);
        }
        catch (WrongCurrentPassword refusal)
        {
            ModelState.AddModelError(CurrentField, refusal.Sentence);
        }
        catch (WrongCode refusal)
        {
            ModelState.AddModelError(CodeField, refusal.Sentence);
        }
        catch (Refusal refusal) when (refusal is FactorAlreadySet or NothingToConfirm)
        {
            ModelState.AddModelError("", refusal.Sentence);
        }
        await LookAsync(stop);
        return Unprocessable();
    }

    private async Task<IActionResult> ActAsync(string? act, string current, string code, CancellationToken stop)
    {
        var from = HttpContext.CallerAddress();
        switch (act)
        {
            case "commencer":
                await factors.BeginAsync(Login, current, from, stop);
                return Response.SeeOther("/compte/deuxieme-facteur");
            case "poser":
                Recovery = await factors.ConfirmAsync(Login, code, Session, from, stop);
                await LookAsync(stop);
                return Page();
            default:
                await factors.EndAsync(Login, current, code, from, stop);
                return Response.SeeOther("/compte/deuxieme-facteur?fini=true");
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        IsSet = await factors.StampAsync(Login, stop) is not null;
        Left = IsSet ? await factors.RecoveryLeftAsync(Login, stop) : 0;
        Key = IsSet ? null : await factors.WaitingAsync(Login, stop);
    }
}
