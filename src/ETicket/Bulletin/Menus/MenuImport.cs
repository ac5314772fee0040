using ETicket.Catalogue;
using ETicket.Kernel;

namespace ETicket.Bulletin.Menus;

/// <summary>« Importer des menus » — a whole file or nothing: each day it names is then as the file says, for the service it names.</summary>
public sealed class MenuImport(MenuBook book)
{
    /// <summary>More faults than somebody reads.</summary>
    public const int MostFaults = 30;

    /// <summary>
    /// « Importer » — answers how many days were written; the same file again gives the same menus. Refuses with <see cref="MenuFileRefused"/> what is no such file, and with
    /// <see cref="MenuFileWrong"/> one that has a fault, line by line.
    /// </summary>
    public async Task<int> ImportAsync(MenuWriter who, string fileName, byte[] content, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(who);
        ArgumentNullException.ThrowIfNull(content);
        List<MenuFileFault> faults = [];
        var rows = MenuFile.Read(content, faults);
        await using var work = await book.OpenAsync(who, stop);
        var services = await MenuBook.ServicesAsync(work, stop);
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        Dictionary<(ActivityId Activity, DateOnly Day, Course Course), int> seen = [];
        List<(ActivityId Activity, Dish Dish)> dishes = [];
        foreach (var row in rows)
        {
            if (Read(row, services, today, seen, faults) is { } dish)
                dishes.Add(dish);
        }
        if (faults.Count > 0)
            throw new MenuFileWrong(MenuReader.Short(fileName), [.. faults.OrderBy(f => f.Line)]);
        List<(ActivityId Activity, DateOnly Day)> days = [.. dishes.Select(d => (d.Activity, d.Dish.Day)).Distinct()];
        await MenuBook.WriteAsync(work, who, days, dishes, stop);
        await work.CommitAsync(stop);
        return days.Count;
    }

    private static (ActivityId Activity, Dish Dish)? Read(
        MenuRow row, IReadOnlyList<Activity> services, DateOnly today, Dictionary<(ActivityId Activity, DateOnly Day, Course Course), int> seen, List<MenuFileFault> faults)
    {
        var before = faults.Count;
        var service = ServiceOf(row, services, faults);
        var day = DayOf(row, today, faults);
        var course = MenuWords.Read<Course>(row.Course);
        if (course is null)
            faults.Add(new(row.Line, MenuFile.CourseColumn, new CourseUnknown(MenuReader.Short(row.Course), string.Join(", ", Enum.GetValues<Course>().Select(MenuWords.Of)))));
        List<MenuFault> words = [];
        var dish = MenuReader.Read(new(day ?? default, course ?? default, row.Name, row.Allergens, row.Marks), words);
        faults.AddRange(words.Select(w => new MenuFileFault(row.Line, ColumnOf(w.Field), w.Why is DishNameMissing ? new DishMissing() : w.Why)));
        if (dish is null && words.Count == 0)
            faults.Add(new(row.Line, MenuFile.NameColumn, new DishMissing()));
        if (service is { } activity && day is { } on && course is { } rank && !seen.TryAdd((activity, on, rank), row.Line))
            faults.Add(new(row.Line, MenuFile.CourseColumn, new DishTwice(seen[(activity, on, rank)])));
        return faults.Count > before ? null : (service!.Value, dish!);
    }

    private static ActivityId? ServiceOf(MenuRow row, IReadOnlyList<Activity> services, List<MenuFileFault> faults)
    {
        if (row.Service.Length == 0 && services.Count == 1)
            return services[0].Id;
        var named = services.Where(s => MenuWords.Folded(s.Name) == MenuWords.Folded(row.Service)).ToList();
        if (named.Count == 1)
            return named[0].Id;
        faults.Add(new(row.Line, MenuFile.ServiceColumn, row.Service.Length == 0 ? new MenuServiceMissing() : new MenuServiceUnknown(MenuReader.Short(row.Service))));
        return null;
    }

    private static DateOnly? DayOf(MenuRow row, DateOnly today, List<MenuFileFault> faults)
    {
        var day = MenuFile.DayOf(row.Day);
        if (day is { } read && MenuBook.IsServed(read, today))
            return day;
        faults.Add(new(row.Line, MenuFile.DayColumn, day is null ? new MenuDayUnreadable(MenuReader.Short(row.Day)) : new MenuDayOutOfRange()));
        return null;
    }

    private static string ColumnOf(MenuField field) => field switch
    {
        MenuField.Allergens => MenuFile.AllergensColumn,
        MenuField.Marks => MenuFile.MarksColumn,
        _ => MenuFile.NameColumn,
    };
}
