using ETicket.Kernel;

namespace ETicket.UnitTests.Kernel;

public sealed class FrenchTests
{
    [Fact]
    public void Days_are_written_as_people_read_them()
    {
        Assert.Equal("jeudi 14 mai 2026", French.Day(new(2026, 5, 14)));
        Assert.Equal("vendredi 1er mai 2026", French.Day(new(2026, 5, 1)));
        Assert.Equal("mardi 29 février 2028", French.Day(new(2028, 2, 29)));
        Assert.Equal("vendredi 1er mai", French.Weekday(new(2026, 5, 1)));
        Assert.Equal("jeu. 14/05", French.ShortDay(new(2026, 5, 14)));
        Assert.Equal("01/08/2026", French.NumericDay(new(2026, 8, 1)));
    }

    [Fact]
    public void Instants_are_written_on_a_clock_of_Paris()
    {
        var summer = DateTimeOffset.Parse("2026-05-14T09:04:00Z");
        var newYear = DateTimeOffset.Parse("2026-12-31T23:30:00Z");
        Assert.Equal("14/05/2026 à 11:04", French.Instant(summer));
        Assert.Equal("jeu. 14/05 11:04", French.Deadline(summer));
        Assert.Equal("01/01/2027 à 00:30", French.Instant(newYear));
    }

    [Theory]
    [InlineData("2026-05-14T09:00:00Z", "jeudi 14 mai 2026 à 11:00")]
    [InlineData("2026-05-17T22:00:00Z", "dimanche 17 mai 2026 à minuit")]
    [InlineData("2026-12-31T23:00:00Z", "jeudi 31 décembre 2026 à minuit")]
    [InlineData("2026-05-17T21:59:00Z", "dimanche 17 mai 2026 à 23:59")]
    public void A_deadline_at_midnight_is_the_end_of_the_day_before(string first, string text) => Assert.Equal(text, French.Until(DateTimeOffset.Parse(first)));

    [Theory]
    [InlineData(1, "1 jour")]
    [InlineData(5, "5 jours")]
    public void Days_take_an_s_from_two_on(long count, string text) => Assert.Equal(text, French.Days(count).Replace('\u00A0', ' '));

    [Theory]
    [InlineData(0, "0 ticket")]
    [InlineData(1, "1 ticket")]
    [InlineData(-1, "−1 ticket")]
    [InlineData(2, "2 tickets")]
    [InlineData(1200, "1 200 tickets")]
    public void Tickets_take_an_s_from_two_on(long count, string text)
    {
        Assert.Equal(text, French.Tickets(count).Replace('\u00A0', ' ').Replace('\u202F', ' '));
    }
}
