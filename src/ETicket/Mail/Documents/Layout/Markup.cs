using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace ETicket.Mail.Documents.Layout;

/// <summary>
/// « Balisage » — reads a filled template: the few tags of HTML a document needs (README of this folder), written as XML. Anything else is refused rather than guessed at.
/// </summary>
internal static partial class Markup
{
    /// <summary>Refuses what is not the language of documents with <see cref="UnreadableMarkup"/>.</summary>
    public static Paper Read(string filled)
    {
        var root = Parse(filled);
        if (root.Name != "document")
            throw new UnreadableMarkup(root.Name.LocalName, root);
        var isLandscape = IsNamed(root, "landscape");
        string? title = null;
        FrameBand? head = null, foot = null;
        List<XElement> blocks = [];
        foreach (var element in Children(root))
        {
            switch (element.Name.LocalName)
            {
                case "title":
                    title = string.Concat(InlineMarkup.Read(element).Select(r => r.Text)).Trim();
                    break;
                case "header":
                    head = Band(element);
                    break;
                case "footer":
                    foot = Band(element);
                    break;
                default:
                    blocks.Add(element);
                    break;
            }
        }
        return new Paper(title is { Length: > 0 } ? title : throw new UnreadableMarkup("title", root), [.. blocks.Select(Block)], head, foot) { IsLandscape = isLandscape };
    }

    /// <summary>Refuses an attribute that is not expected, and a class that is none of ours is refused where it is looked up.</summary>
    public static string? ExpectAttributes(XElement element, params string[] known)
    {
        if (element.Attributes().FirstOrDefault(a => !known.Contains(a.Name.LocalName, StringComparer.Ordinal)) is { } stranger)
            throw new UnreadableMarkup($"{element.Name.LocalName} {stranger.Name.LocalName}", element);
        return element.Attribute("class")?.Value;
    }

    /// <summary>Whether it bears its one class; refuses any other.</summary>
    public static bool IsNamed(XElement element, string name, params string[] besides) => ExpectAttributes(element, ["class", .. besides]) switch
    {
        null => false,
        var written when written == name => true,
        var other => throw new UnreadableMarkup($"{element.Name.LocalName} {other}", element),
    };

    private static XElement Parse(string filled)
    {
        try
        {
            using var text = new StringReader(filled);
            using var reader = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException problem)
        {
            // A tag left open is noticed where another is closed, pages away: where it was opened is what its author looks for.
            var opened = OpenedOn().Match(problem.Message);
            var line = opened.Success ? int.Parse(opened.Groups["line"].Value, CultureInfo.InvariantCulture) : problem.LineNumber;
            throw new UnreadableMarkup(Place().Replace(problem.Message, "").Trim(), line);
        }
    }

    private static Block Block(XElement element)
    {
        var name = element.Name.LocalName;
        switch (name)
        {
            case "h1" or "h2" or "h3" or "p":
                return new TextBlock(PaperStyle.Find(name, ExpectAttributes(element, "class")) ?? throw new UnreadableMarkup($"{name} class", element), InlineMarkup.Read(element));
            case "hr":
                return new RuleBlock(IsNamed(element, "accent"));
            case "dl":
                return new FactsBlock(Facts(element));
            case "ul" or "ol":
                ExpectAttributes(element);
                return new ListBlock(name == "ol", [.. Children(element, "li").Select(InlineMarkup.Read)]);
            case "sides":
                return Children(element, "div").ToArray() is [var left, var right] ? new SidesBlock(Inside(left), Inside(right)) : throw new UnreadableMarkup("sides", element);
            case "aside":
                return new BoxBlock(Inside(element));
            case "table":
                return TableMarkup.Read(element);
            default:
                throw new UnreadableMarkup(name, element);
        }
    }

    private static Block[] Inside(XElement element)
    {
        ExpectAttributes(element);
        return [.. Children(element).Select(Block)];
    }

    private static FrameBand Band(XElement element) =>
        Children(element, "p").ToArray() is [var left, var right] ? new FrameBand(InlineMarkup.Read(left), InlineMarkup.Read(right)) : throw new UnreadableMarkup(element.Name.LocalName, element);

    private static List<(IReadOnlyList<Run>, IReadOnlyList<Run>)> Facts(XElement element)
    {
        ExpectAttributes(element);
        List<(IReadOnlyList<Run>, IReadOnlyList<Run>)> items = [];
        foreach (var pair in Children(element, "dt", "dd").Chunk(2))
            items.Add(pair is [{ Name.LocalName: "dt" } term, { Name.LocalName: "dd" } fact] ? (InlineMarkup.Read(term), InlineMarkup.Read(fact)) : throw new UnreadableMarkup("dl", element));
        return items;
    }

    /// <summary>The elements inside, refusing text between them and, where names are given, any other.</summary>
    public static IEnumerable<XElement> Children(XElement element, params string[] named)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText text && !string.IsNullOrWhiteSpace(text.Value))
                throw new UnreadableMarkup(text.Value.Trim(), element);
            if (node is XElement child)
                yield return named.Length == 0 || named.Contains(child.Name.LocalName, StringComparer.Ordinal) ? child : throw new UnreadableMarkup($"{element.Name.LocalName} {child.Name.LocalName}", child);
        }
    }

    [GeneratedRegex("start tag on line (?<line>[0-9]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OpenedOn();

    /// <summary>Lines and positions are those of the filled text, which nobody sees.</summary>
    [GeneratedRegex(" on line [0-9]+ position [0-9]+| Line [0-9]+, position [0-9]+\\.", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
