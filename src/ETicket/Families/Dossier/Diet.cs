using ETicket.Kernel;

namespace ETicket.Families.Dossier;

/// <summary>« Menu » — what a child eats, said by its content: « Sans porc », « Végétarien », never by a belief. Each structure has its own list.</summary>
public sealed class Diet
{
    public required StructureId StructureId { get; init; }
    public required Guid Id { get; init; }
    public required string Label { get; init; }
    public int Position { get; init; }
}

/// <summary>« Quotient familial » of a file from a day on, and who said so: written by the mairie, read by the family.</summary>
public sealed class FamilyQuotient
{
    public required StructureId StructureId { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required DateOnly StartsOn { get; init; }
    public required Money Amount { get; init; }

    /// <summary>« Attestation CAF du 3 septembre ».</summary>
    public required string Source { get; init; }
}
