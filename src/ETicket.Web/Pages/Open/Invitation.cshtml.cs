using ETicket.Access;
using ETicket.Access.Links;
using ETicket.Access.Passwords;
using ETicket.Access.Registering;
using ETicket.Access.SecondAccounts;
using ETicket.Kernel;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ETicket.Web.Pages.Open;

/// <summary>« Ouvrir mon accès » — by the link the mairie's yes sent, which is the whole right. Opened, it changes nothing: programs look at links before people do.</summary>
[EnableRateLimiting(OpenLimit.Name)]
[ResponseCache(NoStore = true, Duration = 0)]
internal sealed class InvitationModel(Invitations invitations) : PageModel
{
    public const string NameField = "identifiant";
    public const string CurrentField = "actuel";
    public const string TextField = "texte";

    /// <summary>« J'ai déjà un compte » — asked for by whoever is not known by that address.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Compte { get; set; }

    /// <summary>The file is opened to an account that is there.</summary>
    public bool Mine => Compte || Invited?.Known.Count > 0;

    /// <summary>What the link opens; null once it opens nothing.</summary>
    public Invitation? Invited { get; private set; }

    public string? Typed { get; private set; }
    public IReadOnlySet<Guid> Accepted { get; private set; } = new HashSet<Guid>();

    public async Task<IActionResult> OnGetAsync(Guid structure, string token, CancellationToken stop) => await FindAsync(structure, token, stop) ? Page() : Over();

    public async Task<IActionResult> OnPostAsync(
        Guid structure, string token, [FromForm(Name = NameField)] string? name, [FromForm(Name = CurrentField)] string? current,
        [FromForm(Name = NewPassword.Field)] string? chosen, [FromForm(Name = NewPassword.AgainField)] string? again, [FromForm(Name = TextField)] Guid[]? texts, CancellationToken stop)
    {
        ModelState.Clear();
        if (!await FindAsync(structure, token, stop))
            return Over();
        var mine = Mine;
        (Typed, Accepted) = (name, (texts ?? []).ToHashSet());
        if (!mine)
            NewPassword.Judge(ModelState, chosen, again);
        else if (string.IsNullOrEmpty(current))
            ModelState.AddModelError(CurrentField, Words.Say("SignIn_PasswordMissing"));
        try
        {
            if (ModelState.IsValid)
            {
                await invitations.OpenAsync(new StructureId(structure), token, new(name ?? "", (mine ? current : chosen)!, Accepted, HttpContext.CallerAddress(), mine), stop);
                return Response.SeeOther("/connexion?acces=true");
            }
        }
        catch (LinkOver)
        {
            return Over();
        }
        catch (Refusal refusal) when (FieldOf(refusal) is { } field)
        {
            ModelState.AddModelError(field, refusal.Sentence);
        }
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private static string? FieldOf(Refusal refusal) => refusal switch
    {
        UserNameUnreadable or UserNameTaken or LoginOfAnother or AccountOfYours => NameField,
        WrongIdentifiers => CurrentField,
        RefusedPassword => NewPassword.Field,
        TextsNotAccepted => TextField,
        _ => null,
    };

    private async Task<bool> FindAsync(Guid structure, string token, CancellationToken stop)
    {
        Invited = await invitations.FindAsync(new StructureId(structure), token, stop);
        return Invited is not null;
    }

    /// <summary>Used, void, over, or never a link: one answer for all.</summary>
    private PageResult Over()
    {
        Invited = null;
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
