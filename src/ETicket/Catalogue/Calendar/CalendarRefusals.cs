using ETicket.Kernel;

namespace ETicket.Catalogue.Calendar;

/// <summary>The file is not JSON, or not a list of rows of the open data set.</summary>
public sealed class SchoolCalendarNotReadable() : Refusal;

/// <summary>A row (from 1) lacks a field, or holds something else than its kind there.</summary>
public sealed class SchoolCalendarRowRefused(int row, string fieldName) : Refusal(row, fieldName)
{
    public int Row => row;
    public string FieldName => fieldName;
}

/// <summary>The file is one page of a longer answer: importing it would open the canteen during the holidays of the missing rows.</summary>
public sealed class SchoolCalendarIncomplete(int announced, int found) : Refusal(announced, found);

/// <summary>No row of the zone, or of the académie in that zone.</summary>
public sealed class SchoolZoneNotFound(string zone) : Refusal(zone);

/// <summary>Two académies of a zone have different dates (it happened in zone B in April 2018): the town must say which is its own.</summary>
public sealed class SchoolDatesContradict(string label, int row, int otherRow) : Refusal(label, row, otherRow)
{
    public int Row => row;
    public int OtherRow => otherRow;
}

/// <summary>A period or a closure whose last day comes before its first.</summary>
public sealed class PeriodEndsBeforeItStarts(DateOnly first, DateOnly last) : Refusal(first, last);

/// <summary>A number that is no weekday.</summary>
public sealed class WeekdayOutOfRange(int number) : Refusal(number);
