using System.Globalization;
using ETicket.Planning;
using ETicket.Planning.Grids;

namespace ETicket.Web.Display.Grids;

/// <summary>« Semaines demandées » by the address of the page: a day of the first one, if it can be read, how many, and whether by service; anything else is one week, by child.</summary>
internal sealed record GridChoice(DateOnly? Day, int Weeks, bool ByService)
{
    public static GridChoice Read(string? day, string? weeks, string? view = null) => new(
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) && read.Year is > 2000 and < 2200 ? read : null,
        GridPlan.Lengths.FirstOrDefault(n => weeks == n.ToString(CultureInfo.InvariantCulture), 1), view == "service");

    /// <summary>Where the page shows a day: the weeks shown, if they hold it, else as many from its own.</summary>
    public string AddressOf(DateOnly day)
    {
        var shown = WeekPlan.MondayOf(Day ?? day);
        return Address(day >= shown && day < shown.AddDays(7 * Weeks) ? shown : WeekPlan.MondayOf(day), Weeks, ByService);
    }

    public static string Address(DateOnly day, int weeks, bool byService = false) => string.Create(
        CultureInfo.InvariantCulture, $"/famille/planning?semaine={day:yyyy-MM-dd}{(weeks == 1 ? "" : $"&semaines={weeks}")}{(byService ? "&vue=service" : "")}");
}
