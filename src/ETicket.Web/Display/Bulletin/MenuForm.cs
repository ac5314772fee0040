using ETicket.Bulletin.Menus;

namespace ETicket.Web.Display.Bulletin;

/// <summary>« Menu de la semaine » — its form as typed: three fields a dish, named after the day, the rank and what they hold.</summary>
internal sealed class MenuForm
{
    public const string WeekField = "semaine";
    public const string ServiceField = "service";
    public const string VersionField = "lu";
    public const string FileField = "fichier";

    /// <summary>What nobody types is not written back into a page.</summary>
    private const int Longest = 400;

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    private MenuForm()
    {
    }

    public string Version { get; private init; } = "";

    public string this[DateOnly day, Course course, MenuField field] => _fields.GetValueOrDefault(NameOf(day, course, field), "");

    /// <summary>A week as it is kept.</summary>
    public static MenuForm Of(MenuWeek week)
    {
        var form = new MenuForm { Version = week.Version };
        foreach (var dish in week.Dishes)
        {
            form._fields[NameOf(dish.Day, dish.Course, MenuField.Name)] = dish.Name;
            form._fields[NameOf(dish.Day, dish.Course, MenuField.Allergens)] = MenuWords.Listed(dish.Allergens);
            form._fields[NameOf(dish.Day, dish.Course, MenuField.Marks)] = string.Join(", ", dish.Marks.Select(MenuWords.Of));
        }
        return form;
    }

    /// <summary>What was posted for a week, with the writing of it that was read; what is long is cut only where it is shown.</summary>
    public static MenuForm Read(IFormCollection posted, DateOnly monday, string version, out List<DishLine> lines)
    {
        var form = new MenuForm { Version = version };
        lines = [];
        foreach (var day in Enumerable.Range(0, MenuWeek.Days).Select(monday.AddDays))
        {
            foreach (var course in Enum.GetValues<Course>())
            {
                string Text(MenuField field) => posted[NameOf(day, course, field)].ToString();
                lines.Add(new(day, course, Text(MenuField.Name), Text(MenuField.Allergens), Text(MenuField.Marks)));
                foreach (var field in Enum.GetValues<MenuField>())
                    form._fields[NameOf(day, course, field)] = Typed.Short(Text(field), Longest);
            }
        }
        return form;
    }

    public static string NameOf(DateOnly day, Course course, MenuField field) => $"{Days.DayText.Iso(day)}-{course}-{field}".ToLowerInvariant();

    /// <summary>The same form, once somebody else's writing was shown beside it.</summary>
    public MenuForm Against(MenuWeek other)
    {
        var form = new MenuForm { Version = other.Version };
        foreach (var (name, text) in _fields)
            form._fields[name] = text;
        return form;
    }
}
