using ETicket.Catalogue.Calendar;
using ETicket.Planning.CutOffs;

namespace ETicket.UnitTests.Planning.CutOffs;

/// <summary>Every rule met in towns' regulations, written as it is stored, with the first refused instants on a Paris clock.</summary>
public sealed class RulesOfTownsTests
{
    private const string Friday11 = """{"kind":"weekday-before","version":1,"weekday":"friday","at":"11:00","weeks":1,"whenClosed":"previousOpenDay"}""";
    private const string Friday11OffHolidays = """{"kind":"weekday-before","version":1,"weekday":"friday","at":"11:00","weeks":1,"whenClosed":"offPublicHolidays"}""";
    private const string Sunday2359 = """{"kind":"weekday-before","version":1,"weekday":"sunday","at":"23:59","weeks":1,"whenClosed":"keep"}""";
    private const string TuesdayNoon = """{"kind":"weekday-before","version":1,"weekday":"tuesday","at":"12:00","weeks":1,"whenClosed":"offPublicHolidays"}""";
    private const string MondayNoon = """{"kind":"weekday-before","version":1,"weekday":"monday","at":"12:00","weeks":1,"whenClosed":"offPublicHolidays"}""";
    private const string MondayMidnight = """{"kind":"weekday-before","version":1,"weekday":"monday","at":"24:00","weeks":1,"whenClosed":"offPublicHolidays"}""";
    private const string EveMidnight = """{"kind":"days-before","version":1,"days":1,"at":"24:00","counted":"allDays","whenClosed":"keep"}""";
    private const string EveEvening = """{"kind":"days-before","version":1,"days":1,"at":"18:00","counted":"serviceDays","whenClosed":"keep"}""";
    private const string ThreeWorkingDays = """{"kind":"days-before","version":1,"days":3,"at":"10:00","counted":"workingDays","whenClosed":"keep"}""";
    private const string TwoServiceDays = """{"kind":"days-before","version":1,"days":2,"at":"09:30","counted":"serviceDays","whenClosed":"keep"}""";
    private const string ThursdayThenTuesday = """
        {"kind":"weekday-table","version":1,"whenClosed":"previousWorkingDay","rows":[
          {"day":"monday","weekday":"thursday","weeks":1,"at":"10:00"},{"day":"tuesday","weekday":"thursday","weeks":1,"at":"10:00"},
          {"day":"thursday","weekday":"tuesday","weeks":0,"at":"10:00"},{"day":"friday","weekday":"tuesday","weeks":0,"at":"10:00"}]}
        """;
    private const string EachItsOwn = """
        {"kind":"weekday-table","version":1,"whenClosed":"offPublicHolidays","rows":[
          {"day":"monday","weekday":"friday","weeks":1,"at":"23:59"},{"day":"tuesday","weekday":"saturday","weeks":1,"at":"23:59"},
          {"day":"thursday","weekday":"monday","weeks":0,"at":"23:59"},{"day":"friday","weekday":"tuesday","weeks":0,"at":"23:59"}]}
        """;

    [Theory]
    // Friday 11:00 for the whole next week; after holidays, the last open day before them.
    [InlineData(Friday11, "2026-11-24", "2026-11-20T11:00:00+01:00")]
    [InlineData(Friday11, "2026-12-04", "2026-11-27T11:00:00+01:00")]
    [InlineData(Friday11, "2026-11-02", "2026-10-16T11:00:00+02:00")]
    [InlineData(Friday11, "2027-01-04", "2026-12-18T11:00:00+01:00")]
    [InlineData(Friday11, "2026-05-18", "2026-05-12T11:00:00+02:00")]
    [InlineData(Friday11OffHolidays, "2026-05-07", "2026-04-30T11:00:00+02:00")]
    [InlineData(Friday11OffHolidays, "2027-01-04", "2026-12-31T11:00:00+01:00")]
    [InlineData(Friday11OffHolidays, "2026-05-18", "2026-05-15T11:00:00+02:00")]
    // Sunday 23:59 for the week that follows, both changes of clock included.
    [InlineData(Sunday2359, "2026-11-23", "2026-11-23T00:00:00+01:00")]
    [InlineData(Sunday2359, "2026-11-27", "2026-11-23T00:00:00+01:00")]
    [InlineData(Sunday2359, "2026-10-26", "2026-10-26T00:00:00+01:00")]
    [InlineData(Sunday2359, "2027-03-30", "2027-03-29T00:00:00+02:00")]
    // Tuesday 12:00 of the week before to book, Monday 12:00 to change.
    [InlineData(TuesdayNoon, "2026-11-23", "2026-11-17T12:00:00+01:00")]
    [InlineData(TuesdayNoon, "2026-11-27", "2026-11-17T12:00:00+01:00")]
    [InlineData(TuesdayNoon, "2025-11-17", "2025-11-10T12:00:00+01:00")]
    [InlineData(MondayNoon, "2026-11-26", "2026-11-16T12:00:00+01:00")]
    [InlineData(MondayNoon, "2027-04-06", "2027-03-28T12:00:00+02:00")]
    // Thursday 10:00 for Monday and Tuesday, Tuesday 10:00 for Thursday and Friday.
    [InlineData(ThursdayThenTuesday, "2026-11-23", "2026-11-19T10:00:00+01:00")]
    [InlineData(ThursdayThenTuesday, "2026-11-24", "2026-11-19T10:00:00+01:00")]
    [InlineData(ThursdayThenTuesday, "2026-11-26", "2026-11-24T10:00:00+01:00")]
    [InlineData(ThursdayThenTuesday, "2026-11-27", "2026-11-24T10:00:00+01:00")]
    [InlineData(ThursdayThenTuesday, "2026-05-18", "2026-05-13T10:00:00+02:00")]
    // Monday ← Friday, Tuesday ← Saturday, Thursday ← Monday, Friday ← Tuesday, all at 23:59.
    [InlineData(EachItsOwn, "2026-11-23", "2026-11-21T00:00:00+01:00")]
    [InlineData(EachItsOwn, "2026-11-24", "2026-11-22T00:00:00+01:00")]
    [InlineData(EachItsOwn, "2026-11-26", "2026-11-24T00:00:00+01:00")]
    [InlineData(EachItsOwn, "2026-11-27", "2026-11-25T00:00:00+01:00")]
    [InlineData(EachItsOwn, "2026-05-04", "2026-05-01T00:00:00+02:00")]
    [InlineData(EachItsOwn, "2027-05-20", "2027-05-17T00:00:00+02:00")]
    // Monday midnight of the week before.
    [InlineData(MondayMidnight, "2026-11-27", "2026-11-17T00:00:00+01:00")]
    [InlineData(MondayMidnight, "2026-11-23", "2026-11-17T00:00:00+01:00")]
    [InlineData(MondayMidnight, "2027-05-25", "2027-05-17T00:00:00+02:00")]
    // The eve: all the day before, or the evening of the service before.
    [InlineData(EveMidnight, "2026-11-24", "2026-11-24T00:00:00+01:00")]
    [InlineData(EveMidnight, "2026-11-23", "2026-11-23T00:00:00+01:00")]
    [InlineData(EveEvening, "2026-11-24", "2026-11-23T18:00:00+01:00")]
    [InlineData(EveEvening, "2026-11-23", "2026-11-20T18:00:00+01:00")]
    [InlineData(EveEvening, "2026-11-12", "2026-11-10T18:00:00+01:00")]
    [InlineData(EveEvening, "2026-09-01", "2026-07-03T18:00:00+02:00")]
    // Working days, week-ends and public holidays skipped.
    [InlineData(ThreeWorkingDays, "2026-11-27", "2026-11-24T10:00:00+01:00")]
    [InlineData(ThreeWorkingDays, "2026-11-23", "2026-11-18T10:00:00+01:00")]
    [InlineData(ThreeWorkingDays, "2026-11-12", "2026-11-06T10:00:00+01:00")]
    [InlineData(ThreeWorkingDays, "2027-01-04", "2026-12-29T10:00:00+01:00")]
    // Days of service: holidays and Wednesdays do not count.
    [InlineData(TwoServiceDays, "2026-11-26", "2026-11-23T09:30:00+01:00")]
    [InlineData(TwoServiceDays, "2026-11-02", "2026-10-15T09:30:00+02:00")]
    [InlineData(TwoServiceDays, "2027-01-05", "2026-12-18T09:30:00+01:00")]
    // 29 February.
    [InlineData(EveMidnight, "2028-03-01", "2028-03-01T00:00:00+01:00")]
    [InlineData(EveEvening, "2028-03-02", "2028-02-29T18:00:00+01:00")]
    [InlineData(Friday11OffHolidays, "2028-02-29", "2028-02-25T11:00:00+01:00")]
    public void R85_D7_D9_A_rule_gives_the_instant_its_town_means(string limit, string day, string firstRefused)
    {
        var deadline = CutOffRule.Read(limit).Deadline(DateOnly.Parse(day), Canteen.Calendar);
        Assert.Equal(DateTimeOffset.Parse(firstRefused), deadline);
        Assert.Equal(TimeSpan.Zero, deadline.Offset);
    }

    [Theory]
    [InlineData(Friday11, "2026-11-24", "2026-11-20T10:59:59.999+01:00", "2026-11-20T11:00:00+01:00")]
    [InlineData(Friday11, "2026-11-02", "2026-10-16T10:59:59.999+02:00", "2026-10-16T11:00:00+02:00")]
    [InlineData(Friday11, "2027-01-04", "2026-12-18T10:59:59.999+01:00", "2026-12-18T11:00:00+01:00")]
    [InlineData(Friday11OffHolidays, "2026-05-07", "2026-04-30T10:59:59.999+02:00", "2026-04-30T11:00:00+02:00")]
    [InlineData(Friday11OffHolidays, "2027-01-04", "2026-12-31T10:59:59.999+01:00", "2026-12-31T11:00:00+01:00")]
    [InlineData(Friday11OffHolidays, "2027-03-30", "2027-03-26T10:59:59.9999999+01:00", "2027-03-26T11:00:00+01:00")]
    [InlineData(Sunday2359, "2026-11-23", "2026-11-22T23:59:59.999+01:00", "2026-11-23T00:00:00+01:00")]
    [InlineData(Sunday2359, "2026-11-26", "2026-11-22T23:59:00+01:00", "2026-11-23T00:00:00.001+01:00")]
    [InlineData(Sunday2359, "2026-10-27", "2026-10-25T23:59:59.999+01:00", "2026-10-26T00:00:00+01:00")]
    [InlineData(Sunday2359, "2027-03-29", "2027-03-28T23:59:59.999+02:00", "2027-03-29T00:00:00+02:00")]
    [InlineData(Sunday2359, "2027-01-04", "2027-01-03T23:59:59.999+01:00", "2027-01-04T00:00:00+01:00")]
    [InlineData(MondayMidnight, "2026-11-27", "2026-11-16T23:59:59.999+01:00", "2026-11-17T00:00:00+01:00")]
    [InlineData(MondayMidnight, "2027-01-07", "2026-12-28T23:59:59.999+01:00", "2026-12-29T00:00:00+01:00")]
    [InlineData(EveMidnight, "2027-01-01", "2026-12-31T23:59:59.999+01:00", "2027-01-01T00:00:00+01:00")]
    [InlineData(EveMidnight, "2026-10-26", "2026-10-25T23:59:59.999+01:00", "2026-10-26T00:00:00+01:00")]
    [InlineData(EveMidnight, "2028-03-01", "2028-02-29T23:59:59.999+01:00", "2028-03-01T00:00:00+01:00")]
    [InlineData(EveEvening, "2026-11-23", "2026-11-20T17:59:59.999+01:00", "2026-11-20T18:00:00+01:00")]
    [InlineData(ThreeWorkingDays, "2026-11-12", "2026-11-06T09:59:59.999+01:00", "2026-11-06T10:00:00+01:00")]
    [InlineData(TuesdayNoon, "2026-11-23", "2026-11-17T11:59:59.999+01:00", "2026-11-17T12:00:00+01:00")]
    [InlineData(ThursdayThenTuesday, "2026-11-27", "2026-11-24T09:59:59.999+01:00", "2026-11-24T10:00:00+01:00")]
    [InlineData(EachItsOwn, "2026-11-24", "2026-11-21T23:59:59.999+01:00", "2026-11-22T00:00:00+01:00")]
    [InlineData(EachItsOwn, "2026-11-26", "2026-11-23T23:59:59.999+01:00", "2026-11-24T00:00:00+01:00")]
    public void D9_The_exact_second_is_the_first_refused(string limit, string day, string allowed, string refused)
    {
        var (rule, date) = (new CutOffRules(CutOffRule.Read(limit)), DateOnly.Parse(day));
        Assert.True(rule.Allows(CutOffAct.Add, date, DateTimeOffset.Parse(allowed), Canteen.Calendar));
        Assert.False(rule.Allows(CutOffAct.Add, date, DateTimeOffset.Parse(refused), Canteen.Calendar));
    }

    [Fact]
    public void R84_Adding_and_cancelling_have_each_their_limit()
    {
        var rule = new CutOffRules(CutOffRule.Read(TuesdayNoon), CutOffRule.Read(EveMidnight));
        var (day, between) = (new DateOnly(2026, 11, 26), DateTimeOffset.Parse("2026-11-20T08:00:00+01:00"));
        Assert.False(rule.Allows(CutOffAct.Add, day, between, Canteen.Calendar));
        Assert.True(rule.Allows(CutOffAct.Cancel, day, between, Canteen.Calendar));
    }

    [Theory]
    [InlineData("2027-03-28", "02:30", "2027-03-28T01:00:00Z")]
    [InlineData("2026-10-25", "02:30", "2026-10-25T01:30:00Z")]
    public void D1_D2_In_the_hours_of_changing_clocks_the_parent_has_the_benefit(string limitDay, string at, string firstRefused)
    {
        var limit = CutOffRule.Read($$"""{"kind":"days-before","version":1,"days":1,"at":"{{at}}"}""");
        Assert.Equal(DateTimeOffset.Parse(firstRefused), limit.Deadline(DateOnly.Parse(limitDay).AddDays(1), Canteen.Calendar));
    }

    [Fact]
    public void R86_An_exceptional_closure_moves_the_limit_to_the_open_day_before()
    {
        var strike = Canteen.With(new LocalClosure(new(2026, 11, 20), new(2026, 11, 20), "Grève"));
        var limit = CutOffRule.Read(Friday11);
        Assert.Equal(DateTimeOffset.Parse("2026-11-19T11:00:00+01:00"), limit.Deadline(new(2026, 11, 24), strike));
    }

    [Fact]
    public void In_the_first_days_ever_working_days_stand_for_days_of_service()
    {
        var limit = CutOffRule.Read(TwoServiceDays);
        Assert.Equal(DateTimeOffset.Parse("2025-08-28T09:30:00+02:00"), limit.Deadline(new(2025, 9, 1), Canteen.Calendar));
        Assert.Equal(DateTimeOffset.Parse("2025-08-29T09:30:00+02:00"), limit.Deadline(new(2025, 9, 2), Canteen.Calendar));
        Assert.Equal(DateTimeOffset.Parse("2025-09-01T09:30:00+02:00"), limit.Deadline(new(2025, 9, 4), Canteen.Calendar));
    }
}
