using System.Globalization;
using System.Text;

namespace ETicket.Families.Documents;

/// <summary>« Nom de fichier » — what is shown and what a download is called: no path, no invisible letter, no name a system keeps for itself, the extension of what the file is.</summary>
internal static class FileNames
{
    public const int Most = 80;

    private const string Nameless = "document";

    /// <summary>Letters of paths, of Windows and of headers.</summary>
    private const string Reserved = "<>:\"|?*/\\%;=";

    private static readonly HashSet<string> Devices =
        new(["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"com{n}", $"lpt{n}" })], StringComparer.OrdinalIgnoreCase);

    private static readonly char[] Slashes = ['/', '\\'];
    private static readonly string[] Extensions = [".pdf", ".jpg", ".jpeg", ".png"];

    public static string Clean(string given, string extension)
    {
        var last = given[(given.LastIndexOfAny(Slashes) + 1)..];
        var text = new StringBuilder(Math.Min(last.Length, 4 * Most));
        foreach (var letter in last.EnumerateRunes())
        {
            if (text.Length >= 4 * Most)
                break;
            text.Append(IsShown(letter) && !(letter.IsAscii && Reserved.Contains((char)letter.Value, StringComparison.Ordinal)) ? letter.ToString() : " ");
        }
        var name = string.Join(' ', text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)).Normalize();
        name = Cut(Bare(name)).Trim(' ', '.');
        if (name.Length == 0)
            name = Nameless;
        // « nul.txt » is the device all the same.
        return (Devices.Contains(name.Split('.')[0]) ? $"{Nameless} {name}" : name) + extension;
    }

    /// <summary>Without the extension it came with, where that is one of ours.</summary>
    private static string Bare(string name) => Extensions.FirstOrDefault(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)) is { } known ? name[..^known.Length] : name;

    /// <summary>Never in the middle of what a person sees as one letter.</summary>
    private static string Cut(string name)
    {
        if (name.Length <= Most)
            return name;
        var starts = StringInfo.ParseCombiningCharacters(name);
        return name[..starts.TakeWhile(start => start <= Most).Last()];
    }

    private static bool IsShown(Rune letter) => Rune.GetUnicodeCategory(letter) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
