using ETicket.Kernel;

namespace ETicket.Planning.Feeds;

/// <summary>
/// « Lien d'agenda » — the address at which a calendar program reads the booked days of one child, as one family file booked them. Whoever has it reads these days and nothing else; it is
/// ended, never changed.
/// </summary>
public sealed class CalendarFeed
{
    public required StructureId StructureId { get; init; }

    /// <summary>Drawn at random by the database (122 bits): it is the whole right.</summary>
    public Guid Token { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required ChildId ChildId { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required string MadeBy { get; init; }

    /// <summary>Null: it answers.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
