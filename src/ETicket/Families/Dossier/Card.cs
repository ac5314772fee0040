using ETicket.Families.Changes;
using ETicket.Kernel;

namespace ETicket.Families.Dossier;

/// <summary>
/// « Fiche » as it stands: what is kept in each field, as text (boxes « true » or « false », days as 2019-08-23, choices by their id or name), and the version whoever saves it says.
/// </summary>
public sealed record Card(CardKind Kind, Guid Subject, string Version, IReadOnlyDictionary<string, string> Values, bool EmailHeld = false)
{
    public string this[string field] => Values.GetValueOrDefault(field, "");

    public bool Is(string box) => this[box] == "true";

    /// <summary>« Julia Devret »; nothing for the card of the file itself.</summary>
    public string Name => $"{this[Fields.FirstName]} {this[Fields.LastName]}".Trim();
}

/// <summary>« Dossier » as its family reads it: how far it is, its cards, the quotient the mairie wrote, what may be chosen, and the last request of each field.</summary>
public sealed record FileView(Family Family, IReadOnlyList<Card> Cards, FamilyQuotient? Quotient, FileChoices Choices, IReadOnlyList<FileChange> Changes)
{
    /// <summary>« Ma fiche » — the cards of whoever reads; none where it is nobody's in particular.</summary>
    public IReadOnlySet<Guid> Mine { get; init; } = new HashSet<Guid>();

    public IEnumerable<Card> Of(CardKind kind) => Cards.Where(c => c.Kind == kind);

    /// <summary>« Qui paie ».</summary>
    public Card? Payer => Of(CardKind.Guardian).FirstOrDefault(c => c.Is(Fields.Pays));
}

/// <summary>« Formulaire » of a card, as it is sent: by whom, which card, the version it showed, and what is typed by the name of the field.</summary>
public sealed record CardForm(StructureId Structure, FamilyId Family, CardKind Kind, Guid Subject, string Version, IReadOnlyDictionary<string, string> Typed)
{
    /// <summary>Who asks, where it is a request.</summary>
    public string By { get; init; } = "";
}

/// <summary>« Fiche enregistrée » — how many fields were written, and how many changes are asked of the mairie.</summary>
public sealed record SavedCard(int Written, int Asked);
