using ETicket.Access;
using ETicket.Access.Passwords;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Wallets;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ETicket.Web.Pages.Account;

/// <summary>« Fermer mon accès » — says first which tickets are left and which of them days are ticked with; the password is asked for, and a box.</summary>
[EnableRateLimiting(Portal.SignInLimit)]
internal sealed class CloseModel(Closings closings, Database database, TimeProvider clock) : LoginPage
{
    private const string CurrentField = "actuel";
    private const string SureField = "certain";

    /// <summary>The family file this session opens; null for the staff, and while none is chosen: there is nothing to close here.</summary>
    public Visitor? Parent => Visitor.Of(User) is { Role: Role.Parent } visitor ? visitor : null;

    /// <summary>Those with tickets in them, or owed.</summary>
    public IReadOnlyList<Booklet> Booklets { get; private set; } = [];
    public bool Sure { get; private set; }

    public Task OnGetAsync(CancellationToken stop) => LookAsync(stop);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = SureField)] string? sure, [FromForm(Name = CurrentField)] string? current, CancellationToken stop)
    {
        ModelState.Clear();
        Sure = sure == "1";
        if (Parent is not { } parent)
            return NotFound();
        if (!Sure)
            ModelState.AddModelError(SureField, Words.Say("Close_NotSure"));
        if (string.IsNullOrEmpty(current))
            ModelState.AddModelError(CurrentField, Words.Say("Password_CurrentMissing"));
        try
        {
            if (ModelState.IsValid)
            {
                await closings.CloseAsync(Login, parent.Structure, parent.Family, current!, HttpContext.CallerAddress(), stop);
                await HttpContext.SignOutAsync(Portal.Scheme);
                OfflineCopy.Clear(HttpContext);
                return Response.SeeOther("/connexion?ferme=true");
            }
        }
        catch (WrongCurrentPassword refusal)
        {
            ModelState.AddModelError(CurrentField, refusal.Sentence);
        }
        await LookAsync(stop);
        return Unprocessable();
    }

    private async Task LookAsync(CancellationToken stop)
    {
        if (Parent is not { } parent)
            return;
        await using var work = await database.BeginAsync(parent.Structure, stop);
        Booklets = [.. (await Booklet.OfAsync(work, parent.Family, clock.Today(), stop)).Where(b => b.Wallet.Tickets != 0 || b.Wallet.Held != 0)];
    }
}
