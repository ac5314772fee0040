using ETicket.Kernel;

namespace ETicket.Planning.Standing;

/// <summary>An abonnement needs at least one weekday, each named once.</summary>
public sealed class NoWeekday() : Refusal();

/// <summary>An abonnement comes back every week, or every few weeks.</summary>
public sealed class RhythmOutOfRange(int weeks, int most) : Refusal(weeks, most);

/// <summary>An abonnement ends on or after its first day, and within two years of it.</summary>
public sealed class EndOutOfRange(DateOnly first, DateOnly last) : Refusal(first, last);

/// <summary>The child is not in this family file, or not enrolled in the activity while the abonnement lasts.</summary>
public sealed class ChildNotEnrolled() : Refusal();

/// <summary>No such abonnement in this family file.</summary>
public sealed class UnknownStandingBooking() : Refusal();

/// <summary>An abonnement is only shortened: it was to end earlier already.</summary>
public sealed class EndsEarlierAlready(DateOnly last) : Refusal(last);

/// <summary>The day is not one the abonnement asks for.</summary>
public sealed class DayNotOfStandingBooking(DateOnly day) : Refusal(day);
