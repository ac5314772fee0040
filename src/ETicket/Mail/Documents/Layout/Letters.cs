using System.Globalization;
using System.Text;
using ETicket.Mail.Documents.Pdf;

namespace ETicket.Mail.Documents.Layout;

/// <summary>One character as it will be drawn.</summary>
internal readonly record struct Letter(Rune Character, Drawing Drawing, double Size, string Ink)
{
    public double Width => Drawing.Width * Size / 1000;
    public bool IsSpace => Character.Value == ' ';
    public bool EndsLine => Character.Value == '\n';
}

/// <summary>A line of text: its letters, with the space it was broken at; its width is without.</summary>
internal sealed record Line(IReadOnlyList<Letter> Letters, double Width, double Size)
{
    public double Height => Size * PaperStyle.LineHeight;
}

/// <summary>Texts become letters: accents composed, signs that command instead of being read (control, direction) left out.</summary>
internal static class Letters
{
    private const string Figures = "0123456789";

    public static IReadOnlyList<Letter> Of(IReadOnlyList<Run> runs, TextStyle style)
    {
        List<Letter> letters = [];
        foreach (var run in runs)
        {
            var size = run.Small ? Math.Min(PaperStyle.SmallSize, style.Size) : style.Size;
            foreach (var character in run.Text.Normalize(NormalizationForm.FormC).EnumerateRunes().Where(IsRead))
                letters.Add(new Letter(character, FontChain.Of(character, style.Bold || run.Bold), size, style.Ink));
        }
        return letters;
    }

    /// <summary>The width of a text on one line.</summary>
    public static double WidthOf(IReadOnlyList<Letter> letters)
    {
        double widest = 0, width = 0;
        foreach (var letter in letters)
        {
            width = letter.EndsLine ? 0 : width + letter.Width;
            widest = Math.Max(widest, width);
        }
        return widest;
    }

    /// <summary>Whether a line may end after this letter: a space that breaks, a hyphen that does not stand before a figure.</summary>
    public static bool MayEndLine(IReadOnlyList<Letter> letters, int index) => letters[index].Character.Value switch
    {
        ' ' => true,
        '-' or '–' or '—' or '/' => index + 1 < letters.Count && !Figures.Contains((char)(letters[index + 1].Character.Value & 0xFF), StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsRead(Rune character) => character.Value is '\n'
        || (Rune.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate) && character.Value is not (>= 0xFE00 and <= 0xFE0F));
}
