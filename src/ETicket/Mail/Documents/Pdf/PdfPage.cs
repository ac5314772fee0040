using System.Globalization;
using System.Text;

namespace ETicket.Mail.Documents.Pdf;

/// <summary>
/// « Page » — in points, measured from its top left corner. All that is drawn is either the content of an element of the structure, or an artifact (a rule, a page
/// number) that a screen reader passes over.
/// </summary>
internal sealed class PdfPage(double width, double height)
{
    private readonly StringBuilder drawn = new();
    private readonly List<StructureElement> marks = [];

    /// <summary>Its number in the file, known while the file is written.</summary>
    public int Number { get; private set; }
    public IReadOnlyList<StructureElement> Marks => marks;

    /// <summary>Draws what belongs to an element.</summary>
    public void Draw(StructureElement element, Action draw)
    {
        drawn.Append(CultureInfo.InvariantCulture, $"/{element.Tag} << /MCID {marks.Count} >> BDC\n");
        element.Add(this, marks.Count);
        marks.Add(element);
        draw();
        drawn.Append("EMC\n");
    }

    /// <summary>Draws what belongs to the paper: <paramref name="kind"/> Layout, or Header and Footer of each page.</summary>
    public void DrawArtifact(string kind, Action draw)
    {
        drawn.Append(kind == "Layout" ? "/Artifact << /Type /Layout >> BDC\n" : $"/Artifact << /Type /Pagination /Subtype /{kind} >> BDC\n");
        draw();
        drawn.Append("EMC\n");
    }

    /// <summary>A piece of one font, from <paramref name="x"/> on the line that stands at <paramref name="y"/>.</summary>
    public void Text(EmbeddedFont font, double size, string ink, double x, double y, string codes) =>
        drawn.Append(CultureInfo.InvariantCulture, $"BT {ink} rg /{font.Resource} {PdfText.Number(size)} Tf {PdfText.Number(x)} {PdfText.Number(height - y)} Td <{codes}> Tj ET\n");

    public void Fill(string ink, double x, double y, double across, double down) =>
        drawn.Append(CultureInfo.InvariantCulture, $"{ink} rg {PdfText.Number(x)} {PdfText.Number(height - y - down)} {PdfText.Number(across)} {PdfText.Number(down)} re f\n");

    public void Reserve(PdfObjects objects) => Number = objects.Reserve();

    public void Write(PdfObjects objects, int parent, int index, string resources)
    {
        var content = objects.AddStream("", PdfText.Bytes(drawn.ToString()));
        objects.Set(Number, FormattableString.Invariant(
            $"<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 {PdfText.Number(width)} {PdfText.Number(height)}] /Resources {resources} /Contents {content} 0 R /StructParents {index} /Tabs /S >>"));
    }
}
