using System.Security.Cryptography;
using System.Text.Json;
using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Bulletin.Menus;

/// <summary>« Qui écrit » — somebody of the structure's staff.</summary>
public sealed record MenuWriter(StructureId Structure, string UserName);

/// <summary>« Menu de la semaine » — of one service, Monday to Friday; its version is what it says, so that whoever saves says which one they read.</summary>
public sealed record MenuWeek(ActivityId Activity, DateOnly Monday, IReadOnlyList<Dish> Dishes)
{
    public const int Days = 5;

    public string Version => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Dishes)).AsSpan(0, 12));

    public IEnumerable<DateOnly> EachDay => Enumerable.Range(0, Days).Select(Monday.AddDays);

    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}

/// <summary>« Menus » — what each service serves, day by day, with the allergens of each dish.</summary>
public sealed class MenuBook(Database database)
{
    /// <summary>Activities that serve something to eat.</summary>
    private static readonly ActivityKind[] Serving = [ActivityKind.Canteen, ActivityKind.DayCare, ActivityKind.LeisureCentre];

    /// <summary>« Services qui ont un menu » — canteens first.</summary>
    public static async Task<IReadOnlyList<Activity>> ServicesAsync(Work work, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(work);
        var all = await work.Read<Activity>().Where(a => Serving.Contains(a.Kind)).ToListAsync(stop);
        return [.. all.OrderBy(a => a.Kind is not ActivityKind.Canteen).ThenBy(a => a.Position).ThenBy(a => a.Name, StringComparer.Ordinal).ThenBy(a => a.Id.Value)];
    }

    /// <summary>« Lire la semaine » — of one service.</summary>
    public static async Task<MenuWeek> WeekAsync(Work work, ActivityId activity, DateOnly monday, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(work);
        var last = monday.AddDays(MenuWeek.Days - 1);
        var dishes = await work.Read<MenuDish>().Where(d => d.ActivityId == activity && d.Day >= monday && d.Day <= last).ToListAsync(stop);
        return new(activity, monday, [.. dishes.Select(d => d.Shown()).OrderBy(d => d.Day).ThenBy(d => d.Course)]);
    }

    /// <summary>
    /// « Enregistrer la semaine » — whole, from what was typed; the same week again changes nothing. Refuses with <see cref="MenuLinesWrong"/> words it does not know, with
    /// <see cref="MenuServiceUnknown"/> and <see cref="MenuDayOutOfRange"/> a week that is none, and with <see cref="MenuChangedMeanwhile"/> when another writing came since
    /// <paramref name="version"/>.
    /// </summary>
    public async Task SaveWeekAsync(MenuWriter who, ActivityId activity, DateOnly monday, string version, IReadOnlyList<DishLine> lines, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(who);
        ArgumentNullException.ThrowIfNull(lines);
        List<MenuFault> faults = [];
        List<Dish> dishes = [.. lines.Select(line => MenuReader.Read(line, faults)).OfType<Dish>().OrderBy(d => d.Day).ThenBy(d => d.Course)];
        if (faults.Count > 0)
            throw new MenuLinesWrong(faults);
        await using var work = await OpenAsync(who, stop);
        if (monday != MenuWeek.MondayOf(monday) || dishes.Any(d => MenuWeek.MondayOf(d.Day) != monday))
            throw new MenuDayOutOfRange();
        await RefuseOutOfRangeAsync(work, [monday, .. dishes.Select(d => d.Day)], stop);
        if ((await ServicesAsync(work, stop)).All(a => a.Id != activity))
            throw new MenuServiceUnknown("");
        var (found, wanted) = (await WeekAsync(work, activity, monday, stop), new MenuWeek(activity, monday, dishes));
        if (found.Version == wanted.Version)
            return;
        if (found.Version != version)
            throw new MenuChangedMeanwhile();
        await WriteAsync(work, who, [.. found.EachDay.Select(day => (activity, day))], [.. dishes.Select(d => (activity, d))], stop);
        await work.CommitAsync(stop);
    }

    /// <summary>One writer of menus at a time in a structure.</summary>
    internal async Task<Work> OpenAsync(MenuWriter who, CancellationToken stop)
    {
        var work = await database.BeginAsync(who.Structure, stop);
        await using var turn = work.Command("select pg_advisory_xact_lock(hashtextextended('menu/' || $1::text, 0))", who.Structure.Value);
        await turn.ExecuteNonQueryAsync(stop);
        return work;
    }

    internal static async Task RefuseOutOfRangeAsync(Work work, IReadOnlyList<DateOnly> days, CancellationToken stop)
    {
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        if (days.Any(d => !IsServed(d, today)))
            throw new MenuDayOutOfRange();
    }

    internal static bool IsServed(DateOnly day, DateOnly today) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && day >= today.AddMonths(-2).AddDays(-7) && day <= today.AddYears(1);

    /// <summary>The days named are as given, whatever they were.</summary>
    internal static async Task WriteAsync(Work work, MenuWriter who, IReadOnlyList<(ActivityId Activity, DateOnly Day)> days, IReadOnlyList<(ActivityId Activity, Dish Dish)> dishes, CancellationToken stop)
    {
        await using (var clear = work.Command(
            "delete from menu_dish where structure_id = $1 and (activity_id, day) in (select * from unnest($2::uuid[], $3::date[]))",
            who.Structure.Value, days.Select(d => d.Activity.Value).ToArray(), days.Select(d => d.Day).ToArray()))
            await clear.ExecuteNonQueryAsync(stop);
        var now = await work.NowAsync(stop);
        work.Db.AddRange(dishes.Select(d => new MenuDish
        {
            StructureId = who.Structure,
            ActivityId = d.Activity,
            Day = d.Dish.Day,
            Course = d.Dish.Course,
            Name = d.Dish.Name,
            Allergens = d.Dish.Allergens?.Select(a => a.ToString()).ToArray(),
            Marks = [.. d.Dish.Marks.Select(m => m.ToString())],
            WrittenAt = now,
            WrittenBy = who.UserName,
        }));
    }
}
