using ETicket.Kernel;

namespace ETicket.Planning.Custody;

/// <summary>
/// « Règle de garde » — which of a child's two homes its days are of, from a day on or between two days: the weekdays named, of odd and of even ISO weeks, are of one home, the others of the
/// other. Holidays and single exceptions are rules with an end, which speak before the usual one. A rule without homes lifts the one before it: each day is of the home that ticks it first.
/// Rules are only added and withdrawn: what was in force stays readable.
/// </summary>
public sealed class CustodyRule
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required ChildId ChildId { get; init; }
    public required DateOnly FirstDay { get; init; }

    /// <summary>Null: until another rule.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>The home of the days named.</summary>
    public FamilyId? FamilyId { get; init; }

    /// <summary>The home of every other day.</summary>
    public FamilyId? OtherFamilyId { get; init; }

    /// <summary>Days of the week, Monday = 1 … Sunday = 7, of odd ISO weeks.</summary>
    public required int[] Odd { get; init; }
    public required int[] Even { get; init; }

    /// <summary>« Vacances de Noël », as the mairie calls it.</summary>
    public string? Label { get; init; }
    public required DateTimeOffset SetAt { get; init; }
    public required string SetBy { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string? WithdrawnBy { get; init; }
}

/// <summary>« Version des règles » of a child — raised by each change: whoever changes them says which ones they read.</summary>
public sealed class CustodyBook
{
    public required StructureId StructureId { get; init; }
    public required ChildId ChildId { get; init; }
    public required int Version { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required string ChangedBy { get; init; }
}
