using ETicket.Families.Dossier;
using ETicket.Persistence;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents.Dossier;

/// <summary>« Informations complémentaires » — the quotient, to read; what the mairie should know, to write.</summary>
internal sealed class MoreModel(Database database, FileCards cards) : CardPage(database, cards)
{
    public Task<IActionResult> OnGetAsync(CancellationToken stop) => ShowAsync(Visitor.Family.Value, stop, CardKind.More);

    public Task<IActionResult> OnPostAsync(CancellationToken stop) => SaveAsync(Visitor.Family.Value, stop, CardKind.More);
}
