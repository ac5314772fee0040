using ETicket.Access;
using ETicket.Access.Addresses;
using ETicket.Access.Passwords;
using ETicket.Access.SecondAccounts;
using ETicket.Kernel;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Account;

/// <summary>« Un accès pour un autre responsable » — asked by somebody who enters the file; the mairie answers, and nothing opens before.</summary>
internal sealed class SecondAccessModel(SecondAccesses accesses) : LoginPage
{
    public const string AdultField = "adulte";
    public const string AddressField = "adresse";
    private const string Address = "/compte/deuxieme-acces";

    [BindProperty(SupportsGet = true)]
    public bool Demande { get; set; }

    public SecondAccountSheet Sheet { get; private set; } = new([], []);
    public string Adult { get; private set; } = "";
    public string? Typed { get; private set; }

    private Visitor? Parent => Visitor.Of(User) is { Role: Role.Parent } visitor ? visitor : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (Parent is not { } parent)
            return NotFound();
        await LoadAsync(parent, stop);
        Typed = Sheet.Adults.Count == 1 ? Sheet.Adults[0].Email : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromForm(Name = AdultField)] string? adult, [FromForm(Name = AddressField)] string? typed, CancellationToken stop)
    {
        ModelState.Clear();
        if (Parent is not { } parent)
            return NotFound();
        (Adult, Typed, Demande) = (adult ?? "", typed, false);
        await LoadAsync(parent, stop);
        try
        {
            await accesses.AskAsync(Login, parent.Structure, parent.Family, GuardianId.TryParse(Adult, null, out var named) ? named : default, typed ?? "", stop);
            return Response.SeeOther($"{Address}?demande=true");
        }
        catch (Refusal refusal) when (refusal is NobodyToInvite or AlreadyAsked or NotAnAddress or AddressOfAnother)
        {
            return Unprocessable(refusal, refusal is NotAnAddress or AddressOfAnother ? AddressField : Sheet.Adults.Count > 0 ? AdultField : "");
        }
    }

    public string SaidOf(AskedAccess asked) => StructureVoice.Says(HttpContext, Words.Say(asked switch
    {
        { Opened: true } => "Access_Opened",
        { State: RequestState.Refused } => "Access_Refused",
        { State: RequestState.Accepted } => "Access_Accepted",
        _ => "Access_Pending",
    }, asked.Reason ?? ""));

    private async Task LoadAsync(Visitor parent, CancellationToken stop) => Sheet = await accesses.ReadAsync(Login, parent.Structure, parent.Family, stop);
}
