namespace ETicket.Mail.Documents.Layout;

/// <summary>« Coupe des lignes » — fills each line as far as it goes; a word longer than the line (two hundred letters without a space) is cut where the line ends.</summary>
internal static class LineBreaker
{
    /// <summary>At least one line, in points; a text without letters is one empty line.</summary>
    public static IReadOnlyList<Line> Break(IReadOnlyList<Letter> letters, double width, double size)
    {
        List<Line> lines = [];
        var start = 0;
        while (start < letters.Count)
        {
            var end = EndOf(letters, start, width);
            lines.Add(LineOf(letters, start, end, size));
            start = end;
            while (start < letters.Count && letters[start].IsSpace)
                start++;
        }
        if (lines.Count == 0)
            lines.Add(new Line([], 0, size));
        return lines;
    }

    /// <summary>One past the last letter of the line that begins at <paramref name="start"/>.</summary>
    private static int EndOf(IReadOnlyList<Letter> letters, int start, double width)
    {
        double used = 0;
        var lastBreak = -1;
        for (var i = start; i < letters.Count; i++)
        {
            if (letters[i].EndsLine)
                return i + 1;
            used += letters[i].Width;
            // A space may hang over the edge: nobody sees it.
            if (used > width + 0.01 && !letters[i].IsSpace && i > start)
                return lastBreak > start ? lastBreak : i;
            if (Letters.MayEndLine(letters, i))
                lastBreak = i + 1;
        }
        return letters.Count;
    }

    private static Line LineOf(IReadOnlyList<Letter> letters, int start, int end, double size)
    {
        List<Letter> line = [];
        for (var i = start; i < end; i++)
        {
            if (!letters[i].EndsLine)
                line.Add(letters[i]);
        }
        var seen = line.Count;
        while (seen > 0 && line[seen - 1].IsSpace)
            seen--;
        // A line broken by the template, not by a space, still keeps its last word apart from the next for whoever listens.
        if (end < letters.Count && line.Count > 0 && !line[^1].IsSpace && letters[end - 1].EndsLine)
            line.Add(line[^1] with { Character = new(' '), Drawing = Pdf.FontChain.Of(new(' '), bold: false) });
        return new Line(line, line.Take(seen).Sum(l => l.Width), line.Count == 0 ? size : line.Max(l => l.Size));
    }
}
