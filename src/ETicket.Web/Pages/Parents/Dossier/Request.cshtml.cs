using ETicket.Families.Changes;
using ETicket.Families.Dossier;
using ETicket.Persistence;
using ETicket.Web.Display.Dossier;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents.Dossier;

/// <summary>« Je retire cette demande » — of this family, while the mairie has not answered.</summary>
internal sealed class RequestModel(Database database, FileCards cards, FileChanges changes) : CardPage(database, cards)
{
    public FieldView Field { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync([FromRoute] Guid id, CancellationToken stop) => await FindAsync(id, stop) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync([FromRoute] Guid id, CancellationToken stop)
    {
        ModelState.Clear();
        try
        {
            await changes.WithdrawAsync(Visitor.Structure, Visitor.Family, id, Visitor.UserName, stop);
            return Response.SeeOther($"{Home}?retiree=true");
        }
        catch (UnknownChange)
        {
            return NotFound();
        }
        catch (ChangeOver refusal)
        {
            return await FindAsync(id, stop) ? Unprocessable(refusal) : NotFound();
        }
    }

    /// <summary>The last request of its field, on a card that is still there.</summary>
    private async Task<bool> FindAsync(Guid id, CancellationToken stop)
    {
        await LoadAsync(stop);
        if (Whole.Changes.FirstOrDefault(c => c.Id == id) is not { } change || Find(change.Subject, change.Kind) is not { } card)
            return false;
        Card = CardView.Of(Whole, card);
        Field = Card.Parts.SelectMany(p => p.Fields).Single(f => f.Name == change.Field) with { Change = change };
        return true;
    }
}
