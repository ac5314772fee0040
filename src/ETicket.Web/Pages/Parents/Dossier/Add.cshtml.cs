using ETicket.Families.Dossier;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Web.Display.Dossier;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents.Dossier;

/// <summary>« Ajouter une personne » — a child, a responsable, or somebody trusted: a new nanny.</summary>
internal sealed class AddModel(Database database, FileCards cards) : CardPage(database, cards)
{
    private readonly FileCards _cards = cards;

    public CardKind Kind { get; private set; }

    public bool Open => Asks || Fields.MayBeAdded(Whole.Family.FileState, Kind);

    /// <summary>The mairie has to agree first.</summary>
    public bool Asks => Fields.MayBeAskedFor(Whole.Family.FileState, Kind);

    public async Task<IActionResult> OnGetAsync([FromRoute] string genre, CancellationToken stop)
    {
        if (!await FindKindAsync(genre, stop))
            return NotFound();
        Blank(Guid.CreateVersion7(), genre, null);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string genre, CancellationToken stop)
    {
        ModelState.Clear();
        if (!await FindKindAsync(genre, stop))
            return NotFound();
        var known = Guid.TryParse(Request.Form[DossierForm.CardField], out var subject) && subject != Guid.Empty;
        var form = DossierForm.Read(Request.Form, Visitor, Kind, known ? subject : Guid.CreateVersion7());
        try
        {
            if (!known)
                throw new FormIncomplete();
            var saved = await _cards.AddAsync(form, stop);
            return Response.SeeOther(saved.Asked > 0 ? $"{Home}?demandee=true#ajouter" : $"{Home}?ajoute={subject:N}#fiche-{subject:N}");
        }
        catch (Refusal refusal)
        {
            Tell(refusal, Kind, form.Subject);
            Blank(form.Subject, genre, form);
            return Unprocessable();
        }
    }

    private void Blank(Guid subject, string genre, CardForm? typed) => Card = CardView.Blank(Whole, Kind, subject, $"{Home}/ajouter/{genre}", typed, ModelState);

    private async Task<bool> FindKindAsync(string genre, CancellationToken stop)
    {
        await LoadAsync(stop);
        CardKind? kind = genre switch { "enfant" => CardKind.Child, "responsable" => CardKind.Guardian, "tiers" => CardKind.Trusted, _ => null };
        Kind = kind ?? default;
        return kind is not null;
    }
}
