using System.Globalization;

namespace ETicket.Kernel;

/// <summary>
/// How figures and days are written for people: one place, because ICU's own choices (an ordinary space before €)
/// let an amount break across two lines.
/// </summary>
public static class French
{
    public const char Nbsp = '\u00A0';
    public const char ThinNbsp = '\u202F';

    public static readonly CultureInfo Culture = MakeCulture();

    /// <summary>« 1 234,50 € ».</summary>
    public static string Euros(Money amount)
    {
        var absolute = Math.Abs((decimal)amount.Cents) / 100;
        var text = absolute.ToString("#,##0.00", Culture) + Nbsp + "€";
        return amount.Cents < 0 ? "−" + text : text;
    }

    /// <summary>« jeudi 14 mai 2026 » (« 1er » for the first of a month).</summary>
    public static string Day(DateOnly day) => $"{day.ToString("dddd", Culture)} {DayOfMonth(day)} {day.ToString("MMMM yyyy", Culture)}";

    /// <summary>« jeudi 14 mai », for a day so near that its year goes without saying.</summary>
    public static string Weekday(DateOnly day) => $"{day.ToString("dddd", Culture)} {DayOfMonth(day)} {day.ToString("MMMM", Culture)}";

    /// <summary>« jeu. 14/05 ».</summary>
    public static string ShortDay(DateOnly day) => day.ToString("ddd dd/MM", Culture);

    /// <summary>« 14/05/2026 ».</summary>
    public static string NumericDay(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>« 14/05/2026 à 11:04 », Paris wall time.</summary>
    public static string Instant(DateTimeOffset instant)
    {
        var paris = ParisTime.ToParis(instant);
        return paris.ToString("dd/MM/yyyy 'à' HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>« vendredi 17 mai 2026 à 11:00 », Paris wall time; a deadline at the first instant of a day is « à minuit » of the day before, as people say it.</summary>
    public static string Until(DateTimeOffset deadline)
    {
        var paris = ParisTime.ToParis(deadline);
        var day = ParisTime.DayOf(deadline);
        return paris.TimeOfDay == TimeSpan.Zero ? $"{Day(day.AddDays(-1))} à minuit" : $"{Day(day)} à {paris.ToString("HH:mm", CultureInfo.InvariantCulture)}";
    }

    /// <summary>« ven. 17/05 11:00 », Paris wall time: the deadline as a cell shows it.</summary>
    public static string Deadline(DateTimeOffset instant) => ParisTime.ToParis(instant).ToString("ddd dd/MM HH:mm", Culture);

    /// <summary>« 1 jour », « 5 jours ».</summary>
    public static string Days(long count) => $"{count.ToString("#,##0", Culture)}{Nbsp}{(Math.Abs(count) < 2 ? "jour" : "jours")}";

    /// <summary>« 1 ticket », « 12 tickets ».</summary>
    public static string Tickets(long count) => $"{count.ToString("#,##0", Culture)}{Nbsp}{(Math.Abs(count) < 2 ? "ticket" : "tickets")}";

    /// <summary>« 1 ligne », « 12 lignes » of a list to look at.</summary>
    public static string Rows(long count) => $"{count.ToString("#,##0", Culture)}{Nbsp}{(Math.Abs(count) < 2 ? "ligne" : "lignes")}";

    /// <summary>« 1 règlement », « 12 règlements ».</summary>
    public static string Payments(long count) => $"{count.ToString("#,##0", Culture)}{Nbsp}{(Math.Abs(count) < 2 ? "règlement" : "règlements")}";

    /// <summary>« 1 lettre », « 12 lettres ».</summary>
    public static string Letters(long count) => $"{count.ToString("#,##0", Culture)}{Nbsp}{(Math.Abs(count) < 2 ? "lettre" : "lettres")}";

    private static string DayOfMonth(DateOnly day) => day.Day == 1 ? "1er" : day.Day.ToString(CultureInfo.InvariantCulture);

    private static CultureInfo MakeCulture()
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo("fr-FR").Clone();
        culture.NumberFormat.NumberGroupSeparator = ThinNbsp.ToString();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "−";
        return CultureInfo.ReadOnly(culture);
    }
}
