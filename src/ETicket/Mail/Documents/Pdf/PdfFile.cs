using System.Globalization;
using System.Security;
using System.Text;

namespace ETicket.Mail.Documents.Pdf;

/// <summary>What a PDF says of itself: its title, who made it, the instant its facts are of.</summary>
internal sealed record PdfAbout(string Title, string Author, DateTimeOffset At);

/// <summary>
/// « Fichier PDF » — pages, fonts and structure of one document, written in an order that depends on nothing but them. Built to PDF 1.7 (ISO 32000-1) and PDF/UA-1
/// (ISO 14289-1): tagged, titled, in French, every font inside.
/// </summary>
internal sealed class PdfFile
{
    private const string Language = "fr-FR";
    private readonly List<PdfPage> pages = [];
    private readonly Dictionary<TrueTypeFont, EmbeddedFont> fonts = [];

    /// <summary>The root of the structure.</summary>
    public StructureElement Root { get; } = new("Document");
    public int PageCount => pages.Count;
    public IReadOnlyList<PdfPage> Pages => pages;

    public PdfPage AddPage(double width, double height)
    {
        var page = new PdfPage(width, height);
        pages.Add(page);
        return page;
    }

    public EmbeddedFont FontOf(TrueTypeFont font)
    {
        if (!fonts.TryGetValue(font, out var embedded))
            fonts.Add(font, embedded = new EmbeddedFont(font, string.Create(CultureInfo.InvariantCulture, $"F{fonts.Count}")));
        return embedded;
    }

    public byte[] Write(PdfAbout about)
    {
        var objects = new PdfObjects();
        var (catalog, tree) = (objects.Reserve(), objects.Reserve());
        foreach (var page in pages)
            page.Reserve(objects);
        var resources = $"<< /Font << {string.Join(' ', fonts.Values.Select(f => FormattableString.Invariant($"/{f.Resource} {f.Write(objects)} 0 R")))} >> >>";
        for (var i = 0; i < pages.Count; i++)
            pages[i].Write(objects, tree, i, resources);
        objects.Set(tree, FormattableString.Invariant($"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', pages.Select(p => FormattableString.Invariant($"{p.Number} 0 R")))}] >>"));
        var structure = WriteStructure(objects);
        var metadata = objects.AddStream("/Type /Metadata /Subtype /XML", Encoding.UTF8.GetBytes(Metadata(about)));
        var information = objects.Add(
            $"<< /Title {PdfText.Text(about.Title)} /Author {PdfText.Text(about.Author)} /Producer (eTicket) /CreationDate {PdfText.Date(about.At)} /ModDate {PdfText.Date(about.At)} >>");
        objects.Set(catalog, FormattableString.Invariant(
            $"<< /Type /Catalog /Pages {tree} 0 R /Lang ({Language}) /MarkInfo << /Marked true >> /StructTreeRoot {structure} 0 R /Metadata {metadata} 0 R /ViewerPreferences << /DisplayDocTitle true >> >>"));
        return objects.Write(catalog, information);
    }

    /// <summary>The tree, and for each page which element each of its marks belongs to.</summary>
    private int WriteStructure(PdfObjects objects)
    {
        var root = objects.Reserve();
        Root.Reserve(objects);
        Root.Write(objects, root);
        var marks = pages.Select((page, i) => FormattableString.Invariant($"{i} [{string.Join(' ', page.Marks.Select(m => FormattableString.Invariant($"{m.Number} 0 R")))}]"));
        objects.Set(root, FormattableString.Invariant(
            $"<< /Type /StructTreeRoot /K [{Root.Number} 0 R] /ParentTree << /Nums [{string.Join(' ', marks)}] >> /ParentTreeNextKey {pages.Count} >>"));
        return root;
    }

    private static string Metadata(PdfAbout about)
    {
        var (title, author, at) = (SecurityElement.Escape(about.Title), SecurityElement.Escape(about.Author), PdfText.Iso(about.At));
        return $"""
            <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
            <pdfuaid:part>1</pdfuaid:part><dc:format>application/pdf</dc:format><dc:language><rdf:Bag><rdf:li>{Language}</rdf:li></rdf:Bag></dc:language><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
            <xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate><pdf:Producer>eTicket</pdf:Producer>
            </rdf:Description></rdf:RDF></x:xmpmeta>
            <?xpacket end="w"?>
            """.ReplaceLineEndings("\n");
    }
}
