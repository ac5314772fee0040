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
    public FileChange Change { get; private set; } = null!;

    /// <summary>The field to change; null where a whole card is asked for.</summary>
    public FieldView? Field { get; private set; }

    public string? Said => Field is null ? DossierWords.SaidOf(Change) : Field.ChangeSaid;

    public string Back => Field is null ? $"{Home}#ajouter" : $"{Home}?fiche={Card.Subject}#{Card.Id}";

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
        if (Whole.Changes.FirstOrDefault(c => c.Id == id) is not { } change || (change.IsCard ? change.Wanted : Find(change.Subject, change.Kind)) is not { } card)
            return false;
        (Change, Card) = (change, CardView.Of(Whole, card));
        Field = change.IsCard ? null : Card.Parts.SelectMany(p => p.Fields).Single(f => f.Name == change.Field) with { Change = change };
        return true;
    }
}
