using ETicket.Access.Registering;
using ETicket.Kernel;
using ETicket.Structures;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ETicket.Web.Pages.Open;

/// <summary>« Conditions » and « règlement » of a structure, as they are today, to be read by anybody before they are accepted.</summary>
internal sealed class TextsModel(Agreements agreements) : PageModel
{
    public StructureText Text { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid structure, string kind, CancellationToken stop)
    {
        if (!Enum.TryParse<TextKind>(kind, ignoreCase: true, out var asked) || (await agreements.TodayAsync(new StructureId(structure), stop)).FirstOrDefault(t => t.Kind == asked) is not { } text)
            return NotFound();
        Text = text;
        return Page();
    }
}
