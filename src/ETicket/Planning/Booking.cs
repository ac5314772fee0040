using ETicket.Kernel;

namespace ETicket.Planning;

/// <summary>« Inscription » — the right of a child to be booked on an activity, with the ticket type each day consumes (PAI, level, rank, adult: separate types).</summary>
public sealed class Enrolment
{
    public required StructureId StructureId { get; init; }
    public required ChildId ChildId { get; init; }
    public required ActivityId ActivityId { get; init; }
    public required DateOnly StartsOn { get; init; }
    public DateOnly? EndsOn { get; set; }
    public required TicketTypeId TicketTypeId { get; init; }

    /// <summary>Since when the mairie has still to open the planning of this child for this service; null once it did.</summary>
    public DateTimeOffset? WaitsSince { get; set; }
}

/// <summary>« Délais » of an activity from a day on: the rules for adding and for cancelling, as data, with the decision that set them.</summary>
public sealed class CutOff
{
    public required StructureId StructureId { get; init; }
    public required ActivityId ActivityId { get; init; }
    public required DateOnly StartsOn { get; init; }

    /// <summary>A limit in JSON, see <see cref="CutOffs.CutOffRule"/>.</summary>
    public required string Adding { get; set; }
    public required string Cancelling { get; set; }
    public string? Decision { get; set; }
}

/// <summary>
/// « Jour ouvert » — a day of an activity with its two deadlines already computed (first refused instants, UTC). The statement that
/// writes a tick compares them with the database's clock, so that nothing but the database decides who was in time.
/// </summary>
public sealed class OpenDay
{
    public required StructureId StructureId { get; init; }
    public required ActivityId ActivityId { get; init; }
    public required DateOnly Day { get; init; }
    public required DateTimeOffset AddUntil { get; set; }
    public required DateTimeOffset CancelUntil { get; set; }

    /// <summary>Reason of an exceptional closure; null while the day is served.</summary>
    public string? ClosedFor { get; set; }

    /// <summary>When the day's bookings were consumed for the first time; after it only staff writes on the day.</summary>
    public DateTimeOffset? ConsumedAt { get; set; }
}

/// <summary>
/// « Réservation » — one cell: a child, an activity, a day. A single row whatever the clicks, so there are never two live bookings of a day;
/// each change is kept in <see cref="BookingChange"/>.
/// </summary>
public sealed class Booking
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required ChildId ChildId { get; init; }
    public required ActivityId ActivityId { get; init; }
    public required DateOnly Day { get; init; }
    public required BookingState State { get; init; }

    /// <summary>The wallet it holds: which family's, and of which ticket type, is settled when it is made.</summary>
    public required long WalletId { get; init; }

    /// <summary>When it was last ticked, and the deadline it was ticked before (database clock).</summary>
    public required DateTimeOffset BookedAt { get; init; }
    public required DateTimeOffset Deadline { get; init; }
    public bool ByStaff { get; init; }

    /// <summary>The entry that consumed it.</summary>
    public long? EntryId { get; init; }
}

/// <summary>held: ticked, a ticket is promised; released: unticked; consumed: its ticket is used; recredited: consumed, then given back.</summary>
public enum BookingState { Held, Released, Consumed, Recredited }

/// <summary>« Historique » of a cell: who, when, from where.</summary>
public sealed class BookingChange
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required long BookingId { get; init; }

    /// <summary>The wallet that held the day, and so whose change it was; null in what was written before it was kept. No key: a click pays for none, and a wallet is never deleted.</summary>
    public long? WalletId { get; init; }
    public required BookingState State { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Actor { get; init; }
    public required ChangeOrigin Origin { get; init; }
}

/// <summary>Who spoke: a parent, the staff, the night, a month that is replayed, an abonnement, which is judged as a parent is, or a rule of custody the staff changed.</summary>
public enum ChangeOrigin { Parent, Staff, Night, Replay, Standing, Custody }
