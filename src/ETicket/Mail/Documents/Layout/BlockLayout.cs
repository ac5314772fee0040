using System.Globalization;
using ETicket.Mail.Documents.Pdf;

namespace ETicket.Mail.Documents.Layout;

/// <summary>« Mise en page des blocs » — each block becomes strips of a width, and elements of the structure in the order they are read.</summary>
internal sealed class BlockLayout(Pen pen)
{
    private const double TermShare = 0.32;
    private const double BulletWidth = 16;
    private const double ItemRoom = 3;
    private const double SidesRoom = 18;

    private readonly RowLayout rows = new(pen);
    private readonly TableLayout tables = new(pen);

    public IReadOnlyList<Strip> Lay(IReadOnlyList<Block> blocks, StructureElement parent, double x, double width)
    {
        List<Strip> strips = [];
        foreach (var block in blocks)
        {
            // A framed part comes with the line above it, and so do two columns (signatures): alone on a last page they would belong to nothing.
            if (block is BoxBlock or SidesBlock && strips.Count > 0)
                strips[^1] = strips[^1] with { KeepsWithNext = true };
            strips.AddRange(Lay(block, parent, x, width));
        }
        return strips;
    }

    private IEnumerable<Strip> Lay(Block block, StructureElement parent, double x, double width) => block switch
    {
        TextBlock text => Text(text, parent.Add(text.Style.Tag), x, width),
        RuleBlock rule => [Rule(rule, x, width)],
        FactsBlock facts => Facts(facts, parent.Add("L"), x, width),
        ListBlock list => Items(list, parent.Add("L"), x, width),
        SidesBlock sides => [Sides(sides, parent, x, width)],
        BoxBlock box => [Box(box, parent.Add("Sect"), x, width)],
        TableBlock table => tables.Lay(table, parent, x, width),
        _ => throw new InvalidOperationException($"No layout for {block.GetType().Name}."),
    };

    /// <summary>Line by line, so that a long paragraph may run over a page; never one line alone on either side.</summary>
    private IEnumerable<Strip> Text(TextBlock text, StructureElement element, double x, double width)
    {
        var lines = LineBreaker.Break(Letters.Of(text.Runs, text.Style), width, text.Style.Size);
        return lines.Select((line, i) => new Strip(i == 0 ? text.Style.Before : 0, line.Height, (page, top, _) =>
            page.Draw(element, () => pen.Lines(page, [line], x, width, top, text.Style.Side)))
        {
            KeepsWithNext = i == lines.Count - 1 ? text.Style.KeepsWithNext : i == 0 || i == lines.Count - 2 || text.Style.KeepsWithNext,
        });
    }

    private static Strip Rule(RuleBlock rule, double x, double width)
    {
        var (height, ink) = rule.Accent ? (2.5, PaperStyle.Orange) : (0.75, PaperStyle.Rule);
        return new Strip(10, height, (page, top, _) => page.DrawArtifact("Layout", () => page.Fill(ink, x, top, width, height)));
    }

    private IEnumerable<Strip> Facts(FactsBlock facts, StructureElement list, double x, double width)
    {
        var term = width * TermShare;
        var (quiet, said) = (PaperStyle.Paragraph with { Ink = PaperStyle.Quiet }, PaperStyle.Paragraph);
        return facts.Items.SelectMany((item, i) =>
        {
            var element = list.Add("LI");
            return rows.Lay(
                [
                    Placed(element.Add("Lbl"), item.Term, quiet, x, term),
                    Placed(element.Add("LBody"), item.Fact, said, x + term + PaperStyle.Gap, width - term - PaperStyle.Gap),
                ],
                i == 0 ? 8 : ItemRoom, new RowLook(0));
        });
    }

    private IEnumerable<Strip> Items(ListBlock items, StructureElement list, double x, double width) => items.Items.SelectMany((item, i) =>
    {
        var element = list.Add("LI");
        Run[] bullet = [new(items.Numbered ? string.Create(CultureInfo.InvariantCulture, $"{i + 1}.") : "•")];
        return rows.Lay(
            [
                Placed(element.Add("Lbl"), bullet, PaperStyle.Paragraph, x, BulletWidth),
                Placed(element.Add("LBody"), item, PaperStyle.Paragraph, x + BulletWidth, width - BulletWidth),
            ],
            i == 0 ? 6 : ItemRoom, new RowLook(0));
    });

    private Strip Sides(SidesBlock sides, StructureElement parent, double x, double width)
    {
        var half = (width - PaperStyle.Gap) / 2;
        var (left, right) = (Lay(sides.Left, parent, x, half), Lay(sides.Right, parent, x + half + PaperStyle.Gap, half));
        return new Strip(SidesRoom, Math.Max(Height(left), Height(right)), (page, top, repeated) =>
        {
            DrawAll(left, page, top, repeated);
            DrawAll(right, page, top, repeated);
        });
    }

    private Strip Box(BoxBlock box, StructureElement element, double x, double width)
    {
        var inside = Lay(box.Blocks, element, x + PaperStyle.BoxPadding, width - 2 * PaperStyle.BoxPadding);
        var height = Height(inside) + 2 * PaperStyle.BoxPadding;
        return new Strip(16, height, (page, top, repeated) =>
        {
            page.DrawArtifact("Layout", () =>
            {
                page.Fill(PaperStyle.Faint, x, top, width, height);
                page.Fill(PaperStyle.Orange, x, top, 3, height);
            });
            DrawAll(inside, page, top + PaperStyle.BoxPadding, repeated);
        });
    }

    private static PlacedCell Placed(StructureElement element, IReadOnlyList<Run> runs, TextStyle style, double x, double width) =>
        new(element, x, width, Side.Left, LineBreaker.Break(Letters.Of(runs, style), width, style.Size));

    private static double Height(IReadOnlyList<Strip> strips) => strips.Select((s, i) => s.Height + (i == 0 ? 0 : s.Before)).Sum();

    private static void DrawAll(IReadOnlyList<Strip> strips, PdfPage page, double top, bool repeated)
    {
        for (var i = 0; i < strips.Count; i++)
        {
            top += i == 0 ? 0 : strips[i].Before;
            strips[i].Draw(page, top, repeated);
            top += strips[i].Height;
        }
    }
}
