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
}

/// <summary>validated: the mairie agreed; to send: the family has not sent it; sent: the mairie looks at it; to complete: the mairie asked for something more.</summary>
public enum FileState { Validated, ToSend, Sent, ToComplete }

/// <summary>« Responsable légal » — an adult of a family file; letters go to the address written here at the moment they leave.</summary>
public sealed class Guardian
{
    public required StructureId StructureId { get; init; }
    public required GuardianId Id { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required string FirstName { get; set; }
    public required string LastName { get; set; }
    public string? Email { get; set; }
    public bool ReceivesLetters { get; set; } = true;

    /// <summary>« Me prévenir quand mes tickets ne couvrent plus que 5 jours » — 1 to 30 days of use; null follows the structure.</summary>
    public int? LowBalanceDays { get; set; }
}

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
}

/// <summary>A child in a family file.</summary>
public sealed class FamilyChild
{
    public required StructureId StructureId { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required ChildId ChildId { get; init; }
}
