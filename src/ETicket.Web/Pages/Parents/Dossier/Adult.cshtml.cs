using ETicket.Families.Dossier;
using ETicket.Persistence;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents.Dossier;

/// <summary>« Fiche d'un adulte » — a responsable légal or a tiers de confiance of this file.</summary>
internal sealed class AdultModel(Database database, FileCards cards) : CardPage(database, cards)
{
    public Task<IActionResult> OnGetAsync([FromRoute] Guid id, CancellationToken stop) => ShowAsync(id, stop, CardKind.Guardian, CardKind.Trusted);

    public Task<IActionResult> OnPostAsync([FromRoute] Guid id, CancellationToken stop) => SaveAsync(id, stop, CardKind.Guardian, CardKind.Trusted);
}
