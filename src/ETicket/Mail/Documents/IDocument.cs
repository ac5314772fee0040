namespace ETicket.Mail.Documents;

/// <summary>
/// « Document » — one kind of paper. As for a letter, the record's public properties are the variables its template may use, and must use: raw facts (cents, ISO days, codes),
/// which only the template writes in French. The record's name, in kebab-case, is its template's.
/// </summary>
internal interface IDocument
{
    /// <summary>Whose document it is: the frame of each page says it.</summary>
    string StructureName { get; }

    /// <summary>The instant its facts are of: the date inside the file, so that the same facts make the same file.</summary>
    DateTimeOffset FactsOf { get; }
}

/// <summary>
/// « Document vérifiable » — one that anybody who holds it may check on the public page (see <see cref="Seals"/>): it bears a code.
/// </summary>
internal interface IVerifiable : IDocument
{
    /// <summary>Null until it is sealed.</summary>
    string? Code { get; }

    /// <summary>Where the code is checked.</summary>
    string PortalAddress { get; }

    /// <summary>What the public page answers: no name, nothing a stranger may not know.</summary>
    PublicFacts Public { get; }
}

/// <summary>« Document qui se vérifie lui-même » — one whose totals are compared with its lines before it is printed: what does not add up is printed by nobody.</summary>
internal interface IAddsUp : IDocument
{
    /// <summary>Refuses totals that are not those of the lines.</summary>
    void Check();
}

/// <summary>
/// What may be said of a document to whoever has its code: the code of what it is (its name is in Words.resx), its number where it has one, the Paris day it bears, its total in cents.
/// </summary>
internal sealed record PublicFacts(string Kind, string? Number, DateOnly DatedOn, long AmountCents);
