using ETicket.Kernel;

namespace ETicket.Planning.Away;

/// <summary>An absence goes from a day to the same or a later one, at most a month long, from a month ago to two months ahead.</summary>
public sealed class AbsenceOutOfRange(DateOnly earliest, DateOnly latest) : Refusal(earliest, latest);

/// <summary>The child is not in this family file.</summary>
public sealed class ChildOfAnotherFile() : Refusal();

/// <summary>No day of the child is ticked between these days with a ticket of this family.</summary>
public sealed class NoBookedDay(DateOnly first, DateOnly last) : Refusal(first, last);

/// <summary>Each day ticked between these was told absent by the other home, whose it was before.</summary>
public sealed class ToldByOtherHome(DateOnly first, DateOnly last) : Refusal(first, last);

/// <summary>No such absence in this family file, or in this structure.</summary>
public sealed class UnknownAbsence() : Refusal();

/// <summary>Every day of it was decided, or its ticket came back: nothing is left to withdraw.</summary>
public sealed class NothingToWithdraw() : Refusal();

/// <summary>No day of it waits for the mairie.</summary>
public sealed class NothingToDecide() : Refusal();

/// <summary>A family that is refused reads why.</summary>
public sealed class NoAnswerGiven() : Refusal();

/// <summary>A rule whose figures have no sense.</summary>
public sealed class AbsenceRuleOutOfRange() : Refusal();

/// <summary>A rule of this activity and reason begins that day already.</summary>
public sealed class RuleBeginsAlready(DateOnly day) : Refusal(day);

/// <summary>No such activity in this structure.</summary>
public sealed class NoSuchActivity() : Refusal();
