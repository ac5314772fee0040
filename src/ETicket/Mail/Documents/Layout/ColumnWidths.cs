namespace ETicket.Mail.Documents.Layout;

/// <summary>
/// « Largeur des colonnes » — figures take what they need and no more, and are never cut; texts share the rest, each by what it would like, none less than its longest word
/// where that can be. The title of a column of figures is a text.
/// </summary>
internal static class ColumnWidths
{
    /// <summary>No word asks for more: beyond, it is cut. Less where many columns stand side by side: a reference of thirty signs takes two lines.</summary>
    private const double LongestWord = 140;
    private const double LongestDenseWord = 78;

    /// <summary>What a column is given at most beyond what it wants.</summary>
    private const double Air = 12;

    /// <summary>The part of its width a text asks for to stand on two lines, its words being what they are.</summary>
    private const double TwoLines = 0.6;

    public static double[] Of(TableBlock table, double width, Func<Cell, bool, IReadOnlyList<Letter>> write)
    {
        var count = table.Rows.Max(r => r.Cells.Sum(c => c.Span));
        var wanted = new double[count];
        var least = new double[count];
        var figures = new double[count];
        foreach (var row in table.Rows)
        {
            var column = 0;
            foreach (var cell in row.Cells)
            {
                if (cell.Span == 1)
                {
                    // Bold is not always the wider: a minus sign is not.
                    var (bold, plain) = (write(cell, true), write(cell, false));
                    var whole = Math.Max(Letters.WidthOf(bold), Letters.WidthOf(plain));
                    wanted[column] = Math.Max(wanted[column], whole);
                    if (cell is { IsNumber: true, IsHeader: false })
                        figures[column] = Math.Max(figures[column], whole);
                    least[column] = Math.Max(Math.Max(least[column], figures[column]), Math.Min(table.IsDense ? LongestDenseWord : LongestWord, Math.Max(LongestOf(bold), LongestOf(plain))));
                }
                column += cell.Span;
            }
        }
        return Share(wanted, least, figures, width - table.Gap * (count - 1));
    }

    private static double[] Share(double[] wanted, double[] least, double[] figures, double width)
    {
        var (all, need) = (wanted.Sum(), least.Sum());
        if (all <= width)
        {
            // What is left over airs the columns, then goes to the longest text, so that figures stand at the right edge and not too far from what they are about.
            var room = Math.Min(Air, (width - all) / wanted.Length);
            var widths = wanted.Select(w => w + room).ToArray();
            var texts = wanted.Select((w, i) => figures[i] == 0 ? w : 0).ToArray();
            widths[Array.IndexOf(texts, texts.Max())] += width - all - room * wanted.Length;
            return widths;
        }
        var held = figures.Sum();
        if (need >= width && held < width)
            return [.. least.Select((l, i) => figures[i] + (l - figures[i]) * (width - held) / (need - held))];
        if (need >= width)
            return [.. least.Select(l => l * width / need)];
        // Two lines for each before one line for any: a row is as high as its highest cell.
        double[] onTwoLines = [.. wanted.Select((w, i) => Math.Max(least[i], w * TwoLines))];
        return onTwoLines.Sum() > width ? Between(least, onTwoLines, width) : Between(onTwoLines, wanted, width);
    }

    /// <summary>The widths that make this sum, all at the same part of the way from the one to the other.</summary>
    private static double[] Between(double[] narrow, double[] wide, double width)
    {
        var way = (width - narrow.Sum()) / (wide.Sum() - narrow.Sum());
        return [.. narrow.Zip(wide, (n, w) => n + (w - n) * way)];
    }

    private static double LongestOf(IReadOnlyList<Letter> letters)
    {
        double longest = 0, word = 0;
        for (var i = 0; i < letters.Count; i++)
        {
            word = letters[i].EndsLine || letters[i].IsSpace ? 0 : word + letters[i].Width;
            longest = Math.Max(longest, word);
            if (Letters.MayEndLine(letters, i))
                word = 0;
        }
        return longest;
    }
}
