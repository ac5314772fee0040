namespace ETicket.Mail.Documents.Layout;

/// <summary>
/// « Largeur des colonnes » — figures take what they need and no more; texts share the rest, each by what it would like, none less than its longest word where that can be.
/// </summary>
internal static class ColumnWidths
{
    /// <summary>No word asks for more: beyond, it is cut.</summary>
    private const double LongestWord = 140;

    /// <summary>What a column is given at most beyond what it wants.</summary>
    private const double Air = 12;

    public static double[] Of(TableBlock table, double width, Func<Cell, IReadOnlyList<Letter>> write)
    {
        var count = table.Rows.Max(r => r.Cells.Sum(c => c.Span));
        var wanted = new double[count];
        var least = new double[count];
        var isText = new bool[count];
        foreach (var row in table.Rows)
        {
            var column = 0;
            foreach (var cell in row.Cells)
            {
                if (cell.Span == 1)
                {
                    var letters = write(cell);
                    isText[column] |= !cell.IsNumber && letters.Count > 0;
                    wanted[column] = Math.Max(wanted[column], Letters.WidthOf(letters));
                    least[column] = Math.Max(least[column], cell.IsNumber ? Letters.WidthOf(letters) : Math.Min(LongestWord, LongestOf(letters)));
                }
                column += cell.Span;
            }
        }
        return Share(wanted, least, isText, width - table.Gap * (count - 1));
    }

    private static double[] Share(double[] wanted, double[] least, bool[] isText, double width)
    {
        var (all, need) = (wanted.Sum(), least.Sum());
        if (all <= width)
        {
            // What is left over airs the columns, then goes to the longest text, so that figures stand at the right edge and not too far from what they are about.
            var room = Math.Min(Air, (width - all) / wanted.Length);
            var widths = wanted.Select(w => w + room).ToArray();
            var texts = isText.Contains(true) ? wanted.Select((w, i) => isText[i] ? w : 0).ToArray() : wanted;
            widths[Array.IndexOf(texts, texts.Max())] += width - all - room * wanted.Length;
            return widths;
        }
        if (need >= width)
            return [.. least.Select(l => l * width / need)];
        var rest = all - need;
        return [.. wanted.Select((w, i) => least[i] + (width - need) * (w - least[i]) / rest)];
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
