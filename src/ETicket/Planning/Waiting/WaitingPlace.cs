using ETicket.Kernel;

namespace ETicket.Planning.Waiting;

/// <summary>« En attente » — a child in the queue of a day without a place, for the family file whose ticket the day would use. No ticket is held while it waits.</summary>
public sealed class WaitingPlace
{
    public required StructureId StructureId { get; init; }
    public required ActivityId ActivityId { get; init; }
    public required DateOnly Day { get; init; }
    public required ChildId ChildId { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required WaitingState State { get; set; }

    /// <summary>The rank in the queue; whoever left it and comes back waits from then on.</summary>
    public required DateTimeOffset AskedAt { get; set; }
    public required string AskedBy { get; set; }

    /// <summary>When a place came without a ticket to use for it: such a child keeps its rank, and no place is kept for it.</summary>
    public DateTimeOffset? PassedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>waiting: in the queue; given: it has its place; left: somebody of the file took it out.</summary>
public enum WaitingState { Waiting, Given, Left }
