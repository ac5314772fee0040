using System.Globalization;

namespace ETicket.Mail.Documents.Pdf;

/// <summary>
/// « Balise » — one element of the tree a screen reader follows (ISO 32000-1 §14.7): a title, a paragraph, a cell. What is drawn for it on pages is its content, in order.
/// </summary>
internal sealed class StructureElement(string tag, string attributes = "")
{
    private readonly List<(StructureElement? Child, PdfPage? Page, int Mark)> content = [];

    public string Tag => tag;

    /// <summary>Its number in the file, known while the file is written.</summary>
    public int Number { get; private set; }

    public StructureElement Add(string childTag, string childAttributes = "")
    {
        var child = new StructureElement(childTag, childAttributes);
        content.Add((child, null, 0));
        return child;
    }

    public void Add(PdfPage page, int mark) => content.Add((null, page, mark));

    public void Reserve(PdfObjects objects)
    {
        Number = objects.Reserve();
        foreach (var (child, _, _) in content)
            child?.Reserve(objects);
    }

    public void Write(PdfObjects objects, int parent)
    {
        var kids = content.Select(c => c.Child is { } child
            ? FormattableString.Invariant($"{child.Number} 0 R")
            : FormattableString.Invariant($"<< /Type /MCR /Pg {c.Page!.Number} 0 R /MCID {c.Mark} >>"));
        objects.Set(Number, string.Create(CultureInfo.InvariantCulture, $"<< /Type /StructElem /S /{tag} /P {parent} 0 R{attributes} /K [{string.Join(' ', kids)}] >>"));
        foreach (var (child, _, _) in content)
            child?.Write(objects, Number);
    }
}
