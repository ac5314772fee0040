using System.Globalization;
using System.Xml.Linq;
using static ETicket.Mail.Documents.Layout.Markup;

namespace ETicket.Mail.Documents.Layout;

/// <summary>« Balisage des tableaux » — reads a table of a filled template: a caption, rows that head it, rows and sums.</summary>
internal static class TableMarkup
{
    public static TableBlock Read(XElement element)
    {
        var isDense = IsNamed(element, "dense");
        var caption = Children(element, "caption", "thead", "tbody", "tfoot").FirstOrDefault(c => c.Name == "caption");
        Row[] Rows(string part) => [.. Children(element).Where(e => e.Name == part).SelectMany(e => Children(e, "tr")).Select(r => new Row([.. Children(r, "th", "td").Select(Cell)]))];
        var table = new TableBlock(caption is null ? null : InlineMarkup.Read(caption), Rows("thead"), Rows("tbody"), Rows("tfoot")) { IsDense = isDense };
        return table.Rows.Any() ? table : throw new UnreadableMarkup("table", element);
    }

    private static Cell Cell(XElement element)
    {
        var isNumber = IsNamed(element, "num", "colspan");
        var span = element.Attribute("colspan") is { } written ? int.Parse(written.Value, NumberStyles.None, CultureInfo.InvariantCulture) : 1;
        return new Cell(element.Name == "th", isNumber, span, InlineMarkup.Read(element));
    }
}
