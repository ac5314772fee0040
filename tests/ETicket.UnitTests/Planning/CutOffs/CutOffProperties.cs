using ETicket.Kernel;
using ETicket.Planning.CutOffs;
using FsCheck;
using FsCheck.Fluent;

namespace ETicket.UnitTests.Planning.CutOffs;

public sealed class CutOffProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void A_deadline_is_never_after_the_end_of_its_day()
    {
        var cases = from limit in AnyRule.Rules from day in AnyRule.Dates from calendar in AnyRule.Calendars select (limit, day, calendar);
        Prop.ForAll(cases.ToArbitrary(), x => x.limit.Deadline(x.day, x.calendar) <= ParisTime.StartOf(x.day.AddDays(1))).Check(Many);
    }

    [Fact]
    public void A_later_day_never_has_an_earlier_deadline()
    {
        var cases =
            from limit in Gen.OneOf(AnyRule.Days, AnyRule.Weekday)
            from day in AnyRule.Dates
            from later in Gen.Choose(0, 200)
            from calendar in AnyRule.Calendars
            select (limit, day, later, calendar);
        Prop.ForAll(cases.ToArbitrary(), x => x.limit.Deadline(x.day, x.calendar) <= x.limit.Deadline(x.day.AddDays(x.later), x.calendar)).Check(Many);
    }

    [Fact]
    public void A_moved_limit_is_never_later_than_the_kept_one()
    {
        var cases =
            from shift in Gen.Elements(Enum.GetValues<WhenClosed>())
            from at in Gen.Choose(0, 24)
            from day in AnyRule.Dates
            from calendar in AnyRule.Calendars
            select (shift, at, day, calendar);
        Prop.ForAll(cases.ToArbitrary(), x =>
            new DaysBefore(1, new(x.at), whenClosed: x.shift).Deadline(x.day, x.calendar) <= new DaysBefore(1, new(x.at)).Deadline(x.day, x.calendar)).Check(Many);
    }
}
