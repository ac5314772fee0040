using ETicket.Mail.Documents.Pdf;

namespace ETicket.Mail.Documents.Layout;

/// <summary>« Sauts de page » — lays strips one under the other; what keeps with the next moves on with it, and a table that goes on says its head again.</summary>
internal sealed class PageFlow(PdfFile file, Paper paper)
{
    private readonly double bottom = paper.Height - PaperStyle.BodyEnd;
    private PdfPage page = file.AddPage(paper.Width, paper.Height);
    private double y = PaperStyle.Top;
    private bool isEmpty = true;

    public void Place(IReadOnlyList<Strip> strips)
    {
        for (var i = 0; i < strips.Count; i++)
        {
            if (!isEmpty && y + HeightFrom(strips, i) > bottom)
            {
                (page, y, isEmpty) = (file.AddPage(paper.Width, paper.Height), PaperStyle.Top, true);
                foreach (var head in strips[i].Head)
                    Draw(head, repeated: true);
            }
            Draw(strips[i], repeated: false);
        }
    }

    /// <summary>The strip with those it keeps company to; alone, where all of them would not hold on a page.</summary>
    private double HeightFrom(IReadOnlyList<Strip> strips, int index)
    {
        var height = strips[index].Before + strips[index].Height;
        var alone = height;
        for (var i = index; strips[i].KeepsWithNext && i + 1 < strips.Count; i++)
            height += strips[i + 1].Before + strips[i + 1].Height;
        return height > bottom - PaperStyle.Top ? alone : height;
    }

    private void Draw(Strip strip, bool repeated)
    {
        y += isEmpty ? 0 : strip.Before;
        strip.Draw(page, y, repeated);
        y += strip.Height;
        isEmpty = false;
    }
}
