using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ETicket.Mail.Documents.Layout;

/// <summary>The text of an element: « strong », « small », « br », and what the page knows: « page », « pages », « title ». Spaces count as in HTML; those that do not break stay.</summary>
internal static partial class InlineMarkup
{
    public static IReadOnlyList<Run> Read(XElement element)
    {
        List<Run> runs = [];
        Gather(element, new Run(""), runs);
        return Tidy(runs);
    }

    private static void Gather(XElement element, Run look, List<Run> runs)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XText text:
                    runs.Add(look with { Text = Blank().Replace(text.Value, " ") });
                    break;
                case XElement child:
                    Markup.ExpectAttributes(child);
                    Gather(child, look, runs, child.Name.LocalName);
                    break;
                default:
                    break;
            }
        }
    }

    private static void Gather(XElement child, Run look, List<Run> runs, string name)
    {
        switch (name)
        {
            case "strong":
                Gather(child, look with { Bold = true }, runs);
                break;
            case "small":
                Gather(child, look with { Small = true }, runs);
                break;
            case "br":
                runs.Add(look with { Text = "\n" });
                break;
            case "page":
                runs.Add(look with { Figure = PageFigure.Page });
                break;
            case "pages":
                runs.Add(look with { Figure = PageFigure.Pages });
                break;
            case "title":
                runs.Add(look with { Figure = PageFigure.Title });
                break;
            default:
                throw new UnreadableMarkup(name, child);
        }
    }

    /// <summary>No space at either end, beside a line break, or after another.</summary>
    private static List<Run> Tidy(List<Run> runs)
    {
        var afterSpace = true;
        for (var i = 0; i < runs.Count; i++)
        {
            var text = afterSpace ? runs[i].Text.TrimStart(' ') : runs[i].Text;
            runs[i] = runs[i] with { Text = text };
            if (runs[i].Figure is not PageFigure.None)
                afterSpace = false;
            else if (text.Length > 0)
                afterSpace = text[^1] is ' ' or '\n';
        }
        var last = runs.FindLastIndex(r => r.Text.Length > 0 || r.Figure is not PageFigure.None);
        if (last >= 0)
            runs[last] = runs[last] with { Text = runs[last].Text.TrimEnd(' ') };
        return runs;
    }

    [GeneratedRegex("[ \t\r\n]+", RegexOptions.None, 1000)]
    private static partial Regex Blank();
}
