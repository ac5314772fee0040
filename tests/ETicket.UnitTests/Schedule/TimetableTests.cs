using ETicket.Kernel;
using ETicket.Persistence.Runs;
using ETicket.Web.Schedule;

namespace ETicket.UnitTests.Schedule;

/// <summary>The hours of the timetable, on the nights that are not like others.</summary>
public sealed class TimetableTests
{
    public static TheoryData<string> Nights => [.. ByNight.Select(n => n.Name)];

    private static IEnumerable<Duty.ByNight> ByNight => Timetable.Duties.Select(d => d.Duty).OfType<Duty.ByNight>();

    public static TheoryData<string> Hours => [.. AtHour.Select(h => h.Name)];

    private static IEnumerable<Duty.AtHour> AtHour => Timetable.Duties.Select(d => d.Duty).OfType<Duty.AtHour>();

    [Fact]
    public void D1_D2_No_duty_is_due_in_the_hours_a_clock_skips_or_repeats_nor_half_an_hour_around_them() =>
        Assert.DoesNotContain(ByNight.Select(n => n.At).Concat(AtHour.Select(h => h.At)).Append(DayHours.Begins).Append(DayHours.Ends), at => at >= new TimeOnly(1, 30) && at <= new TimeOnly(3, 30));

    [Theory]
    [MemberData(nameof(Hours))]
    public void D1_D2_D6_D7_A_duty_of_its_own_hour_is_owed_on_each_Paris_day_of_thirty_years_from_that_hour_to_the_evening(string name)
    {
        var hour = AtHour.Single(h => h.Name == name);

        foreach (var day in Enumerable.Range(0, 30 * 365).Select(new DateOnly(2026, 1, 1).AddDays))
        {
            var (due, late) = (hour.DueAt(day), ParisTime.At(day, DayHours.Ends));
            Assert.Equal((day, hour.At), (ParisTime.DayOf(due), TimeOnly.FromTimeSpan(ParisTime.ToParis(due).TimeOfDay)));
            Assert.Equal([false, true, true, false], new[] { due.AddTicks(-1), due, late.AddTicks(-1), late }.Select(hour.IsDue));
            Assert.Equal([due, hour.DueAt(day.AddDays(1)), hour.DueAt(day.AddDays(1))], new[] { due.AddTicks(-1), due, late }.Select(hour.After));
        }
    }

    [Theory]
    [MemberData(nameof(Nights))]
    public void D1_D2_D6_D7_Each_Paris_day_of_thirty_years_is_owed_once_at_the_same_hour_on_the_wall(string name)
    {
        var night = ByNight.Single(n => n.Name == name);
        var before = night.DueAt(new DateOnly(2025, 12, 31));

        foreach (var day in Enumerable.Range(0, 30 * 365).Select(new DateOnly(2026, 1, 1).AddDays))
        {
            var due = night.DueAt(day);
            var wall = ParisTime.ToParis(due);
            Assert.Equal((day.AddDays(1), night.At), (ParisTime.DayOf(due), TimeOnly.FromTimeSpan(wall.TimeOfDay)));
            Assert.InRange(due - before, TimeSpan.FromHours(23), TimeSpan.FromHours(25));
            Assert.Equal((day.AddDays(-1), day), (night.Until(due.AddTicks(-1)), night.Until(due)));
            before = due;
        }
    }

    [Fact]
    public void E4_A_duty_that_catches_up_owes_each_missed_day_in_order_and_one_that_does_not_the_last()
    {
        var (friday, now) = (new DateOnly(2027, 3, 26), ParisTime.At(new DateOnly(2027, 3, 29), new TimeOnly(9, 0)));

        Assert.Equal([friday.AddDays(1), friday.AddDays(2)], new Duty.ByNight("a", new TimeOnly(0, 20), CatchesUp: true).Owed(friday, now));
        Assert.Equal([friday.AddDays(2)], new Duty.ByNight("a", new TimeOnly(0, 20), CatchesUp: false).Owed(friday, now));
        Assert.Empty(new Duty.ByNight("a", new TimeOnly(0, 20), CatchesUp: true).Owed(friday.AddDays(5), now));
    }

    [Fact]
    public void Every_work_has_its_line_and_every_line_a_name_of_its_own()
    {
        var works = typeof(Timetable).Assembly.GetTypes().Where(t => t is { IsInterface: false } && t.IsAssignableTo(typeof(IWork)));

        Assert.Equal(works.Select(w => w.Name).Order(StringComparer.Ordinal), Timetable.Duties.Select(d => d.Work.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(Timetable.Duties.Count, Timetable.Duties.Select(d => d.Duty.Name).Distinct(StringComparer.Ordinal).Count());
    }
}
