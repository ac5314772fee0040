using System.Globalization;
using ETicket.Mail.Documents.Pdf;

namespace ETicket.Mail.Documents.Layout;

/// <summary>« Compositeur » — makes a PDF of a paper: measures, breaks into pages, and once their number is known writes what each repeats.</summary>
internal sealed class Typesetter(Paper paper)
{
    private readonly double width = paper.Width - 2 * PaperStyle.Margin;
    private readonly PdfFile file = new();

    public byte[] Compose(PdfAbout about)
    {
        var pen = new Pen(file);
        new PageFlow(file, paper).Place(new BlockLayout(pen).Lay(paper.Blocks, file.Root, PaperStyle.Margin, width));
        for (var i = 0; i < file.Pages.Count; i++)
        {
            // The first page opens with the document's own head.
            if (i > 0 && paper.Head is { } head)
                Write(pen, i, head, "Header", PaperStyle.HeadAt);
            if (paper.Foot is { } foot)
                Write(pen, i, foot, "Footer", paper.Height - PaperStyle.FootAt);
        }
        return file.Write(about);
    }

    private void Write(Pen pen, int index, FrameBand band, string kind, double top)
    {
        var page = file.Pages[index];
        var right = LineBreaker.Break(Letters.Of(Counted(band.Right, index), PaperStyle.Frame), width * 0.6, PaperStyle.FrameSize);
        var room = width - right.Max(l => l.Width) - PaperStyle.Gap;
        var left = LineBreaker.Break(Letters.Of(Counted(band.Left, index), PaperStyle.Frame), room, PaperStyle.FrameSize);
        page.DrawArtifact(kind, () =>
        {
            if (kind == "Footer")
                page.Fill(PaperStyle.Rule, PaperStyle.Margin, top - 6, width, 0.75);
            // Two lines at most: a name of two hundred letters does not eat the page.
            pen.Lines(page, left.Take(2), PaperStyle.Margin, room, top, Side.Left);
            pen.Lines(page, right.Take(2), PaperStyle.Margin, width, top, Side.Right);
        });
    }

    private Run[] Counted(IReadOnlyList<Run> runs, int index) =>
    [
        .. runs.Select(run => run.Figure switch
        {
            PageFigure.Page => run with { Text = (index + 1).ToString(CultureInfo.InvariantCulture) },
            PageFigure.Pages => run with { Text = file.PageCount.ToString(CultureInfo.InvariantCulture) },
            PageFigure.Title => run with { Text = paper.Title },
            _ => run,
        }),
    ];
}
