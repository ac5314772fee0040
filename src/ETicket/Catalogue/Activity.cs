using ETicket.Kernel;

namespace ETicket.Catalogue;

/// <summary>« Activité » — what days are ticked for: canteen, school bus, day care.</summary>
public sealed class Activity
{
    public required StructureId StructureId { get; init; }
    public required ActivityId Id { get; init; }

    /// <summary>The régie's product its tickets are sold under.</summary>
    public required ServiceId ServiceId { get; init; }
    public SiteId? SiteId { get; set; }
    public required ActivityKind Kind { get; init; }
    public required string Name { get; set; }

    /// <summary>« 11 h 45 – 13 h 15 », as families read it.</summary>
    public string? Hours { get; set; }
    public required ActivityMode Mode { get; init; }

    /// <summary>
    /// « Plancher » — how many tickets below zero a wallet may be held; null is no floor at all, the canteen's default:
    /// a child always eats (C. éduc. L131-13; CE 22 March 2021, n° 429361).
    /// </summary>
    public int? Floor { get; set; }

    /// <summary>
    /// « Garde » — the commune declares that its whole price pays for watching over children, so that it counts for the tax credit of CGI art. 200 quater B. A price that also
    /// pays for food does not: the part that watches is then an activity of its own.
    /// </summary>
    public bool IsChildcare { get; init; }

    /// <summary>« Places » — how many children a day takes; null is no limit. Families tick up to it; the mairie may go beyond.</summary>
    public int? Capacity { get; set; }

    /// <summary>Order on the planning.</summary>
    public int Position { get; set; }
}

public enum ActivityKind { Canteen, SchoolBus, DayCare, Study, LeisureCentre }

/// <summary>Tickets bought before, or a bill after use.</summary>
public enum ActivityMode { Prepaid, Billed }

/// <summary>
/// « Type de ticket » — one price line of an activity (quotient band, PAI, rank, adult…). A family has one wallet per type, so nobody buys at one
/// child's price and spends at another's.
/// </summary>
public sealed class TicketType
{
    public required StructureId StructureId { get; init; }
    public required TicketTypeId Id { get; init; }
    public required ActivityId ActivityId { get; init; }
    public required string Code { get; init; }
    public required string Label { get; set; }
}

/// <summary>« Tarif » — the price of one ticket from a day on, in cents, with the deliberation that voted it. Past prices never change: a new one begins.</summary>
public sealed class Tariff
{
    public required StructureId StructureId { get; init; }
    public required TicketTypeId TicketTypeId { get; init; }
    public required DateOnly StartsOn { get; init; }
    public required Money UnitPrice { get; init; }
    public required string Deliberation { get; init; }
}

/// <summary>« Jours de service » — the weekdays of an activity during a period.</summary>
public sealed class Opening
{
    public required StructureId StructureId { get; init; }
    public required ActivityId ActivityId { get; init; }
    public required DateOnly StartsOn { get; init; }
    public required DateOnly EndsOn { get; set; }

    /// <summary>Days of the week, Monday = 1 … Sunday = 7.</summary>
    public required int[] Weekdays { get; set; }

    /// <summary>Whether school holidays are served too (leisure centres).</summary>
    public bool DuringHolidays { get; set; }
}

/// <summary>« Fermeture » — days when an activity (or all, when none is named) does not open, and why.</summary>
public sealed class Closure
{
    public required StructureId StructureId { get; init; }
    public required Guid Id { get; init; }
    public ActivityId? ActivityId { get; init; }
    public required DateOnly StartsOn { get; init; }
    public required DateOnly EndsOn { get; init; }
    public required string Reason { get; init; }
}
