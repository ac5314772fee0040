namespace ETicket.Mail.Documents.Layout;

/// <summary>« Papier » — a document as its template wrote it, before anything is measured: a title, blocks from top to bottom, and what each page repeats.</summary>
internal sealed record Paper(string Title, IReadOnlyList<Block> Blocks, FrameBand? Head, FrameBand? Foot)
{
    /// <summary>« Paysage » — the long side across: for tables of many columns.</summary>
    public bool IsLandscape { get; init; }
    public double Width => IsLandscape ? PaperStyle.LongSide : PaperStyle.ShortSide;
    public double Height => IsLandscape ? PaperStyle.ShortSide : PaperStyle.LongSide;
}

/// <summary>What stands at the head or the foot of each page: a text on the left, one on the right.</summary>
internal sealed record FrameBand(IReadOnlyList<Run> Left, IReadOnlyList<Run> Right);

/// <summary>Text of one look; or the number of the page, or of pages, known at the end.</summary>
internal sealed record Run(string Text, bool Bold = false, bool Small = false, PageFigure Figure = PageFigure.None);

internal enum PageFigure { None, Page, Pages, Title }

/// <summary>Something that takes the width of its column.</summary>
internal abstract record Block;

/// <summary>A title or a paragraph.</summary>
internal sealed record TextBlock(TextStyle Style, IReadOnlyList<Run> Runs) : Block;

/// <summary>A rule across the page.</summary>
internal sealed record RuleBlock(bool Accent) : Block;

/// <summary>« dl » — terms on the left, facts on the right.</summary>
internal sealed record FactsBlock(IReadOnlyList<(IReadOnlyList<Run> Term, IReadOnlyList<Run> Fact)> Items) : Block;

/// <summary>« ul », « ol ».</summary>
internal sealed record ListBlock(bool Numbered, IReadOnlyList<IReadOnlyList<Run>> Items) : Block;

/// <summary>Two columns that stay on one page: who writes and what it is; nothing and an addressee.</summary>
internal sealed record SidesBlock(IReadOnlyList<Block> Left, IReadOnlyList<Block> Right) : Block;

/// <summary>« aside » — a framed part that stays on one page.</summary>
internal sealed record BoxBlock(IReadOnlyList<Block> Blocks) : Block;

/// <summary>« table » — its head is repeated on each page it runs over; its foot never stands alone. Dense: smaller and closer, for many rows or columns.</summary>
internal sealed record TableBlock(IReadOnlyList<Run>? Caption, IReadOnlyList<Row> Head, IReadOnlyList<Row> Body, IReadOnlyList<Row> Foot) : Block
{
    public bool IsDense { get; init; }

    /// <summary>Between two columns, in points.</summary>
    public double Gap => IsDense ? PaperStyle.DenseGap : PaperStyle.Gap;
    public IEnumerable<Row> Rows => Head.Concat(Body).Concat(Foot);
}

internal sealed record Row(IReadOnlyList<Cell> Cells);

/// <param name="IsHeader">« th »: of its column in the head, of its row elsewhere.</param>
/// <param name="IsNumber">Figures, on the right, never broken over lines.</param>
/// <param name="Span">How many columns it takes.</param>
/// <param name="Runs">What it says.</param>
internal sealed record Cell(bool IsHeader, bool IsNumber, int Span, IReadOnlyList<Run> Runs);
