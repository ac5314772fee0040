using ETicket.Mail.Documents.Pdf;

namespace ETicket.Mail.Documents.Layout;

/// <summary>Text placed in its column.</summary>
internal sealed record PlacedCell(StructureElement Element, double X, double Width, Side Side, IReadOnlyList<Line> Lines);

/// <summary>The room above and below the text of a row; the rule under it, and the tint behind it.</summary>
internal sealed record RowLook(double Padding, double RuleHeight = 0, string Rule = PaperStyle.Rule, string? Tint = null);

/// <summary>« Rangée » — cells side by side. One strip, unless somebody wrote so much in a cell that no page would hold it.</summary>
internal sealed class RowLayout(Pen pen)
{
    private const int MostLines = 24;

    public IEnumerable<Strip> Lay(IReadOnlyList<PlacedCell> cells, double before, RowLook look)
    {
        var most = cells.Max(c => c.Lines.Count);
        for (var first = 0; first < most; first += MostLines)
        {
            var part = cells.Select(c => c with { Lines = [.. c.Lines.Skip(first).Take(MostLines)] }).Where(c => c.Lines.Count > 0).ToArray();
            var (isFirst, isLast) = (first == 0, first + MostLines >= most);
            var (above, below) = (isFirst ? look.Padding : 0, isLast ? look.Padding + look.RuleHeight : 0);
            var height = above + part.Max(c => c.Lines.Sum(l => l.Height)) + below;
            yield return new Strip(isFirst ? before : 0, height, (page, top, repeated) => Draw(page, top, height, above, part, isLast ? look : look with { RuleHeight = 0 }, repeated));
        }
    }

    private void Draw(PdfPage page, double top, double height, double above, PlacedCell[] cells, RowLook look, bool repeated)
    {
        var (left, right) = (cells.Min(c => c.X), cells.Max(c => c.X + c.Width));
        if (look.Tint is { } tint)
            page.DrawArtifact("Layout", () => page.Fill(tint, left, top, right - left, height));
        foreach (var cell in cells)
        {
            void Write() => pen.Lines(page, cell.Lines, cell.X, cell.Width, top + above, cell.Side);
            if (repeated)
                page.DrawArtifact("Header", Write);
            else
                page.Draw(cell.Element, Write);
        }
        if (look.RuleHeight > 0)
            page.DrawArtifact("Layout", () => page.Fill(look.Rule, left, top + height - look.RuleHeight, right - left, look.RuleHeight));
    }
}
