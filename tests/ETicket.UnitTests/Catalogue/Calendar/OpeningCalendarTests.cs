using ETicket.Catalogue.Calendar;

namespace ETicket.UnitTests.Catalogue.Calendar;

public sealed class OpeningCalendarTests
{
    private static readonly DateOnly First = new(2026, 9, 1), Last = new(2027, 8, 31);
    private static readonly LocalClosure Strike = new(new(2026, 11, 19), new(2026, 11, 20), "Grève du personnel");
    private static readonly OpeningCalendar Canteen = new(SchoolCalendar.Official("A"), [new(First, Last, Weekdays.FourDays)], [Strike]);
    private static readonly OpeningCalendar Leisure =
        new(SchoolCalendar.Official("A"), [new(First, Last, Weekdays.Wednesday, Weekdays.WorkingWeek)], []);

    [Theory]
    [InlineData("2026-11-23", null, null)]
    [InlineData("2026-11-25", "WeekdayNotServed", "Pas de service le mercredi")]
    [InlineData("2026-11-22", "WeekdayNotServed", "Pas de service le dimanche")]
    [InlineData("2026-11-19", "LocalClosure", "Grève du personnel")]
    [InlineData("2026-11-11", "PublicHoliday", "Armistice de 1918")]
    [InlineData("2026-12-25", "PublicHoliday", "Noël")]
    [InlineData("2026-12-24", "SchoolHoliday", "Vacances de Noël")]
    [InlineData("2026-12-26", "SchoolHoliday", "Vacances de Noël")]
    [InlineData("2026-10-16", null, null)]
    [InlineData("2026-11-02", null, null)]
    [InlineData("2027-05-06", "PublicHoliday", "Ascension")]
    [InlineData("2026-08-31", "OutsideService", "Hors de la période de service")]
    public void A_canteen_says_why_it_is_closed(string day, string? reason, string? label)
    {
        var why = Canteen.WhyClosed(DateOnly.Parse(day));
        Assert.Equal((reason, label), (why?.Reason.ToString(), why?.Label));
        Assert.Equal(reason is null, Canteen.IsOpen(DateOnly.Parse(day)));
    }

    [Theory]
    [InlineData("2026-11-25", null)]
    [InlineData("2026-11-24", "WeekdayNotServed")]
    [InlineData("2026-10-20", null)]
    [InlineData("2026-10-24", "WeekdayNotServed")]
    public void A_leisure_centre_opens_on_Wednesdays_and_in_holidays(string day, string? reason)
    {
        Assert.Equal(reason, Leisure.WhyClosed(DateOnly.Parse(day))?.Reason.ToString());
    }

    [Fact]
    public void A_week_is_listed_with_its_holidays_marked()
    {
        var days = Leisure.Between(new(2026, 10, 12), new(2026, 10, 20)).ToList();
        ServedDay[] expected = [new(new(2026, 10, 14), false), new(new(2026, 10, 19), true), new(new(2026, 10, 20), true)];
        Assert.Equal(expected, days);
        Assert.Empty(Leisure.Between(new(2026, 10, 20), new(2026, 10, 12)));
    }

    [Fact]
    public void A_year_of_canteen_has_about_140_days()
    {
        Assert.Equal(138, Canteen.Between(First, Last).Count());
    }

    [Fact]
    public void Nothing_opens_in_a_school_year_that_is_not_known()
    {
        var calendar = new OpeningCalendar(SchoolCalendar.Official("A"), [new(new(2027, 9, 1), new(2028, 8, 31), Weekdays.FourDays)], []);
        var why = calendar.WhyClosed(new(2027, 9, 6));
        Assert.Equal(new(ClosedReason.SchoolYearUnknown, "Calendrier scolaire 2027-2028 pas encore connu"), why);
        Assert.Equal(ClosedReason.WeekdayNotServed, calendar.WhyClosed(new(2027, 9, 5))!.Reason);
        Assert.Empty(calendar.Between(new(2027, 9, 1), new(2028, 8, 31)));
    }

    [Fact]
    public void A_bus_that_runs_alike_in_term_and_holidays_needs_no_school_calendar()
    {
        var bus = new OpeningCalendar(SchoolCalendar.Official("A"), [new(new(2027, 9, 1), new(2028, 8, 31), Weekdays.WorkingWeek, Weekdays.WorkingWeek)], []);
        Assert.True(bus.IsOpen(new(2028, 2, 29)));
    }

    [Fact]
    public void Weekdays_may_change_from_a_period_to_the_next()
    {
        var calendar = new OpeningCalendar(SchoolCalendar.Official("A"), [new(First, new(2026, 12, 31), Weekdays.FourDays), new(new(2027, 1, 1), Last, Weekdays.WorkingWeek)], []);
        Assert.False(calendar.IsOpen(new(2026, 12, 16)));
        Assert.True(calendar.IsOpen(new(2027, 1, 6)));
        Assert.Equal(Weekdays.WorkingWeek, calendar.ServedWeekdays);
    }

    [Fact]
    public void Good_Friday_is_a_holiday_in_Strasbourg_alone()
    {
        ServicePeriod[] periods = [new(First, Last, Weekdays.FourDays)];
        Assert.False(new OpeningCalendar(SchoolCalendar.Official("B"), periods, [], alsaceMoselle: true).IsOpen(new(2027, 3, 26)));
        Assert.True(new OpeningCalendar(SchoolCalendar.Official("B"), periods, []).IsOpen(new(2027, 3, 26)));
    }

    [Theory]
    [InlineData("2026-11-10", true)]
    [InlineData("2026-11-11", false)]
    [InlineData("2026-11-14", false)]
    [InlineData("2026-12-24", true)]
    public void Working_days_ignore_the_school(string day, bool works)
    {
        Assert.Equal(works, Canteen.IsWorkingDay(DateOnly.Parse(day)));
    }

    [Fact]
    public void Impossible_periods_are_refused()
    {
        Assert.Throws<PeriodEndsBeforeItStarts>(() => new ServicePeriod(Last, First, Weekdays.FourDays));
        var refusal = Assert.Throws<PeriodEndsBeforeItStarts>(() => new LocalClosure(new(2026, 5, 2), new(2026, 5, 1), "Pont"));
        Assert.Equal("Cette période se termine le 01/05/2026, avant de commencer le 02/05/2026. Corrigez l’une des deux dates.", refusal.Sentence);
    }

    [Fact]
    public void Weekdays_are_read_from_their_numbers()
    {
        Assert.Equal(Weekdays.FourDays, WeekdaySets.FromIso([1, 2, 4, 5]));
        Assert.Equal(Weekdays.Sunday, WeekdaySets.FromIso([7]));
        Assert.Throws<WeekdayOutOfRange>(() => WeekdaySets.FromIso([1, 8]));
        Assert.Throws<WeekdayOutOfRange>(() => WeekdaySets.FromIso([0]));
    }
}
