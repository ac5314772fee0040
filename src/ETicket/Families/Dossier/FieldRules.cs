using System.Globalization;
using System.Text;
using ETicket.Mail;

namespace ETicket.Families.Dossier;

/// <summary>« Choix » a structure offers, by id: its schools and its menus, with the words to show.</summary>
public sealed record FileChoices(IReadOnlyDictionary<Guid, string> Schools, IReadOnlyDictionary<Guid, string> Diets);

/// <summary>
/// « Règles des champs » — what is typed becomes what is kept, the same each time, or a refusal for that field. Text is one line unless it is a note, in NFC, without letters nobody
/// sees, without the signs of pages and of spreadsheet formulas.
/// </summary>
public static class FieldRules
{
    private const string Yes = "true";
    private const string No = "false";
    private static readonly DateOnly FirstBirth = new(1900, 1, 1);

    /// <summary>« Lire un champ » — what is kept, empty where nothing is; throws the refusal of that field.</summary>
    public static string Read(Field field, string typed, DateOnly today, FileChoices choices)
    {
        var text = field.Kind is FieldKind.Note ? Note(typed, field.Longest) : Line(typed, field.Longest);
        if (text.Length == 0)
            return field.Required ? throw new FieldMissing() : field.Kind is FieldKind.Box ? No : "";
        return field.Kind switch
        {
            FieldKind.PostalCode => text.Length == 5 && text.All(char.IsAsciiDigit) ? text : throw new NotAPostalCode(),
            FieldKind.Phone => Phone(text),
            FieldKind.Email => MailAddress.IsValid(text) && text[text.LastIndexOf('@')..].Contains('.', StringComparison.Ordinal) ? text : throw new NotAnEmail(),
            FieldKind.Birth => Birth(text, today),
            FieldKind.Box => text is Yes or No ? text : throw new NotAChoice(),
            FieldKind.School => Chosen(text, choices.Schools),
            FieldKind.Diet => Chosen(text, choices.Diets),
            FieldKind.Relation => Enum.TryParse<Relation>(text, out var relation) && relation.ToString() == text ? text : throw new NotAChoice(),
            _ => text.Any(char.IsLetterOrDigit) ? text : throw new UnreadableText(),
        };
    }

    private static string Line(string typed, int longest)
    {
        var text = Letters(typed, longest);
        if (text.Any(c => c is '\n' or '\t'))
            throw new UnreadableText();
        return string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Note(string typed, int longest) => Letters(typed, longest);

    /// <summary>Judged before it is made ready: an endless text costs nothing.</summary>
    private static string Letters(string typed, int longest)
    {
        if (typed.Length > 4 * longest)
            throw new FieldTooLong(longest);
        var raw = typed.ReplaceLineEndings("\n");
        foreach (var rune in raw.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Unseen(rune))
                throw new UnreadableText();
            if (rune.Value is '<' or '>')
                throw new ForbiddenSign();
        }
        var text = raw.Normalize(NormalizationForm.FormC).Replace('\u00a0', ' ').Replace('\u202f', ' ').Trim();
        if (text.StartsWith('=') || text.StartsWith('@'))
            throw new ForbiddenSign();
        return text.Length > longest ? throw new FieldTooLong(longest) : text;
    }

    /// <summary>Controls, marks that turn the line around, letters of no width, private signs: a person reads nothing, or something else.</summary>
    private static bool Unseen(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value is not ('\n' or '\t'),
        UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        _ => false,
    };

    /// <summary>« 06 07 89 70 15 »; a number from abroad keeps its +.</summary>
    private static string Phone(string text)
    {
        var digits = string.Concat(text.Where(c => c is not (' ' or '.' or '-' or '(' or ')' or '/')));
        if (digits.StartsWith("00", StringComparison.Ordinal))
            digits = "+" + digits[2..];
        if (digits.StartsWith("+33", StringComparison.Ordinal))
            digits = "0" + digits[3..].TrimStart('0');
        var tail = digits.Length > 1 ? digits[1..] : "";
        if (tail.Length == 0 || !tail.All(char.IsAsciiDigit))
            throw new NotAPhone();
        if (digits[0] == '+' && tail.Length is >= 8 and <= 15 && tail[0] != '0')
            return digits;
        return digits[0] == '0' && digits.Length == 10 && digits[1] != '0' ? string.Join(' ', digits.Chunk(2).Select(pair => new string(pair))) : throw new NotAPhone();
    }

    private static string Birth(string text, DateOnly today)
    {
        if (!DateOnly.TryParseExact(text, ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            throw new NotADay();
        return day < FirstBirth || day > today ? throw new NotABirth() : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string Chosen(string text, IReadOnlyDictionary<Guid, string> offered) =>
        Guid.TryParseExact(text, "D", out var id) && offered.ContainsKey(id) ? id.ToString() : throw new NotAChoice();
}
