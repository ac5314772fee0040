using ETicket.Kernel;

namespace ETicket.Families;

/// <summary>« Dossier famille » — one payer file: it owns wallets, pays and receives letters. It is not a biological family.</summary>
public sealed class Family
{
    public required StructureId StructureId { get; init; }
    public required FamilyId Id { get; init; }

    /// <summary>The number the mairie knows it by.</summary>
    public required string Number { get; init; }
    public required string Name { get; set; }

    /// <summary>How far the file is: days are ticked once it is validated.</summary>
    public FileState FileState { get; set; }

    /// <summary>Since when it is so far; null where nobody kept it.</summary>
    public DateTimeOffset? StateSince { get; set; }

    /// <summary>Who sent it last.</summary>
    public string? SentBy { get; set; }

    /// <summary>What the mairie asks for in a file to complete, one thing a line.</summary>
    public string? Answer { get; set; }

    /// <summary>« Informations à préciser en cas d'urgence ».</summary>
    public string? EmergencyNote { get; set; }

    /// <summary>« Autres informations ».</summary>
    public string? OtherNote { get; set; }
}

/// <summary>validated: the mairie agreed; to send: the family has not sent it; sent: the mairie looks at it; to complete: the mairie asked for something more.</summary>
public enum FileState { Validated, ToSend, Sent, ToComplete }

/// <summary>« Responsable légal » or « tiers de confiance » — an adult of a family file; letters go to the address written here at the moment they leave, and never to a trusted person.</summary>
public sealed class Guardian
{
    public required StructureId StructureId { get; init; }
    public required GuardianId Id { get; init; }
    public required FamilyId FamilyId { get; init; }
    public GuardianKind Kind { get; init; }
    public Relation? Relation { get; set; }
    public required string FirstName { get; set; }

    /// <summary>« Nom d'usage ».</summary>
    public required string LastName { get; set; }

    /// <summary>« Nom de naissance ».</summary>
    public string? BirthName { get; set; }
    public string? Address1 { get; set; }
    public string? Address2 { get; set; }
    public string? Address3 { get; set; }
    public string? PostalCode { get; set; }
    public string? Town { get; set; }
    public string? Phone { get; set; }
    public string? Mobile { get; set; }
    public string? WorkPhone { get; set; }
    public string? WorkMobile { get; set; }
    public string? Email { get; set; }

    /// <summary>« Note pratique ».</summary>
    public string? Note { get; set; }

    /// <summary>« Utiliser cette adresse pour la facturation » — who pays: one adult of a file at most.</summary>
    public bool Pays { get; set; }

    /// <summary>« Utiliser ces coordonnées en cas d'urgence ».</summary>
    public bool Emergency { get; set; }

    /// <summary>« Est autorisé à récupérer l'enfant ».</summary>
    public bool PicksUp { get; set; }

    /// <summary>Since when they are no longer in the file: the row stays, for what was written to them.</summary>
    public DateTimeOffset? LeftAt { get; set; }
    public bool ReceivesLetters { get; set; } = true;

    /// <summary>« Me prévenir quand mes tickets ne couvrent plus que 5 jours » — 1 to 30 days of use; null follows the structure.</summary>
    public int? LowBalanceDays { get; set; }
}

/// <summary>« Responsable légal » answers for the children; « tiers de confiance » fetches them or is called, and receives no letter.</summary>
public enum GuardianKind { Guardian, Trusted }

/// <summary>« Qualité » — what an adult of the file is to the children.</summary>
public enum Relation { Mother, Father, LegalGuardian, Grandparent, Sibling, Childminder, Friend, Other }

/// <summary>« Enfant ». May belong to two family files; a booking holds the wallet of one of them, written on the booking.</summary>
public sealed class Child
{
    public required StructureId StructureId { get; init; }
    public required ChildId Id { get; init; }
    public required string FirstName { get; set; }
    public required string LastName { get; set; }
    public SiteId? SchoolId { get; set; }
    public string? Grade { get; set; }

    /// <summary>« Né(e) le »; null where the mairie does not know it: only the tax certificate needs it.</summary>
    public DateOnly? BornOn { get; set; }
    public string? BirthPlace { get; set; }

    /// <summary>« Menu » — one of the structure's own; null eats the usual one.</summary>
    public Guid? DietId { get; set; }

    /// <summary>« Dérogation » — goes to a school that is not the one of its address, and why.</summary>
    public bool Derogation { get; set; }

    /// <summary>« Droit à l'image », « autorisé à partir seul », « sorties à l'extérieur »: no, until a parent ticks it.</summary>
    public bool ImageRight { get; set; }
    public bool LeavesAlone { get; set; }
    public bool Outings { get; set; }
}

/// <summary>A child in a family file, with what belongs to that home alone: the other home of the child never reads it.</summary>
public sealed class FamilyChild
{
    public required StructureId StructureId { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required ChildId ChildId { get; init; }
    public string? Address { get; set; }
    public string? PostalCode { get; set; }
    public string? Town { get; set; }
    public string? Note { get; set; }

    /// <summary>Why this home asks for another school than that of its address: it often says where it lives, or with whom.</summary>
    public string? DerogationReason { get; set; }

    /// <summary>Since when the child is no longer in this file.</summary>
    public DateTimeOffset? LeftAt { get; set; }
}
