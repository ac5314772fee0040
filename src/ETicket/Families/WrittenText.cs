using System.Globalization;
using System.Text;

namespace ETicket.Families;

/// <summary>What is wrong with a text: nothing, too many letters, or letters nobody can read.</summary>
internal enum TextFault { None, TooLong, Unreadable }

/// <summary>
/// « Texte saisi » — what a person wrote in a field of a file, of a health card or of a document: trimmed, composed (NFC), with plain spaces, and without letters nobody sees. The one rule
/// of texts; what a field refuses besides is its own.
/// </summary>
internal static class WrittenText
{
    /// <summary>Lines are kept where <paramref name="lines"/> are asked for, and are one space elsewhere.</summary>
    public static TextFault Judge(string given, int most, bool lines, out string text)
    {
        text = "";
        // Long before it is looked at letter by letter: an endless text costs nothing.
        if (given.Length > 2 * most + 1_000)
            return TextFault.TooLong;
        var whole = given.ReplaceLineEndings(lines ? "\n" : " ").Replace('\t', ' ').Replace('\u00a0', ' ').Replace('\u202f', ' ');
        foreach (var letter in whole.EnumerateRunes())
        {
            if (letter == Rune.ReplacementChar || IsUnseen(letter))
                return TextFault.Unreadable;
        }
        text = whole.Normalize().Trim();
        return text.Length > most ? TextFault.TooLong : TextFault.None;
    }

    /// <summary>Controls, marks that turn the line around (Unicode TR 36 §2.5), letters of no width, private signs, half a pair of surrogates: a person reads nothing, or something else.</summary>
    private static bool IsUnseen(Rune letter) => Rune.GetUnicodeCategory(letter) switch
    {
        UnicodeCategory.Control => letter.Value is not '\n',
        UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        _ => false,
    };
}
