using ETicket.Kernel;

namespace ETicket.Families.Documents;

/// <summary>« Justificatif demandé » — a kind of document of one structure: needed, or welcome; of the family, or of each of its children.</summary>
public sealed class DocumentKind
{
    public required StructureId StructureId { get; init; }
    public required DocumentKindId Id { get; init; }
    public required string Label { get; init; }

    /// <summary>What a family should know to send the right paper.</summary>
    public string? Hint { get; init; }
    public required bool Needed { get; init; }
    public required bool PerChild { get; init; }
    public required DocumentLife Life { get; init; }
    public int Position { get; init; }

    /// <summary>Last day it is asked for; what was sent stays.</summary>
    public DateOnly? EndedOn { get; set; }
}

/// <summary>always: for ever; school year: to 31 August, from June on to the next one; dated: to the day the paper bears.</summary>
public enum DocumentLife { Always, SchoolYear, Dated }

/// <summary>« Document » — what a family entrusts, or its structure sends it: sealed, checked by its content, never opened by the program.</summary>
public sealed class FamilyDocument
{
    public required StructureId StructureId { get; init; }
    public required DocumentId Id { get; init; }
    public required FamilyId FamilyId { get; init; }

    /// <summary>Made with the form: sent twice, it is kept once.</summary>
    public required Guid Key { get; init; }
    public required DocumentSender Sender { get; init; }

    /// <summary>Null: « document libre ».</summary>
    public DocumentKindId? KindId { get; init; }
    public ChildId? ChildId { get; init; }
    public required string Title { get; init; }

    /// <summary>As whoever downloads it will see it: cleaned, with the extension of what it is.</summary>
    public required string FileName { get; init; }
    public required string MediaType { get; init; }
    public required int Size { get; init; }

    /// <summary>Last day it is good for.</summary>
    public DateOnly? GoodUntil { get; init; }
    public required DateTimeOffset SentAt { get; init; }
    public required string SentBy { get; init; }

    /// <summary>Once withdrawn the bytes are gone; that it was there stays written.</summary>
    public byte[]? Sealed { get; set; }
    public DateTimeOffset? WithdrawnAt { get; set; }
    public string? WithdrawnBy { get; set; }
}

/// <summary>Who put it there: the family, or its structure.</summary>
public enum DocumentSender { Family, Structure }

/// <summary>« Lecture notée » — one download, written by the very statement that reads the bytes: any paper may speak of health.</summary>
public sealed class DocumentRead
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required DocumentId DocumentId { get; init; }
    public required Guid LoginId { get; init; }
    public required string ReadBy { get; init; }
    public required DateTimeOffset At { get; init; }
}
