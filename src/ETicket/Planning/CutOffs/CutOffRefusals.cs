using ETicket.Kernel;

namespace ETicket.Planning.CutOffs;

/// <summary>No clock shows it: a limit goes from 00:00 to 24:00.</summary>
public sealed class ImpossibleHour(int hour, int minute) : Refusal(hour, minute);

/// <summary>A limit counted in fewer than 0 or more than 366 days.</summary>
public sealed class ImpossibleDayCount(int days) : Refusal(days);

/// <summary>A limit counted in fewer than 0 or more than 52 weeks.</summary>
public sealed class ImpossibleWeekCount(int weeks) : Refusal(weeks);

/// <summary>The limit would fall after the day it limits.</summary>
public sealed class LimitAfterTheDay(string limit, string day) : Refusal(limit, day);

/// <summary>One weekday with two limits.</summary>
public sealed class WeekdayTwice(string weekday) : Refusal(weekday);

/// <summary>A table without a row.</summary>
public sealed class EmptyTable() : Refusal;

/// <summary>A served weekday the table forgets.</summary>
public sealed class NoLimitForWeekday(string weekday) : Refusal(weekday);

/// <summary>A rule written in a form this version does not know.</summary>
public sealed class UnknownCutOffVersion(int version) : Refusal(version);

/// <summary>Not the JSON of a rule.</summary>
public sealed class CutOffNotReadable() : Refusal;
