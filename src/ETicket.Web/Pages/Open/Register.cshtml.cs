using ETicket.Access.Passwords;
using ETicket.Access.Registering;
using ETicket.Kernel;
using ETicket.Structures;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ETicket.Web.Pages.Open;

/// <summary>« Je crée mon compte » — for families that have none: where they live, then who they are. The answer is the same to everybody: who has an account is told in a letter alone.</summary>
[EnableRateLimiting(OpenLimit.Name)]
[ResponseCache(NoStore = true, Duration = 0)]
internal sealed class RegisterModel(StructureFinder finder, Registrations registrations, Agreements agreements) : PageModel
{
    private const string FirstField = "prenom";
    private const string LastField = "nom";
    private const string AddressField = "adresse";
    public const string TextField = "texte";

    /// <summary>A postal code, or the code a structure gave.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Lieu { get; set; }

    /// <summary>The one chosen of those of a postal code.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Structure { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Envoye { get; set; }

    /// <summary>The link asked the mairie for an access to a file that somebody enters already.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Demande { get; set; }

    public IReadOnlyList<OpenStructure> Found { get; private set; } = [];
    public OpenStructure? Place { get; private set; }
    public IReadOnlyList<StructureText> Texts { get; private set; } = [];
    public IReadOnlySet<Guid> Accepted { get; private set; } = new HashSet<Guid>();
    public string? First { get; private set; }
    public string? Last { get; private set; }
    public string? Address { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        ModelState.Clear();
        await FindAsync(stop);
        if (Place is not null || Found.Count > 0 || string.IsNullOrWhiteSpace(Lieu))
            return Page();
        ModelState.AddModelError("lieu", Words.Say("Register_NowhereFound"));
        return Unprocessable();
    }

    public async Task<IActionResult> OnPostAsync(
        [FromForm(Name = FirstField)] string? first, [FromForm(Name = LastField)] string? last, [FromForm(Name = AddressField)] string? address,
        [FromForm(Name = NewPassword.Field)] string? chosen, [FromForm(Name = NewPassword.AgainField)] string? again, [FromForm(Name = TextField)] Guid[]? texts, CancellationToken stop)
    {
        ModelState.Clear();
        (First, Last, Address, Accepted, Envoye) = (first, last, address, (texts ?? []).ToHashSet(), false);
        await FindAsync(stop);
        if (Place is null)
            return NotFound();
        NewPassword.Judge(ModelState, chosen, again);
        try
        {
            if (ModelState.IsValid)
            {
                await registrations.AskAsync(new(Place.Id, first ?? "", last ?? "", address ?? "", chosen!, Accepted), stop);
                return Response.SeeOther("/inscription?envoye=true");
            }
        }
        catch (Refusal refusal) when (FieldOf(refusal) is { } field)
        {
            ModelState.AddModelError(field, refusal.Sentence);
        }
        return Unprocessable();
    }

    private static string? FieldOf(Refusal refusal) => refusal switch
    {
        FirstNameUnreadable => FirstField,
        LastNameUnreadable => LastField,
        NotAnAddress => AddressField,
        RefusedPassword => NewPassword.Field,
        TextsNotAccepted => TextField,
        RegistrationClosed => "",
        _ => null,
    };

    private async Task FindAsync(CancellationToken stop)
    {
        Found = string.IsNullOrWhiteSpace(Lieu) ? [] : await finder.FindAsync(Lieu, stop);
        Place = Structure is { } chosen ? await finder.OfAsync(new(chosen), stop) : Found.Count == 1 ? Found[0] : null;
        if (Place is not null)
            Texts = await agreements.TodayAsync(Place.Id, stop);
    }

    private PageResult Unprocessable()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
