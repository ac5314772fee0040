using ETicket.Access.Passwords;
using ETicket.Catalogue;
using ETicket.Families.Changes;
using ETicket.Families.Dossier;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Web.Display.Dossier;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents.Dossier;

/// <summary>« Mon dossier » — how far it is, what is left to do, and every card of the family, folded.</summary>
internal sealed class IndexModel(Database database, TimeProvider clock) : MemberPage
{
    /// <summary>The card just written.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Fait { get; set; }

    /// <summary>The card just added.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Ajoute { get; set; }

    /// <summary>Part of it is asked of the mairie.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Demande { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Retire { get; set; }

    /// <summary>A request was withdrawn.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Retiree { get; set; }

    /// <summary>A card more was asked for.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Demandee { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Envoye { get; set; }

    /// <summary>The card to show unfolded.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Fiche { get; set; }

    public FileView Whole { get; private set; } = null!;
    public IReadOnlyList<MissingView> Missing { get; private set; } = [];

    /// <summary>What each child is enrolled in today.</summary>
    public ILookup<Guid, string> Enrolled { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken stop)
    {
        var today = clock.Today();
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Whole = await CardReader.ReadAsync(work, Visitor.Family, stop) with { Mine = await LoginAdults.CardsAsync(work, Login, Visitor.Family, stop) };
        if (Sendings.MaySend(Whole.Family.FileState))
            Missing = [.. ETicket.Families.Dossier.Missing.Of(Whole).Select(MissingView.Of)];
        var ids = Whole.Of(CardKind.Child).Select(c => new ChildId(c.Subject)).ToList();
        Enrolled = (await (from e in work.Read<Enrolment>()
                           join a in work.Read<Activity>() on e.ActivityId equals a.Id
                           where ids.Contains(e.ChildId) && (e.EndsOn == null || e.EndsOn >= today)
                           orderby a.Position, a.Name
                           select new { e.ChildId, a.Name }).ToListAsync(stop)).DistinctBy(e => (e.ChildId, e.Name)).ToLookup(e => e.ChildId.Value, e => e.Name);
    }

    public CardView ViewOf(Card card) => CardView.Of(Whole, card);

    /// <summary>The one asked for, the one just written, or else the first.</summary>
    public bool Unfolded(Card card) => card.Subject == (Fiche ?? Fait ?? Ajoute ?? Whole.Cards[0].Subject);

    /// <summary>Added at once, or asked of the mairie.</summary>
    public bool MayAdd(CardKind kind) => Fields.MayBeAdded(Whole.Family.FileState, kind) || Fields.MayBeAskedFor(Whole.Family.FileState, kind);

    /// <summary>The cards asked for: those that wait, those refused, and for a while those accepted.</summary>
    public IReadOnlyList<FileChange> Additions => [.. Whole.Changes.Where(c => c is { IsCard: true, State: not ChangeState.Withdrawn })];

    public bool MayLeave(Card card) => Leavings.MayLeave(Whole.Family.FileState, card);
}
