using ETicket.Kernel;
using FsCheck;
using FsCheck.Fluent;

namespace ETicket.UnitTests.Kernel;

public sealed class ParisTimeTests
{
    [Theory]
    [InlineData("2026-07-01", "11:00", "2026-07-01T09:00:00Z")]
    [InlineData("2026-12-01", "11:00", "2026-12-01T10:00:00Z")]
    [InlineData("2026-07-01", "00:00", "2026-06-30T22:00:00Z")]
    [InlineData("2027-03-28", "01:59", "2027-03-28T00:59:00Z")]
    [InlineData("2027-03-28", "03:00", "2027-03-28T01:00:00Z")]
    [InlineData("2026-10-25", "01:59", "2026-10-24T23:59:00Z")]
    [InlineData("2026-10-25", "03:00", "2026-10-25T02:00:00Z")]
    public void A_wall_time_of_Paris_is_one_instant(string day, string time, string instant)
    {
        Assert.Equal(DateTimeOffset.Parse(instant), ParisTime.At(DateOnly.Parse(day), TimeOnly.Parse(time)));
    }

    [Theory]
    [InlineData("2027-03-28", "02:00")]
    [InlineData("2027-03-28", "02:00:00.001")]
    [InlineData("2027-03-28", "02:30")]
    [InlineData("2027-03-28", "02:59:59.999")]
    public void In_the_hour_that_does_not_exist_it_is_the_jump(string day, string time)
    {
        Assert.Equal(DateTimeOffset.Parse("2027-03-28T01:00:00Z"), ParisTime.At(DateOnly.Parse(day), TimeOnly.Parse(time)));
    }

    [Theory]
    [InlineData("2026-10-25", "02:00", "2026-10-25T01:00:00Z")]
    [InlineData("2026-10-25", "02:30", "2026-10-25T01:30:00Z")]
    [InlineData("2027-10-31", "02:30", "2027-10-31T01:30:00Z")]
    public void In_the_hour_that_exists_twice_it_is_the_second_passage(string day, string time, string instant)
    {
        Assert.Equal(DateTimeOffset.Parse(instant), ParisTime.At(DateOnly.Parse(day), TimeOnly.Parse(time)));
    }

    [Theory]
    [InlineData("2026-06-30T21:59:59.999Z", "2026-06-30")]
    [InlineData("2026-06-30T22:00:00Z", "2026-07-01")]
    [InlineData("2026-12-31T22:59:59Z", "2026-12-31")]
    [InlineData("2026-12-31T23:00:00Z", "2027-01-01")]
    [InlineData("2026-10-25T22:59:59Z", "2026-10-25")]
    public void The_day_of_an_instant_is_that_of_Paris(string instant, string day)
    {
        Assert.Equal(DateOnly.Parse(day), ParisTime.DayOf(DateTimeOffset.Parse(instant)));
    }

    [Fact]
    public void A_wall_time_is_read_back_unless_the_clock_jumped_over_it()
    {
        Prop.ForAll(Gen.Choose(0, 60 * 24 * 366 * 20).ToArbitrary(), minutes =>
        {
            var wall = new DateTime(2020, 1, 1).AddMinutes(minutes);
            var paris = ParisTime.ToParis(ParisTime.At(new DateOnly(wall.Year, wall.Month, wall.Day), new TimeOnly(wall.Hour, wall.Minute)));
            return paris.DateTime == wall || ParisTime.Zone.IsInvalidTime(wall);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("2027-03-28")]
    [InlineData("2026-10-25")]
    public void Later_on_the_clock_is_never_earlier_in_time(string text)
    {
        var day = DateOnly.Parse(text);
        var instants = Enumerable.Range(0, 24 * 60).Select(minute => ParisTime.At(day, TimeOnly.MinValue.AddMinutes(minute))).ToList();
        Assert.All(instants.Zip(instants.Skip(1)), pair => Assert.True(pair.First <= pair.Second));
    }

    [Fact]
    public void Days_of_changing_clocks_last_23_and_25_hours()
    {
        Assert.Equal(23, Length(new(2027, 3, 28)));
        Assert.Equal(25, Length(new(2026, 10, 25)));
        Assert.Equal(24, Length(new(2028, 2, 29)));
    }

    private static double Length(DateOnly day) => (ParisTime.StartOf(day.AddDays(1)) - ParisTime.StartOf(day)).TotalHours;
}
