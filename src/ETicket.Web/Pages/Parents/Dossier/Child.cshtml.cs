using ETicket.Families.Dossier;
using ETicket.Persistence;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents.Dossier;

/// <summary>« Fiche de l'enfant » — of this home: what the other home says of the child is not in it.</summary>
internal sealed class ChildModel(Database database, FileCards cards) : CardPage(database, cards)
{
    public Task<IActionResult> OnGetAsync([FromRoute] Guid id, CancellationToken stop) => ShowAsync(id, stop, CardKind.Child);

    public Task<IActionResult> OnPostAsync([FromRoute] Guid id, CancellationToken stop) => SaveAsync(id, stop, CardKind.Child);
}
