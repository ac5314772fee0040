using ETicket.Mail.Documents.Pdf;

namespace ETicket.Mail.Documents.Layout;

/// <summary>« Tableau » — columns that fit, a head repeated on every page, a total that never stands alone, and for each cell the headers a screen reader announces.</summary>
internal sealed class TableLayout(Pen pen)
{
    /// <summary>A table of so few rows is read at a glance, whole: it goes to the next page rather than over two.</summary>
    private const int FewRows = 8;

    private readonly RowLayout rows = new(pen);

    public IReadOnlyList<Strip> Lay(TableBlock table, StructureElement parent, double x, double width)
    {
        var element = parent.Add("Table");
        List<Strip> strips = [];
        if (table.Caption is { } caption)
            strips.AddRange(Caption(caption, element.Add("Caption"), x, width));
        var style = table.IsDense ? PaperStyle.DenseCell : PaperStyle.Cell;
        var padding = table.IsDense ? PaperStyle.DensePadding : PaperStyle.RowPadding;
        var columns = ColumnWidths.Of(table, width, (cell, bold) => Letters.Of(cell.Runs, style with { Bold = bold }));
        var group = new TablePart(element, columns, x, table.Gap, style);
        var head = Part(table.Head, "THead", group, new RowLook(padding, 1, PaperStyle.Ink));
        var body = Part(table.Body, "TBody", group, new RowLook(padding, 0.5));
        var foot = Part(table.Foot, "TFoot", group, new RowLook(padding + 1, 1, PaperStyle.Ink));

        strips.AddRange(head.Select(s => s with { KeepsWithNext = true }));
        // The first row stays under the head, the last above the total; a few rows stay together.
        strips.AddRange(body.Select((s, i) => s with { Head = head, KeepsWithNext = i == body.Count - 1 ? foot.Count > 0 : body.Count <= FewRows }));
        strips.AddRange(foot.Select((s, i) => s with { Head = head, KeepsWithNext = i < foot.Count - 1 }));
        if (strips.Count > 0)
            strips[0] = strips[0] with { Before = 12 };
        return strips;
    }

    private IEnumerable<Strip> Caption(IReadOnlyList<Run> runs, StructureElement element, double x, double width)
    {
        var style = PaperStyle.Find("caption", null)!;
        var lines = LineBreaker.Break(Letters.Of(runs, style), width, style.Size);
        return rows.Lay([new PlacedCell(element, x, width, Side.Left, lines)], 0, new RowLook(2)).Select(s => s with { KeepsWithNext = true });
    }

    private List<Strip> Part(IReadOnlyList<Row> part, string tag, TablePart table, RowLook look)
    {
        List<Strip> strips = [];
        if (part.Count == 0)
            return strips;
        var group = table.Element.Add(tag);
        var style = table.Style with { Bold = tag != "TBody" };
        foreach (var row in part)
        {
            var line = group.Add("TR");
            List<PlacedCell> cells = [];
            var (column, place) = (0, table.X);
            foreach (var cell in row.Cells)
            {
                var width = table.Columns.Skip(column).Take(cell.Span).Sum() + table.Gap * (cell.Span - 1);
                var lines = LineBreaker.Break(Letters.Of(cell.Runs, style), width, style.Size);
                cells.Add(new PlacedCell(line.Add(cell.IsHeader ? "TH" : "TD", Attributes(cell, tag)), place, width, cell.IsNumber ? Side.Right : Side.Left, lines));
                (column, place) = (column + cell.Span, place + width + table.Gap);
            }
            strips.AddRange(rows.Lay(cells, 0, look));
        }
        return strips;
    }

    private static string Attributes(Cell cell, string part)
    {
        var said = (cell.IsHeader ? part == "THead" ? " /Scope /Column" : " /Scope /Row" : "") + (cell.Span > 1 ? FormattableString.Invariant($" /ColSpan {cell.Span}") : "");
        return said.Length == 0 ? "" : $" /A << /O /Table{said} >>";
    }

    /// <summary>What the three parts of a table share.</summary>
    private sealed record TablePart(StructureElement Element, double[] Columns, double X, double Gap, TextStyle Style);
}
