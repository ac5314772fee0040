using ETicket.Families;
using ETicket.Kernel;

namespace ETicket.Bulletin.Menus;

/// <summary>« Ligne de menu » — a dish as it was typed: its allergens and marks are words.</summary>
public sealed record DishLine(DateOnly Day, Course Course, string Name, string Allergens, string Marks);

/// <summary>The fields of a line.</summary>
public enum MenuField { Name, Allergens, Marks }

/// <summary>« Champ à corriger » — and why.</summary>
public sealed record MenuFault(DishLine Line, MenuField Field, Refusal Why);

/// <summary>« Lecture d'un menu » — what was typed is read word by word; a word that is not understood is never left out in silence.</summary>
internal static class MenuReader
{
    /// <summary>Of allergens or marks, as typed.</summary>
    public const int WordsMost = 300;

    private static readonly string[] Between = [",", ";", "/", "+", "\n", " et "];

    /// <summary>The dish; or null, for an empty line and for one that has faults, which are added.</summary>
    public static Dish? Read(DishLine line, List<MenuFault> faults)
    {
        var before = faults.Count;
        var fault = WrittenText.Judge(line.Name, Dish.NameMost, lines: false, out var name);
        if (fault is not TextFault.None)
            faults.Add(new(line, MenuField.Name, new DishNameUnreadable(Dish.NameMost)));
        else if (name.Length == 0 && (!string.IsNullOrWhiteSpace(line.Allergens) || !string.IsNullOrWhiteSpace(line.Marks)))
            faults.Add(new(line, MenuField.Name, new DishNameMissing()));
        var allergens = Judged(() => Allergens(line.Allergens), MenuField.Allergens);
        var marks = Judged(() => Marks(line.Marks), MenuField.Marks);
        return faults.Count > before || name.Length == 0 ? null : new(line.Day, line.Course, name, allergens, marks ?? []);

        T? Judged<T>(Func<T?> read, MenuField field)
            where T : class
        {
            try
            {
                return read();
            }
            catch (Refusal why)
            {
                faults.Add(new(line, field, why));
                return null;
            }
        }
    }

    /// <summary>In the order of the annex, each once; null where nothing is said.</summary>
    private static List<Allergen>? Allergens(string typed)
    {
        var words = Words(typed);
        if (words.Count == 0)
            return null;
        var none = words.RemoveAll(word => MenuWords.Folded(word) == MenuWords.Folded(MenuWords.None)) > 0;
        if (none)
            return words.Count == 0 ? [] : throw new NoneAndSome();
        return [.. words.Select(word => MenuWords.Read<Allergen>(word) ?? throw new AllergenUnknown(Short(word))).Distinct().Order()];
    }

    private static List<DishMark> Marks(string typed) =>
        [.. Words(typed).Select(word => MenuWords.Read<DishMark>(word) ?? throw new MarkUnknown(Short(word), string.Join(", ", Enum.GetValues<DishMark>().Select(MenuWords.Of)))).Distinct().Order()];

    private static List<string> Words(string typed) =>
        typed.Length > WordsMost ? throw new DishWordsTooLong(WordsMost) : [.. typed.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>A word as a sentence may quote it.</summary>
    internal static string Short(string word) => word.Length <= 40 ? word : word[..40] + "…";
}
