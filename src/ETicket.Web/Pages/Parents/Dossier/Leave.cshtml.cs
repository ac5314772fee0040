using ETicket.Families.Dossier;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Web.Display.Dossier;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents.Dossier;

/// <summary>« Retirer cette fiche » — asked once more before it is done.</summary>
internal sealed class LeaveModel(Database database, FileCards cards, Leavings leavings) : CardPage(database, cards)
{
    private static readonly CardKind[] Leaving = [CardKind.Child, CardKind.Guardian, CardKind.Trusted];

    public Task<IActionResult> OnGetAsync([FromRoute] Guid id, CancellationToken stop) => ShowAsync(id, stop, Leaving);

    public async Task<IActionResult> OnPostAsync([FromRoute] Guid id, CancellationToken stop)
    {
        ModelState.Clear();
        await LoadAsync(stop);
        if (Find(id, Leaving) is not { } card)
            return NotFound();
        try
        {
            await leavings.LeaveAsync(Visitor.Structure, Visitor.Family, card.Kind, id, stop);
            return Response.SeeOther($"{Home}?retire=true");
        }
        catch (UnknownCard)
        {
            return NotFound();
        }
        catch (Refusal refusal)
        {
            Card = CardView.Of(Whole, card);
            return Unprocessable(refusal);
        }
    }
}
