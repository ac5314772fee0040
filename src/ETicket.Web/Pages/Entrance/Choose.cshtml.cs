using ETicket.Access;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ETicket.Web.Pages.Entrance;

/// <summary>« Vos dossiers » — for a login that opens several: one at a time, chosen here.</summary>
internal sealed class ChooseModel(SignIn signIn) : PageModel
{
    public IReadOnlyList<OpenedAccess> Opened { get; private set; } = [];

    public static string CodeOf(OpenedAccess access) => $"{access.Structure}/{access.Role}/{access.Family}";

    public async Task OnGetAsync(CancellationToken stop) => Opened = await OpenedAsync(stop);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "dossier")] string? code, CancellationToken stop)
    {
        Opened = await OpenedAsync(stop);
        if (Opened.FirstOrDefault(o => CodeOf(o) == code) is not { } chosen)
            return NotFound();
        await HttpContext.SignInAsync(Portal.Scheme, Visitor.PrincipalOf(Visitor.SessionOf(User)!.Value, chosen, chosen, Opened.Count > 1));
        return Response.SeeOther("/");
    }

    private async Task<IReadOnlyList<OpenedAccess>> OpenedAsync(CancellationToken stop) =>
        [.. (await signIn.OpensAsync(Visitor.LoginOf(User)!.Value, stop)).OrderBy(o => o.StructureName, StringComparer.Ordinal).ThenBy(o => o.DisplayName, StringComparer.Ordinal)];
}
