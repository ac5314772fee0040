using System.Globalization;
using System.Reflection;
using System.Text;

namespace ETicket.Access.Passwords;

/// <summary>
/// « Règles du mot de passe » — long rather than twisted (NIST SP 800-63B §3.1.1.2): no capital, digit or sign is asked for, and spaces count. What is refused is what somebody who
/// knows the family, or a list of known passwords, would try first.
/// </summary>
public static class PasswordRules
{
    public const int Least = 12;
    public const int Most = 128;

    /// <summary>Letters and digits that must be left once a word of one's own is taken out, however often it stands there.</summary>
    private const int LeastOfOnesOwn = 6;

    /// <summary>A shorter word says nothing of anybody: « oc » is in many sentences.</summary>
    private const int ShortestWord = 3;

    /// <summary>Fewer different characters, or fewer runs, than that are no secret.</summary>
    private const int LeastDifferent = 4;

    /// <summary>Walked in both directions, and from the end to the beginning again.</summary>
    private static readonly string[] Runs = ["abcdefghijklmnopqrstuvwxyz", "0123456789", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

    private static readonly HashSet<string> Common = Read();

    /// <summary>
    /// The text that is hashed: one letter is one letter however the keyboard composed it (NFC, as NIST asks). What is no text at all stays as it is.
    /// </summary>
    public static string Written(string password)
    {
        try
        {
            return password.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return password;
        }
    }

    /// <summary>Refuses, with a <see cref="RefusedPassword"/> that names the rule, what is too short, too long, too plain, too well known or made of the person's own words.</summary>
    /// <param name="chosen">As typed.</param>
    /// <param name="own">The identifiant, addresses, the commune: what everybody knows of that person. Of an address, the name before the @ counts.</param>
    public static void Check(string chosen, IEnumerable<string> own)
    {
        // Counted first by its length in memory: a megabyte is not read to be refused.
        if (chosen.Length > Most * 8)
            throw new PasswordTooLong(Most);
        var written = Written(chosen);
        var length = new StringInfo(written).LengthInTextElements;
        if (length < Least)
            throw new PasswordTooShort(Least);
        if (length > Most)
            throw new PasswordTooLong(Most);
        if (written.EnumerateRunes().Any(r => Rune.IsControl(r) || r == Rune.ReplacementChar))
            throw new PasswordUnreadable();
        var lower = written.ToLowerInvariant();
        if (lower.Distinct().Count() < LeastDifferent || Stretches(lower) < LeastDifferent)
            throw new PasswordTooPlain();
        var letters = Letters(written);
        if (IsCommon(letters))
            throw new PasswordTooCommon();
        if (own.Select(Named).Any(word => word.Length >= ShortestWord && letters.Contains(word, StringComparison.Ordinal) && letters.Replace(word, "", StringComparison.Ordinal).Length < LeastOfOnesOwn))
            throw new PasswordOfOnesOwn();
    }

    /// <summary>How many stretches of a same character, of the alphabet, of digits or of a keyboard's row a text is made of: « azerty123456 » is two.</summary>
    private static int Stretches(string text) => text.Where((c, i) => i == 0 || !Follows(text[i - 1], c)).Count();

    private static bool Follows(char before, char after) => before == after || Runs.Any(run =>
        run.IndexOf(before, StringComparison.Ordinal) is var start and >= 0 && run.IndexOf(after, StringComparison.Ordinal) is var end and >= 0
        && (end - start + run.Length) % run.Length is var step && (step == 1 || step == run.Length - 1));

    /// <summary>As it stands in the list, with digits before or after, or said several times over.</summary>
    private static bool IsCommon(string letters)
    {
        var bare = letters.Trim('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return Common.Contains(letters) || Common.Contains(bare) || Common.Contains(Repeated(letters)) || Common.Contains(Repeated(bare));
    }

    /// <summary>The word a text repeats from end to end, or the text.</summary>
    private static string Repeated(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            if (text.Length % length == 0 && text.AsSpan(length).SequenceEqual(text.AsSpan(0, text.Length - length)))
                return text[..length];
        }
        return text;
    }

    private static string Named(string word) => Letters(word.IndexOf('@', StringComparison.Ordinal) is var at and > 0 ? word[..at] : word);

    /// <summary>Letters and digits alone, small, without their accents: « Été-2026 » is « ete2026 ».</summary>
    private static string Letters(string text) => string.Concat(
        Decomposed(text).Where(c => char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)).ToLowerInvariant();

    private static string Decomposed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormD);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    private static HashSet<string> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Access/Passwords/CommonPasswords.txt")
            ?? throw new InvalidOperationException("The list of common passwords is not in the assembly.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(Letters)];
    }
}
