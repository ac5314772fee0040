using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using System.Text;
using ETicket.Kernel;

namespace ETicket.Bulletin.Menus;

/// <summary>« Mots des menus » — what ranks, allergens and marks are called (Words.resx), and read as people type them: without accents, capitals or plural, or by number.</summary>
public static class MenuWords
{
    private static readonly ResourceManager Book = new("ETicket.Bulletin.Menus.Words", typeof(MenuWords).Assembly);

    /// <summary>« lait », « plat principal », « bio ».</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Find($"{typeof(T).Name}_{value}") ?? throw new InvalidOperationException($"No word for {value}.");

    /// <summary>« œufs et produits à base d’œufs » — as the regulation says it.</summary>
    public static string Whole(Allergen allergen) => Find($"Allergen_{allergen}_Whole") ?? throw new InvalidOperationException($"No words for {allergen}.");

    /// <summary>« lait, œufs », « aucun », or nothing while nobody has said.</summary>
    public static string Listed(IReadOnlyList<Allergen>? allergens) => allergens switch
    {
        null => "",
        [] => None,
        _ => string.Join(", ", allergens.Select(Of)),
    };

    /// <summary>« aucun » — of the fourteen.</summary>
    internal static string None => Find("None")!;

    /// <summary>Null for a word that names none.</summary>
    internal static T? Read<T>(string typed)
        where T : struct, Enum => Known<T>.ByWord.TryGetValue(Folded(typed), out var value) ? value : null;

    /// <summary>« Œufs », « oeuf » and « OEUFS » are one word.</summary>
    internal static string Folded(string typed)
    {
        var text = new StringBuilder(typed.Length);
        foreach (var letter in typed.ToLower(French.Culture).Replace("\u0153", "oe", StringComparison.Ordinal).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark)
                text.Append(char.IsLetterOrDigit(letter) ? letter : ' ');
        }
        return string.Join(' ', text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Length > 3 ? word.TrimEnd('s') : word));
    }

    private static string? Find(string name) => Book.GetString(name, CultureInfo.InvariantCulture);

    /// <summary>Each word people use for a value; allergens also by their number in the annex.</summary>
    private static class Known<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<string, T> ByWord = Words().DistinctBy(w => w.Word).ToFrozenDictionary(w => w.Word, w => w.Value, StringComparer.Ordinal);

        private static IEnumerable<(string Word, T Value)> Words()
        {
            foreach (var (value, at) in Enum.GetValues<T>().Select((value, at) => (value, at)))
            {
                yield return (Folded(Of(value)), value);
                if (value is Allergen)
                    yield return ((at + 1).ToString(CultureInfo.InvariantCulture), value);
                foreach (var other in (Find($"{typeof(T).Name}_{value}_Also") ?? "").Split('|', StringSplitOptions.RemoveEmptyEntries))
                    yield return (Folded(other), value);
            }
        }
    }
}
