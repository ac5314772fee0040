using ETicket.Planning.Foresight;
using FsCheck;
using FsCheck.Fluent;

namespace ETicket.UnitTests.Planning;

/// <summary>How far the tickets of a booklet go: one per child and day, in order of day.</summary>
public sealed class ForecastTests
{
    private static readonly DateOnly Monday = new(2026, 11, 9);

    [Fact]
    public void Two_children_of_one_booklet_share_it_and_a_day_is_covered_when_it_is_for_both()
    {
        var forecast = Of(5, (Monday, 2, 0), (Monday.AddDays(1), 2, 0), (Monday.AddDays(3), 2, 0), (Monday.AddDays(4), 1, 0));

        Assert.Equal((Monday.AddDays(1), Monday.AddDays(3)), (forecast.CoveredUntil, forecast.FirstUncovered));
        Assert.Equal(new RunningOut(Monday.AddDays(3), 2), forecast.RunsOut);
        Assert.Equal([0, 1, 2], new[] { 1, 3, 4 }.Select(d => forecast.MissingUntil(Monday.AddDays(d))));
    }

    [Fact]
    public void Enough_tickets_for_every_planned_day_lack_on_none()
    {
        var forecast = Of(2, (Monday, 1, 0), (Monday.AddDays(1), 1, 0));

        Assert.Equal((Monday.AddDays(1), null, null), (forecast.CoveredUntil, forecast.FirstUncovered, forecast.RunsOut));
        Assert.Equal((0, 0), (forecast.MissingUntil(Monday.AddDays(30)), forecast.ToBuyUntil(Monday.AddDays(30))));
    }

    [Fact]
    public void The_days_a_family_will_tick_as_usual_run_the_booklet_out_and_leave_the_ticked_days_covered()
    {
        var forecast = Of(2, (Monday, 1, 0), (Monday.AddDays(7), 0, 1), (Monday.AddDays(14), 0, 1));

        Assert.Equal((Monday, null), (forecast.CoveredUntil, forecast.FirstUncovered));
        Assert.Equal(new RunningOut(Monday.AddDays(14), 2), forecast.RunsOut);
        Assert.Equal((0, 1), (forecast.MissingUntil(Monday.AddDays(20)), forecast.ToBuyUntil(Monday.AddDays(20))));
    }

    [Fact]
    public void What_is_owed_already_is_bought_first()
    {
        var forecast = Of(-3, (Monday, 1, 0));

        Assert.Equal((null, Monday, 4), (forecast.CoveredUntil, forecast.FirstUncovered, forecast.ToBuyUntil(Monday)));
        Assert.Equal((3, null), (Of(-3).ToBuyUntil(Monday), Of(-3).RunsOut));
    }

    /// <summary>Against a shoebox: tickets are handed out one by one until one is asked for that is not there.</summary>
    [Fact]
    public void The_forecast_is_what_handing_tickets_out_one_by_one_would_show()
    {
        var use = from gap in Gen.Choose(1, 9) from planned in Gen.Choose(0, 3) from expected in Gen.Choose(0, 2) where planned + expected > 0 select (gap, planned, expected);
        var any = from tickets in Gen.Choose(-3, 25) from uses in use.ArrayOf() select (tickets, uses);

        Prop.ForAll(any.ToArbitrary(), drawn =>
        {
            var day = Monday;
            var days = drawn.uses.Select(u => (Day: day = day.AddDays(u.gap), u.planned, u.expected)).ToArray();
            var forecast = Of(drawn.tickets, days);

            var (covered, uncovered, _) = HandOut(drawn.tickets, days.Select(d => (d.Day, d.planned)));
            var (_, end, left) = HandOut(drawn.tickets, days.Select(d => (d.Day, d.planned + d.expected)));
            Assert.Equal((covered, uncovered), (forecast.CoveredUntil, forecast.FirstUncovered));
            Assert.Equal(end is { } on ? new RunningOut(on, left) : null, forecast.RunsOut);
        }).QuickCheckThrowOnFailure();
    }

    private static (DateOnly? Covered, DateOnly? Uncovered, int Days) HandOut(int tickets, IEnumerable<(DateOnly Day, int Children)> uses)
    {
        DateOnly? covered = null;
        var days = 0;
        foreach (var (day, children) in uses.Where(u => u.Children > 0))
        {
            for (var child = 0; child < children; child++)
            {
                if (tickets <= 0)
                    return (covered, day, days);
                tickets--;
            }
            (covered, days) = (day, days + 1);
        }
        return (covered, null, days);
    }

    private static Forecast Of(int tickets, params (DateOnly Day, int Planned, int Expected)[] days) => new(1, tickets, [.. days.Select(d => new ForecastDay(d.Day, d.Planned, d.Expected))]);
}
