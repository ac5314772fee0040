using ETicket.Kernel;

namespace ETicket.Planning.Custody;

/// <summary>Somebody changed the rules of this child since they were read.</summary>
public sealed class CustodyChangedMeanwhile(string by, DateTimeOffset at) : Refusal(by, at);

/// <summary>The last day of a rule is before its first.</summary>
public sealed class CustodyDaysBackwards() : Refusal();

/// <summary>A day of a rule is further than so many years.</summary>
public sealed class CustodyTooFar(int years) : Refusal(years);

/// <summary>The name of a rule is too long, or has letters nobody can read.</summary>
public sealed class CustodyLabelUnreadable(int most) : Refusal(most);

/// <summary>The child is not in two files, or the home named is none of them.</summary>
public sealed class NotOfTwoHomes() : Refusal();

/// <summary>The rule is none of the child's, or was withdrawn already.</summary>
public sealed class UnknownCustodyRule() : Refusal();

/// <summary>Tickets of that home hold days of the child.</summary>
public sealed class HomeHoldsDays(int days) : Refusal(days);

/// <summary>No file has that number.</summary>
public sealed class UnknownFileNumber() : Refusal();

/// <summary>The child is in that file, or in two others, already.</summary>
public sealed class AlreadyOfTwoHomes() : Refusal();
