using ETicket.Catalogue.Calendar;

namespace ETicket.UnitTests.Planning.CutOffs;

/// <summary>A canteen of four days in zone A: two published years, then the demonstration's.</summary>
internal static class Canteen
{
    public static readonly DateOnly First = new(2025, 9, 1), Last = new(2028, 8, 31);

    public static readonly OpeningCalendar Calendar = With();

    public static OpeningCalendar With(params LocalClosure[] closures) =>
        new(SchoolCalendar.Official("A").CompletedBy(SchoolCalendar.ForDemonstration(2027)), [new(First, Last, Weekdays.FourDays)], closures);
}
