using System.Text;
using System.Text.Json;
using ETicket.Catalogue.Calendar;

namespace ETicket.UnitTests.Catalogue.Calendar;

/// <summary>Every trap seen in the ministry's file, one test each.</summary>
public sealed class OpenDataTests
{
    private static readonly object Autumn = Row("Vacances de la Toussaint", "2025-10-17T22:00:00+00:00", "2025-11-02T23:00:00+00:00");
    private static readonly object Christmas = Row("Vacances de Noël", "2025-12-19T23:00:00+00:00", "2026-01-04T23:00:00+00:00");
    private static readonly object Winter = Row("Vacances d'Hiver", "2026-02-06T23:00:00+00:00", "2026-02-22T23:00:00+00:00");
    private static readonly object Spring = Row("Vacances de Printemps", "2026-04-03T22:00:00+00:00", "2026-04-19T22:00:00+00:00");
    private static readonly object Bridge = Row("Pont de l'Ascension", "2026-05-13T22:00:00+00:00", "2026-05-17T22:00:00+00:00");
    private static readonly object Summer = Row("Début des Vacances d'Été", "2026-07-03T22:00:00+00:00", "2026-07-03T22:00:00+00:00", population: "Élèves");
    private static readonly object TeachersSummer = Row("Début des Vacances d'Été", "2026-07-02T22:00:00+00:00", "2026-07-02T22:00:00+00:00", population: "Enseignants");
    private static readonly object[] Year = [Autumn, Christmas, Winter, Spring, Bridge, Summer, TeachersSummer];

    [Fact]
    public void A_year_of_zone_A_is_read_with_its_traps()
    {
        var calendar = Read(Year);
        string[] expected =
        [
            "2025-10-18..2025-11-02 Vacances de la Toussaint", "2025-12-20..2026-01-04 Vacances de Noël", "2026-02-07..2026-02-22 Vacances d'Hiver",
            "2026-04-04..2026-04-19 Vacances de Printemps", "2026-05-15..2026-05-17 Pont de l'Ascension", "2026-07-04..2026-08-31 Vacances d’été",
        ];
        Assert.Equal(expected, Lines(calendar));
        Assert.Equal([2025], calendar.KnownYears);
        Assert.False(calendar.IsDemonstration);
    }

    [Fact]
    public void The_API_the_old_API_and_the_exports_say_the_same()
    {
        var expected = Lines(Read(Year));
        Assert.Equal(expected, Lines(ReadJson(new { total_count = Year.Length, results = Year })));
        Assert.Equal(expected, Lines(ReadJson(new { nhits = Year.Length, records = Year.Select(fields => new { datasetid = "x", fields }) })));
    }

    [Fact]
    public void One_row_per_academie_makes_one_holiday()
    {
        Assert.Equal(Lines(Read(Year)), Lines(Read([.. Year, Row("Vacances de Noël", "2025-12-19T23:00:00+00:00", "2026-01-04T23:00:00+00:00", location: "Limoges")])));
    }

    [Fact]
    public void Midnight_of_Paris_is_that_of_its_season()
    {
        var calendar = Read([Row("Vacances de Noël", "2026-12-18T23:00:00+00:00", "2027-01-03T23:00:00+00:00"), Row("Vacances d'Avril", "2027-04-09T22:00:00Z", "2027-04-25T22:00:00Z")]);
        Assert.Equal(["2026-12-19..2027-01-03 Vacances de Noël", "2027-04-10..2027-04-25 Vacances d'Avril"], Lines(calendar));
    }

    [Theory]
    [InlineData("2025-10-17", "2025-10-18")]
    [InlineData("2025-10-18", "2025-10-18")]
    [InlineData("2016-10-19", "2016-10-19")]
    [InlineData("2025-10-16", "2025-10-17")]
    [InlineData("2025-10-19", "2025-10-19")]
    public void Departure_is_after_class_except_on_days_without_class(string departure, string first)
    {
        var back = DateOnly.Parse(departure).AddDays(16).ToString("yyyy-MM-dd");
        Assert.Equal(DateOnly.Parse(first), Assert.Single(Read([Row("Vacances de la Toussaint", departure, back)]).Holidays).First);
    }

    [Fact]
    public void The_summer_ends_the_day_before_a_published_return_to_school()
    {
        var back = Row("Rentrée scolaire des élèves", "2026-09-02T22:00:00+00:00", "2026-09-02T22:00:00+00:00");
        Assert.Equal(new DateOnly(2026, 9, 2), Read([.. Year, back]).Holidays[^1].Last);
    }

    [Fact]
    public void Teachers_only_are_left_out()
    {
        Assert.Equal(new DateOnly(2026, 7, 4), Read([TeachersSummer, Summer]).HolidayOn(new(2026, 8, 1))!.First);
        Assert.Throws<SchoolZoneNotFound>(() => Read([TeachersSummer]));
    }

    [Fact]
    public void A_year_with_a_missing_holiday_is_not_known()
    {
        var calendar = Read([Autumn, Christmas, Winter, Bridge, Summer]);
        Assert.Empty(calendar.KnownYears);
        Assert.False(calendar.Knows(new(2026, 3, 2)));
        Assert.NotNull(calendar.HolidayOn(new(2025, 12, 24)));
    }

    [Fact]
    public void Academies_that_differ_are_refused_until_one_is_named()
    {
        object[] rows =
        [
            Row("Vacances de Printemps", "2018-04-20T22:00:00+00:00", "2018-05-06T22:00:00+00:00", zone: "Zone B", location: "Lille"),
            Row("Vacances de Printemps", "2018-04-24T22:00:00+00:00", "2018-05-13T22:00:00+00:00", zone: "Zone B", location: "Rennes"),
        ];
        var refusal = Assert.Throws<SchoolDatesContradict>(() => Read(rows, "B"));
        Assert.Equal((1, 2), (refusal.Row, refusal.OtherRow));
        Assert.Equal(["2018-04-25..2018-05-13 Vacances de Printemps"], Lines(Read(rows, "B", "Rennes")));
    }

    [Theory]
    [InlineData("start_date", null)]
    [InlineData("start_date", "17/10/2025")]
    [InlineData("start_date", "2025-10-17T22:00:00")]
    [InlineData("start_date", 20251017)]
    [InlineData("end_date", null)]
    [InlineData("end_date", "2025-10-01T22:00:00+00:00")]
    [InlineData("end_date", "2025-02-30")]
    [InlineData("zones", null)]
    [InlineData("description", "")]
    [InlineData("population", 4)]
    public void A_malformed_row_is_refused_by_its_number_and_field(string field, object? value)
    {
        var bad = new Dictionary<string, object?>((Dictionary<string, object?>)Winter, StringComparer.Ordinal) { [field] = value };
        var refusal = Assert.Throws<SchoolCalendarRowRefused>(() => Read([Autumn, bad]));
        Assert.Equal((2, field), (refusal.Row, refusal.FieldName));
        Assert.Contains(field, refusal.Sentence);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html></html>")]
    [InlineData("[{]")]
    [InlineData("{}")]
    [InlineData("""{"results": 3}""")]
    [InlineData("\"Zone A\"")]
    public void A_file_of_another_kind_is_refused(string json)
    {
        Assert.Throws<SchoolCalendarNotReadable>(() => SchoolCalendar.Read(Stream(json), "A"));
    }

    [Fact]
    public void A_page_of_a_longer_answer_is_refused()
    {
        var refusal = Assert.Throws<SchoolCalendarIncomplete>(() => ReadJson(new { total_count = 198, results = Year }));
        Assert.Equal("Ce fichier annonce 198 lignes et n’en contient que 7. Téléchargez l’export complet, puis recommencez.", refusal.Sentence);
    }

    [Fact]
    public void An_absent_zone_is_refused()
    {
        Assert.Throws<SchoolZoneNotFound>(() => Read(Year, "Corse"));
        Assert.Throws<SchoolCalendarRowRefused>(() => ReadJson(new[] { 1, 2 }));
    }

    private static Dictionary<string, object?> Row(
        string description, string start, string end, string population = "-", string location = "Bordeaux", string zone = "Zone A") => new(StringComparer.Ordinal)
        {
            ["description"] = description,
            ["population"] = population,
            ["start_date"] = start,
            ["end_date"] = end,
            ["location"] = location,
            ["zones"] = zone,
        };

    private static SchoolCalendar Read(object[] rows, string zone = "A", string? academy = null) => SchoolCalendar.Read(Stream(JsonSerializer.Serialize(rows)), zone, academy);

    private static SchoolCalendar ReadJson(object file) => SchoolCalendar.Read(Stream(JsonSerializer.Serialize(file)), "A");

    private static MemoryStream Stream(string json) => new(Encoding.UTF8.GetBytes(json));

    private static IEnumerable<string> Lines(SchoolCalendar calendar) => calendar.Holidays.Select(h => $"{h.First:yyyy-MM-dd}..{h.Last:yyyy-MM-dd} {h.Label}");
}
