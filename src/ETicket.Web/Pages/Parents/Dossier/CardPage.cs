using ETicket.Access.Passwords;
using ETicket.Families.Dossier;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Web.Display.Dossier;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents.Dossier;

/// <summary>A page of « Mon dossier » that shows one card of the family: what the session's file does not have is not found.</summary>
internal abstract class CardPage(Database database, FileCards cards) : MemberPage
{
    public const string Home = "/famille/dossier";

    public FileView Whole { get; private set; } = null!;

    public CardView Card { get; protected set; } = null!;

    /// <summary>Whether the card may be taken out of the file.</summary>
    public bool MayLeave { get; private set; }

    protected async Task LoadAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Whole = await CardReader.ReadAsync(work, Visitor.Family, stop) with { Mine = await LoginAdults.CardsAsync(work, Login, Visitor.Family, stop) };
    }

    protected async Task<IActionResult> ShowAsync(Guid subject, CancellationToken stop, params CardKind[] kinds)
    {
        await LoadAsync(stop);
        if (Find(subject, kinds) is not { } card)
            return NotFound();
        Card = CardView.Of(Whole, card);
        return Page();
    }

    /// <summary>« Je valide mes modifications ».</summary>
    protected async Task<IActionResult> SaveAsync(Guid subject, CancellationToken stop, params CardKind[] kinds)
    {
        ModelState.Clear();
        await LoadAsync(stop);
        if (Find(subject, kinds) is not { } card)
            return NotFound();
        var form = DossierForm.Read(Request.Form, Visitor, card.Kind, subject);
        try
        {
            var saved = await cards.SaveAsync(form, stop);
            return Response.SeeOther($"{Home}?fait={subject:N}{(saved.Asked > 0 ? "&demande=true" : "")}#fiche-{subject:N}");
        }
        catch (UnknownCard)
        {
            return NotFound();
        }
        catch (Refusal refusal)
        {
            Tell(refusal, card.Kind, subject);
            var meanwhile = refusal is CardChangedMeanwhile;
            if (meanwhile)
                await LoadAsync(stop);
            Card = CardView.Of(Whole, Find(subject, kinds) ?? card, form, meanwhile, ModelState);
            return Unprocessable();
        }
    }

    protected Card? Find(Guid subject, params CardKind[] kinds)
    {
        var found = Whole.Cards.FirstOrDefault(c => c.Subject == subject && kinds.Contains(c.Kind));
        MayLeave = found is not null && Leavings.MayLeave(Whole.Family.FileState, found);
        return found;
    }

    /// <summary>Each no beside its field, said with its label; what is about no field, at the top.</summary>
    protected void Tell(Refusal refusal, CardKind kind, Guid subject)
    {
        if (refusal is not CardRefused refused)
        {
            ModelState.AddModelError("", refusal.Sentence);
            return;
        }
        foreach (var field in Fields.Of(kind).Where(f => refused.Faults.ContainsKey(f.Name)))
            ModelState.AddModelError(FieldView.IdOf(field.Name, subject), DossierWords.Say("Fault", DossierWords.Of(kind, field), refused.Faults[field.Name].Sentence));
    }
}
