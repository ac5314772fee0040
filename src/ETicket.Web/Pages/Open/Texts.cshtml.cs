using ETicket.Access;
using ETicket.Access.Registering;
using ETicket.Kernel;
using ETicket.Structures;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ETicket.Web.Pages.Open;

/// <summary>« Conditions » and « règlement » of a structure, as they are today, to be read by anybody before they are accepted.</summary>
internal sealed class TextsModel(Agreements agreements) : PageModel
{
    public StructureText Text { get; private set; } = null!;

    /// <summary>Where its reader came from: « Informations » of a family, « Mon compte » of the staff, else the form of a new account.</summary>
    public string Back => Visitor.Of(User) switch { { Role: Role.Parent } => "/famille/informations#textes", { } => "/compte", null => $"/inscription?structure={Text.StructureId}" };

    public async Task<IActionResult> OnGetAsync(Guid structure, string kind, CancellationToken stop)
    {
        if (!Enum.TryParse<TextKind>(kind, ignoreCase: true, out var asked) || (await agreements.TodayAsync(new StructureId(structure), stop)).FirstOrDefault(t => t.Kind == asked) is not { } text)
            return NotFound();
        Text = text;
        return Page();
    }
}
