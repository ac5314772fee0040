using ETicket.Kernel;

namespace ETicket.Planning;

/// <summary>The deadline of the day has passed, by the database's clock.</summary>
public sealed class CutOffPassed(DateOnly day, DateTimeOffset deadline) : Refusal(day, deadline);

/// <summary>The day was already consumed.</summary>
public sealed class DayAlreadyClosed(DateOnly day) : Refusal(day);

/// <summary>No ticket is available and the activity's floor is reached.</summary>
public sealed class NoTicketLeft(DateOnly day, int available) : Refusal(day, available);

/// <summary>The day is exceptionally closed.</summary>
public sealed class DayClosedFor(DateOnly day, string reason) : Refusal(day, reason);

/// <summary>The activity does not open on that day: outside the calendar.</summary>
public sealed class DayNotServed(DateOnly day) : Refusal(day);

/// <summary>The activity is unknown, or the child is not enrolled in it.</summary>
public sealed class UnknownActivity() : Refusal();

/// <summary>The day holds a ticket of the child's other home: only that home, or the mairie, unticks it.</summary>
public sealed class HeldByOtherHome(DateOnly day) : Refusal(day);

/// <summary>That day the child is at its other home: only that home, or the mairie, ticks it.</summary>
public sealed class DayOfOtherHome(DateOnly day) : Refusal(day);

/// <summary>Every place of that day is taken.</summary>
public sealed class DayFull(DateOnly day) : Refusal(day);

/// <summary>That day has a place: it is to be ticked, not waited for.</summary>
public sealed class DayNotFull(DateOnly day) : Refusal(day);

/// <summary>The family's file is not validated, or the mairie did not open this service for the child.</summary>
public sealed class PlanningNotOpened() : Refusal();

/// <summary>The key of the page was already used for another command (HTTP 422).</summary>
public sealed class KeyReused() : Refusal();

/// <summary>The command could not be read: no cell, or far too many.</summary>
public sealed class UnreadableWish() : Refusal();

/// <summary>A day is closed only once it is over or its deadline has passed.</summary>
public sealed class DayNotOver(DateOnly day) : Refusal(day);

/// <summary>The day is closed but for some wallets, whose rows are damaged: the audit tells the operator which.</summary>
public sealed class DayPartlyClosed(int wallets) : Refusal(wallets);
