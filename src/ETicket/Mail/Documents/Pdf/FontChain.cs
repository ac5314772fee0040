using System.Text;

namespace ETicket.Mail.Documents.Pdf;

/// <summary>How one character is drawn: by which font and glyph, how wide in thousandths of the size.</summary>
internal readonly record struct Drawing(TrueTypeFont Font, ushort Glyph, double Width);

/// <summary>
/// « Choix de la police » — Atkinson Hyperlegible Next, made for those who read badly; a letter it lacks is drawn by DejaVu Sans; one that neither has is drawn as the sign
/// of an unknown letter (U+FFFD), and still copied and searched as what it is. No name can stop a document.
/// </summary>
internal static class FontChain
{
    /// <summary>A fine space as French typographers cut it, in thousandths.</summary>
    private const double FineSpace = 150;

    private static readonly TrueTypeFont Regular = TrueTypeFont.Load("AtkinsonHyperlegibleNext-Regular");
    private static readonly TrueTypeFont Bold = TrueTypeFont.Load("AtkinsonHyperlegibleNext-Bold");
    private static readonly TrueTypeFont Others = TrueTypeFont.Load("DejaVuSans");
    private static readonly Rune Unknown = new(0xFFFD);

    /// <summary>Spaces and hyphens that differ from common ones in where a line may break only.</summary>
    private static readonly Dictionary<int, (Rune Same, double? Width)> Alike = new()
    {
        [0x202F] = (new(' '), FineSpace),
        [0x2009] = (new(' '), FineSpace),
        [0x00A0] = (new(' '), null),
        [0x2010] = (new('-'), null),
        [0x2011] = (new('-'), null),
    };

    public static Drawing Of(Rune character, bool bold)
    {
        var first = bold ? Bold : Regular;
        if (Alike.TryGetValue(character.Value, out var alike))
        {
            var drawn = Of(alike.Same, bold);
            return drawn with { Width = alike.Width ?? drawn.Width };
        }
        if (Find(first, character) is { } own)
            return own;
        return Find(Others, character) ?? Find(Others, Unknown) ?? throw new InvalidOperationException("The last font has no sign for an unknown letter.");
    }

    private static Drawing? Find(TrueTypeFont font, Rune character) =>
        font.GlyphOf(character) is { } glyph ? new Drawing(font, glyph, font.WidthOf(glyph) * 1000.0 / font.UnitsPerEm) : null;
}
