using ETicket.Catalogue.Calendar;

namespace ETicket.UnitTests.Catalogue.Calendar;

public sealed class SchoolCalendarTests
{
    [Theory]
    [InlineData("A", "2026-02-07", "2026-02-22")]
    [InlineData("B", "2026-02-14", "2026-03-01")]
    [InlineData("C", "2026-02-21", "2026-03-08")]
    [InlineData("A", "2026-04-04", "2026-04-19")]
    [InlineData("B", "2026-04-11", "2026-04-26")]
    [InlineData("A", "2027-02-13", "2027-02-28")]
    [InlineData("B", "2027-02-20", "2027-03-07")]
    [InlineData("C", "2027-02-06", "2027-02-21")]
    [InlineData("A", "2027-04-10", "2027-04-25")]
    [InlineData("B", "2027-04-17", "2027-05-02")]
    [InlineData("C", "2027-04-03", "2027-04-18")]
    [InlineData("A", "2026-07-04", "2026-08-31")]
    [InlineData("C", "2027-07-03", "2027-08-31")]
    public void Official_holidays_begin_and_end_where_published(string zone, string first, string last)
    {
        var (from, to) = (DateOnly.Parse(first), DateOnly.Parse(last));
        var calendar = SchoolCalendar.Official(zone);
        var holiday = calendar.HolidayOn(from);
        Assert.NotNull(holiday);
        Assert.Equal((from, to), (holiday.First, holiday.Last));
        Assert.Null(calendar.HolidayOn(from.AddDays(-1)));
        Assert.Null(calendar.HolidayOn(to.AddDays(1)));
    }

    [Fact]
    public void Only_whole_years_are_known()
    {
        Assert.Equal([2025, 2026], SchoolCalendar.Official("A").KnownYears.Order());
        Assert.Equal([2025, 2026], SchoolCalendar.Official("B").KnownYears.Order());
        Assert.Equal([2026], SchoolCalendar.Official("C").KnownYears);
        Assert.Throws<SchoolZoneNotFound>(() => SchoolCalendar.Official("D"));
    }

    [Theory]
    [InlineData(2025)]
    [InlineData(2026)]
    public void The_demonstration_calendar_meets_zone_A_where_zone_A_is_published(int schoolYear)
    {
        var longOnes = SchoolCalendar.ForDemonstration(schoolYear).Holidays.Where(IsLong).Select(h => (h.First, h.Last));
        var published = SchoolCalendar.Official("A").Holidays.Where(IsLong).Where(h => SchoolCalendar.YearOf(h.First) == schoolYear).Select(h => (h.First, h.Last));
        Assert.Equal(published, longOnes);
    }

    [Fact]
    public void The_demonstration_calendar_is_plausible_in_any_year_and_says_what_it_is()
    {
        Assert.All(Enumerable.Range(2024, 40), schoolYear =>
        {
            var calendar = SchoolCalendar.ForDemonstration(schoolYear);
            Assert.True(calendar.IsDemonstration);
            Assert.Equal([schoolYear], calendar.KnownYears);
            Assert.All(calendar.Holidays, holiday => Assert.Contains("démonstration", holiday.Label));
            var breaks = calendar.Holidays.Where(IsLong).ToList();
            Assert.Equal(5, breaks.Count);
            Assert.All(breaks.Zip(breaks.Skip(1)), pair => Assert.InRange(pair.Second.First.DayNumber - pair.First.Last.DayNumber, 4 * 7, 13 * 7));
            Assert.NotNull(calendar.HolidayOn(new(schoolYear, 12, 25)));
            Assert.NotNull(calendar.HolidayOn(new(schoolYear + 1, 8, 31)));
        });
    }

    [Fact]
    public void A_calendar_is_completed_by_another_only_for_years_it_does_not_know()
    {
        var both = SchoolCalendar.Official("C").CompletedBy(SchoolCalendar.ForDemonstration(2026)).CompletedBy(SchoolCalendar.ForDemonstration(2027));
        Assert.Equal([2026, 2027], both.KnownYears.Order());
        Assert.Equal(new DateOnly(2027, 2, 6), both.HolidayOn(new(2027, 2, 10))!.First);
        Assert.Contains("démonstration", both.HolidayOn(new(2027, 12, 25))!.Label);
        Assert.True(both.IsDemonstration);
    }

    [Theory]
    [InlineData("2026-08-31", 2025)]
    [InlineData("2026-09-01", 2026)]
    [InlineData("2027-01-01", 2026)]
    public void The_school_year_changes_on_the_first_of_September(string day, int year)
    {
        Assert.Equal(year, SchoolCalendar.YearOf(DateOnly.Parse(day)));
    }

    private static bool IsLong(SchoolHoliday holiday) => holiday.Last.DayNumber - holiday.First.DayNumber > 7;
}
