using ETicket.Kernel;

namespace ETicket.Structures;

/// <summary>
/// « Structure » — a commune or an association: the tenant. Nothing of one structure is ever visible from another; the database itself
/// refuses it (row level security, one structure per transaction).
/// </summary>
public sealed class Structure
{
    public required StructureId Id { get; init; }
    public required StructureKind Kind { get; init; }
    public required string Name { get; set; }

    /// <summary>Short name used in addresses.</summary>
    public required string Slug { get; init; }
    public required string PostalCode { get; set; }
    public required string Town { get; set; }

    /// <summary>A, B or C (Dordogne: A).</summary>
    public required string SchoolZone { get; set; }
    public string? ContactEmail { get; set; }
    public string? ContactPhone { get; set; }

    /// <summary>« Seuil d'alerte » — families who chose none are warned when their tickets cover so many days of use or fewer, 1 to 30.</summary>
    public int LowBalanceDays { get; set; } = 5;

    /// <summary>Whether a new family may make its account on line; found by postal code, and by a code of its own where it has one.</summary>
    public bool OpensRegistration { get; set; }
    public string? RegistrationCode { get; set; }

    /// <summary>« Adresse demandée » — whether a family gives an electronic address before its pages open. A second access always has one.</summary>
    public bool AccessNeedsEmail { get; set; }
}

public enum StructureKind { Commune, Association }

/// <summary>« Lieu d'accueil » — a school, a canteen, a bus line.</summary>
public sealed class Site
{
    public required StructureId StructureId { get; init; }
    public required SiteId Id { get; init; }
    public required SiteKind Kind { get; init; }
    public required string Name { get; set; }
}

public enum SiteKind { School, Canteen, BusLine, LeisureCentre }
