using System.Globalization;
using ETicket.Kernel;
using ETicket.Planning;

namespace ETicket.Web.Display;

/// <summary>
/// What a button of the grid asks, as its value: the key made with the page, then each wish. One button is one command, so going back
/// in the browser and clicking again repeats a command instead of making another.
/// </summary>
internal static class WishCode
{
    private const char BetweenWishes = '~';
    private const char Inside = '.';
    private const string DayFormat = "yyyyMMdd";

    public static string Write(IEnumerable<DayWish> wishes) =>
        string.Join(BetweenWishes, wishes.Select(Write).Prepend(Guid.NewGuid().ToString("N")));

    public static (Guid Key, IReadOnlyList<DayWish> Wishes)? Read(string? text)
    {
        var parts = (text ?? "").Split(BetweenWishes);
        if (!Guid.TryParseExact(parts[0], "N", out var key))
            return null;
        var wishes = parts.Skip(1).Select(ReadWish).ToList();
        return wishes.Contains(null) ? null : (key, [.. wishes.Select(w => w!)]);
    }

    private static string Write(DayWish wish) => string.Create(
        CultureInfo.InvariantCulture, $"{wish.Child.Value:N}{Inside}{wish.Activity.Value:N}{Inside}{wish.Day.ToString(DayFormat, CultureInfo.InvariantCulture)}{Inside}{(wish.Wanted ? 1 : 0)}");

    private static DayWish? ReadWish(string text)
    {
        var parts = text.Split(Inside);
        return parts.Length == 4 && Guid.TryParseExact(parts[0], "N", out var child) && Guid.TryParseExact(parts[1], "N", out var activity)
            && DateOnly.TryParseExact(parts[2], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 2200 && parts[3] is "0" or "1"
            ? new DayWish(new ChildId(child), new ActivityId(activity), day, parts[3] == "1")
            : null;
    }
}
