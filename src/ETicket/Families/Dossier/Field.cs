namespace ETicket.Families.Dossier;

/// <summary>« Fiche » — what a family file is made of: its children, its adults of both kinds, and what belongs to the file itself.</summary>
public enum CardKind { Child, Guardian, Trusted, More }

/// <summary>« Rubrique » of a card, as the form shows it.</summary>
public enum CardPart { Who, School, Allowed, Address, Reached, Roles, Note }

/// <summary>What may be written in a field, and by what control.</summary>
public enum FieldKind { Line, PostalCode, Phone, Email, Birth, Note, Box, School, Diet, Relation }

/// <summary>
/// « Champ » of a card: where it is kept, what may be written in it, and whether a family whose file is validated still writes it herself. Its name is the form's and the word
/// book's too; columns come from here alone, never from what is posted.
/// </summary>
public sealed record Field(string Name, FieldKind Kind, CardPart Part, string Column)
{
    /// <summary>Letters at most, for what is typed.</summary>
    public int Longest { get; init; } = 60;
    public bool Required { get; init; }

    /// <summary>« À tout moment » — a telephone, a note, what the child eats: the mairie has nothing to check.</summary>
    public bool AtAnyTime { get; init; }

    /// <summary>Of a child, what this home says for itself: kept with its file, never shown to the other home.</summary>
    public bool OfThisHome { get; init; }
}
