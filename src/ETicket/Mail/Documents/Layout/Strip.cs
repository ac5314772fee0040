using ETicket.Mail.Documents.Pdf;

namespace ETicket.Mail.Documents.Layout;

/// <summary>« Bande » — a piece of a page that is never cut: a line, a row, a framed part. Heights are in points.</summary>
/// <param name="Before">The room above it, unless it opens the page.</param>
/// <param name="Height">Its own.</param>
/// <param name="Draw">Draws it at that distance from the top; the last word tells that it is repeated, and no longer part of what is read.</param>
internal sealed record Strip(double Before, double Height, Action<PdfPage, double, bool> Draw)
{
    /// <summary>It does not end a page: a title, the last row before a total.</summary>
    public bool KeepsWithNext { get; init; }

    /// <summary>What is drawn again above it when it opens a page: the head of its table.</summary>
    public IReadOnlyList<Strip> Head { get; init; } = [];
}

/// <summary>« Plume » — draws lines of letters on a page, in the fonts of one document.</summary>
internal sealed class Pen(PdfFile file)
{
    /// <summary>Lines one under the other, from <paramref name="top"/>; <paramref name="width"/> matters to those on the right.</summary>
    public void Lines(PdfPage page, IEnumerable<Line> lines, double x, double width, double top, Side side)
    {
        foreach (var line in lines)
        {
            // The foot of the letters, such that a line's height is shared around them.
            var foot = top + line.Height - line.Size * 0.36;
            Text(page, line, side is Side.Right ? x + width - line.Width : x, foot);
            top += line.Height;
        }
    }

    private void Text(PdfPage page, Line line, double x, double foot)
    {
        var i = 0;
        while (i < line.Letters.Count)
        {
            var first = line.Letters[i];
            var font = file.FontOf(first.Drawing.Font);
            var codes = new System.Text.StringBuilder();
            double width = 0;
            for (; i < line.Letters.Count && line.Letters[i] is var letter && letter.Drawing.Font == first.Drawing.Font && letter.Size == first.Size && letter.Ink == first.Ink; i++)
            {
                codes.Append(font.CodeOf(letter.Character, letter.Drawing));
                width += letter.Width;
            }
            page.Text(font, first.Size, first.Ink, x, foot, codes.ToString());
            x += width;
        }
    }
}
