using System.Buffers;
using System.Text;

namespace ETicket.Families;

/// <summary>What is wrong with a text: nothing, too many letters, or letters nobody can read.</summary>
internal enum TextFault { None, TooLong, Unreadable }

/// <summary>« Texte saisi » — what a person wrote in a field: trimmed, composed (NFC), without letters that command a screen or turn the reading around.</summary>
internal static class WrittenText
{
    /// <summary>Marks that reorder what is read (Unicode TR 36 §2.5), and the mark of byte order.</summary>
    private const string Turning = "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\uFEFF";

    /// <summary>Lines are kept where <paramref name="lines"/> are asked for, and are one space elsewhere.</summary>
    public static TextFault Judge(string given, int most, bool lines, out string text)
    {
        text = "";
        // Long before it is looked at letter by letter.
        if (given.Length > 2 * most + 1_000)
            return TextFault.TooLong;
        var whole = given.ReplaceLineEndings(lines ? "\n" : " ").Replace('\t', ' ');
        if (whole.Any(IsUnreadable) || !IsWellFormed(whole))
            return TextFault.Unreadable;
        text = whole.Normalize().Trim();
        return text.Length > most ? TextFault.TooLong : TextFault.None;
    }

    internal static bool IsUnreadable(char letter) => (letter != '\n' && char.IsControl(letter)) || Turning.Contains(letter, StringComparison.Ordinal);

    /// <summary>Half a pair of surrogates is no letter.</summary>
    private static bool IsWellFormed(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out _, out var used) is not OperationStatus.Done)
                return false;
            at += used;
        }
        return true;
    }
}
