using ETicket.Access;
using ETicket.Access.Registering;
using ETicket.Structures;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Account;

/// <summary>« Textes à accepter » — where a family is led once a version it has not accepted begins, before any page of its file.</summary>
internal sealed class AgreementModel(Agreements agreements) : LoginPage
{
    private const string Field = "texte";

    [BindProperty(SupportsGet = true)]
    public string? Retour { get; set; }

    /// <summary>What led here was posted, and not done.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Perdu { get; set; }

    public IReadOnlyList<StructureText> Owed { get; private set; } = [];
    public IReadOnlySet<Guid> Accepted { get; private set; } = new HashSet<Guid>();

    private Visitor? Parent => Visitor.Of(User) is { Role: Role.Parent } visitor ? visitor : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        Owed = Parent is { } parent ? await agreements.OwedAsync(parent.Structure, Login, stop) : [];
        return Owed.Count == 0 ? LocalRedirect(Url.IsLocalUrl(Retour) ? Retour! : "/") : Page();
    }

    public async Task<IActionResult> OnPostAsync([FromForm(Name = Field)] Guid[]? texts, CancellationToken stop)
    {
        ModelState.Clear();
        if (Parent is not { } parent)
            return NotFound();
        Accepted = (texts ?? []).ToHashSet();
        try
        {
            await agreements.AcceptAsync(parent.Structure, Login, Accepted.ToList(), stop);
            return Response.SeeOther(Url.IsLocalUrl(Retour) ? Retour! : "/");
        }
        catch (TextsNotAccepted refusal)
        {
            Owed = await agreements.OwedAsync(parent.Structure, Login, stop);
            return Unprocessable(refusal, Field);
        }
    }
}
