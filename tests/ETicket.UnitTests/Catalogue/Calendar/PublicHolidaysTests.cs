using ETicket.Catalogue.Calendar;

namespace ETicket.UnitTests.Catalogue.Calendar;

public sealed class PublicHolidaysTests
{
    [Theory]
    [InlineData("2024-03-31")]
    [InlineData("2025-04-20")]
    [InlineData("2026-04-05")]
    [InlineData("2027-03-28")]
    [InlineData("2028-04-16")]
    [InlineData("2029-04-01")]
    [InlineData("2030-04-21")]
    [InlineData("1818-03-22")]
    [InlineData("2038-04-25")]
    public void Easter_falls_where_the_almanac_says(string day)
    {
        var easter = DateOnly.Parse(day);
        Assert.Equal(easter, PublicHolidays.EasterOf(easter.Year));
    }

    [Fact]
    public void Eleven_days_in_2026()
    {
        string[] expected =
        [
            "2026-01-01 Jour de l’an", "2026-04-06 Lundi de Pâques", "2026-05-01 Fête du Travail", "2026-05-08 Victoire de 1945", "2026-05-14 Ascension",
            "2026-05-25 Lundi de Pentecôte", "2026-07-14 Fête nationale", "2026-08-15 Assomption", "2026-11-01 Toussaint", "2026-11-11 Armistice de 1918",
            "2026-12-25 Noël",
        ];
        Assert.Equal(expected, PublicHolidays.Of(2026).Select(day => $"{day.Day:yyyy-MM-dd} {day.Label}"));
    }

    [Fact]
    public void Alsace_and_Moselle_have_Good_Friday_and_Saint_Stephen_besides()
    {
        var more = PublicHolidays.Of(2027, alsaceMoselle: true).Except(PublicHolidays.Of(2027)).ToList();
        Assert.Equal(["2027-03-26 Vendredi saint", "2027-12-26 Saint-Étienne"], more.Select(day => $"{day.Day:yyyy-MM-dd} {day.Label}"));
    }

    [Fact]
    public void Two_names_may_share_a_day()
    {
        var names = PublicHolidays.Of(2008).Where(day => day.Day == new DateOnly(2008, 5, 1)).Select(day => day.Name);
        Assert.Equal([PublicHolidayName.LabourDay, PublicHolidayName.Ascension], names.Order());
    }

    [Fact]
    public void Every_year_of_four_centuries_has_eleven_in_order_and_Easter_on_a_Sunday()
    {
        Assert.All(Enumerable.Range(1800, 400), year =>
        {
            var days = PublicHolidays.Of(year);
            Assert.Equal(11, days.Count);
            Assert.True(days.Zip(days.Skip(1)).All(pair => pair.First.Day <= pair.Second.Day));
            Assert.Equal(DayOfWeek.Sunday, PublicHolidays.EasterOf(year).DayOfWeek);
        });
    }

    [Fact]
    public void A_year_before_the_calendar_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PublicHolidays.Of(1582));
    }
}
