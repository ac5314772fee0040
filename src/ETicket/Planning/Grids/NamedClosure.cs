using ETicket.Catalogue.Calendar;
using ETicket.Kernel;

namespace ETicket.Planning.Grids;

/// <summary>« Jour fermé » of an activity with the name families know it by: a public holiday, school holidays, a local closure. A weekday that is never served has no name.</summary>
public sealed class NamedClosure
{
    public required StructureId StructureId { get; init; }
    public required ActivityId ActivityId { get; init; }
    public required DateOnly Day { get; init; }
    public required ClosedReason Reason { get; init; }

    /// <summary>« Toussaint », « Vacances de Noël », or the reason the mairie gave.</summary>
    public required string Label { get; init; }
}
