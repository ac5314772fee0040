using System.Text.Json.Nodes;
using ETicket.Catalogue.Calendar;
using ETicket.Kernel;
using ETicket.Planning.CutOffs;
using static System.DayOfWeek;

namespace ETicket.UnitTests.Planning.CutOffs;

public sealed class CutOffRuleTests
{
    private static readonly CutOffRule Friday11 = new WeekdayBefore(Friday, new(11));
    private static readonly WeekdayTable Table = new(
        [new(Thursday, Tuesday, 0, new(10)), new(Monday, Thursday, 1, new(10)), new(Tuesday, Thursday, 1, new(10)), new(Friday, Tuesday, 0, new(10))],
        WhenClosed.PreviousWorkingDay);

    [Fact]
    public void The_stored_form_is_stable()
    {
        Assert.Equal("""{"kind":"weekday-before","weekday":"friday","at":"11:00","weeks":1,"version":1,"whenClosed":"keep"}""", Friday11.ToJson());
        Assert.Equal(
            """{"kind":"days-before","days":3,"at":"24:00","counted":"workingDays","version":1,"whenClosed":"offPublicHolidays"}""",
            new DaysBefore(3, LimitHour.Midnight, CountedDays.WorkingDays, WhenClosed.OffPublicHolidays).ToJson());
        Assert.StartsWith("""{"kind":"weekday-table","rows":[{"day":"monday","weekday":"thursday","weeks":1,"at":"10:00"},""", Table.ToJson());
        Assert.StartsWith("""{"adding":{"kind":"weekday-before",""", new CutOffRules(Friday11, Table).ToJson());
    }

    [Fact]
    public void What_is_stored_is_read_back()
    {
        Assert.All(AnyRule.Samples, limit =>
        {
            Assert.Equal(limit, CutOffRule.Read(limit.ToJson()));
            Assert.Equal(new CutOffRules(limit, Table), CutOffRules.Read(new CutOffRules(limit, Table).ToJson()));
        });
    }

    [Fact]
    public void Keys_may_come_back_in_the_order_of_the_database()
    {
        Assert.All(AnyRule.Samples, limit => Assert.Equal(limit, CutOffRule.Read(AsJsonb(JsonNode.Parse(limit.ToJson())!).ToJsonString())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"kind":"never","version":1}""")]
    [InlineData("""{"kind":7,"version":1}""")]
    [InlineData("""{"version":1,"days":1,"at":"11:00"}""")]
    [InlineData("""{"kind":"days-before","kind":"weekday-before","version":1,"days":1,"at":"11:00"}""")]
    [InlineData("""{"kind":"days-before","version":1,"days":1,"at":null}""")]
    [InlineData("""{"kind":"days-before","days":1,"at":"11:00"}""")]
    [InlineData("""{"kind":"days-before","version":1,"at":"11:00"}""")]
    [InlineData("""{"kind":"days-before","version":1,"days":1,"at":"11h"}""")]
    [InlineData("""{"kind":"days-before","version":1,"days":1,"at":"11:0"}""")]
    [InlineData("""{"kind":"days-before","version":1,"days":1,"at":1100}""")]
    [InlineData("""{"kind":"days-before","version":1,"days":1.5,"at":"11:00"}""")]
    [InlineData("""{"kind":"days-before","version":1,"days":1,"at":"11:00","counted":1}""")]
    [InlineData("""{"kind":"days-before","version":1,"days":1,"at":"11:00","grace":5}""")]
    [InlineData("""{"kind":"weekday-before","version":1,"weekday":"vendredi","at":"11:00"}""")]
    [InlineData("""{"kind":"weekday-table","version":1,"rows":null}""")]
    [InlineData("""{"kind":"weekday-table","version":1,"rows":[null]}""")]
    public void Anything_else_is_refused(string json)
    {
        Assert.Throws<CutOffNotReadable>(() => CutOffRule.Read(json));
    }

    [Fact]
    public void A_stored_rule_that_is_impossible_or_of_the_future_is_refused_by_its_name()
    {
        Assert.Throws<ImpossibleHour>(() => CutOffRule.Read("""{"kind":"days-before","version":1,"days":1,"at":"25:00"}"""));
        Assert.Throws<UnknownCutOffVersion>(() => CutOffRule.Read("""{"kind":"days-before","version":2,"days":1,"at":"11:00"}"""));
        Assert.Throws<CutOffNotReadable>(() => CutOffRules.Read("""{"adding":null,"cancelling":null}"""));
    }

    [Theory]
    [InlineData(25, 0)]
    [InlineData(24, 1)]
    [InlineData(-1, 0)]
    [InlineData(11, 60)]
    public void An_hour_no_clock_shows_is_refused(int hour, int minute)
    {
        Assert.Throws<ImpossibleHour>(() => new LimitHour(hour, minute));
    }

    [Fact]
    public void Impossible_limits_are_refused_with_a_sentence()
    {
        Says("25:00 n’est pas une heure. Une limite va de 00:00 à 23:59, ou 24:00 pour minuit en fin de journée.", () => new LimitHour(25));
        Says("Une limite se compte de 0 à 366 jours avant le jour réservé, pas −1.", () => new DaysBefore(-1, new(11)));
        Says("Une limite se compte de 0 à 52 semaines avant celle du jour réservé, pas 53.", () => new WeekdayBefore(Friday, new(11), 53));
        Says("La limite du mercredi de la même semaine tomberait après le lundi réservé. Choisissez un jour plus tôt, ou la semaine précédente.", () => new WeekdayBefore(Wednesday, new(11), 0));
        Says("La limite du dimanche de la même semaine tomberait après le jeudi réservé. Choisissez un jour plus tôt, ou la semaine précédente.", () => new WeekdayLimit(Thursday, Sunday, 0, new(11)));
        Says("Le lundi a deux limites. Gardez-en une seule.", () => new WeekdayTable([new(Monday, Friday, 1, new(9)), new(Monday, Friday, 1, new(8))]));
        Says("Ce tableau de limites est vide. Donnez une limite à chaque jour de service.", () => new WeekdayTable([]));
    }

    [Fact]
    public void A_table_must_answer_for_every_served_weekday()
    {
        var hole = new WeekdayTable([new(Monday, Friday, 1, new(10)), new(Tuesday, Friday, 1, new(10))]);
        Says("Aucune limite n’est prévue pour le jeudi, qui est un jour de service. Ajoutez une ligne au tableau.", () => { hole.CheckCovers(Weekdays.FourDays); return hole; });
        Assert.Throws<NoLimitForWeekday>(() => new CutOffRules(Friday11, hole).TwelveMonths(new(2026, 9, 1), Canteen.Calendar));
        Assert.Throws<NoLimitForWeekday>(() => hole.Deadline(new(2026, 11, 26), Canteen.Calendar));
        Table.CheckCovers(Weekdays.FourDays);
    }

    [Fact]
    public void Rules_are_told_in_French()
    {
        Tells("jusqu’au vendredi 11:00 de la semaine précédente", Friday11);
        Tells("jusqu’au dimanche 23:59 de la semaine précédente", new WeekdayBefore(Sunday, new(23, 59)));
        Tells("jusqu’au lundi minuit, 2 semaines avant", new WeekdayBefore(Monday, LimitHour.Midnight, 2));
        Tells("jusqu’au lundi 09:00 de la même semaine", new WeekdayBefore(Monday, new(9), 0));
        Tells("jusqu’à 10:00 le jour même", new DaysBefore(0, new(10)));
        Tells("jusqu’à la veille 18:00", new DaysBefore(1, new(18)));
        Tells("jusqu’à 2 jours avant, minuit", new DaysBefore(2, LimitHour.Midnight));
        Tells("jusqu’au jour ouvré précédent 10:00", new DaysBefore(1, new(10), CountedDays.WorkingDays));
        Tells("jusqu’à 3 jours de service avant, 10:00", new DaysBefore(3, new(10), CountedDays.ServiceDays));
        Tells("jusqu’au vendredi 11:00 de la semaine précédente (avancé au jour précédent si c’est un jour férié)", new WeekdayBefore(Friday, new(11), 1, WhenClosed.OffPublicHolidays));
        Tells(
            "pour le lundi et le mardi : jusqu’au jeudi 10:00 de la semaine précédente ; pour le jeudi et le vendredi : jusqu’au mardi 10:00 de la même semaine (avancé au jour ouvré précédent si ce jour n’est pas ouvré)",
            Table);
        Assert.Equal("Inscrire ou désinscrire : jusqu’à la veille 18:00.", Spaced(new CutOffRules(new DaysBefore(1, new(18)), new DaysBefore(1, new(18))).Describe()));
        Assert.Equal("Inscrire : jusqu’à la veille 18:00. Désinscrire : jusqu’à 10:00 le jour même.", Spaced(new CutOffRules(new DaysBefore(1, new(18)), new DaysBefore(0, new(10))).Describe()));
    }

    [Fact]
    public void The_editor_sees_twelve_months_of_deadlines()
    {
        var rows = new CutOffRules(Friday11, new DaysBefore(1, LimitHour.Midnight)).TwelveMonths(new(2026, 9, 1), Canteen.Calendar).ToList();
        Assert.Equal(140, rows.Count);
        Assert.Equal(new(new(2026, 9, 1), DateTimeOffset.Parse("2026-08-28T09:00:00Z"), DateTimeOffset.Parse("2026-08-31T22:00:00Z")), rows[0]);
        Assert.Equal(new DateOnly(2027, 7, 2), rows[^1].Day);
        Assert.All(rows, row => Assert.True(Canteen.Calendar.IsOpen(row.Day)));
    }

    private static void Tells(string expected, CutOffRule limit) => Assert.Equal(expected, Spaced(limit.Describe()));

    private static string Spaced(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');

    private static void Says(string sentence, Func<object> act) => Assert.Equal(sentence, Assert.IsAssignableFrom<Refusal>(Record.Exception(() => act())).Sentence);

    /// <summary>PostgreSQL keeps the keys of jsonb by length, then by bytes.</summary>
    private static JsonNode AsJsonb(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key.Length).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)AsJsonb(pair.Value!)))),
        JsonArray list => new JsonArray([.. list.Select(item => AsJsonb(item!))]),
        _ => node.DeepClone(),
    };
}
