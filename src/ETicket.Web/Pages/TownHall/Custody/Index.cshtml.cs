using ETicket.Access;
using ETicket.Families;
using ETicket.Persistence;
using ETicket.Planning.Custody;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.TownHall.Custody;

/// <summary>« Garde alternée » — the children of two homes, and those of a file looked for by its number.</summary>
internal sealed class IndexModel(Database database) : MemberPage
{
    /// <summary>The number of a file.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Dossier { get; set; }

    public IReadOnlyList<(Child Child, string Homes)> Shared { get; private set; } = [];
    public IReadOnlyList<Child> Found { get; private set; } = [];
    public bool Searched => !string.IsNullOrWhiteSpace(Dossier);

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (!Visitor.Role.KeepsFiles())
            return StatusCode(StatusCodes.Status403Forbidden);
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Shared = await CustodyShelf.SharedAsync(work, stop);
        if (Searched)
            Found = await Homes.OfFileAsync(work, Dossier!, stop);
        return Page();
    }
}
