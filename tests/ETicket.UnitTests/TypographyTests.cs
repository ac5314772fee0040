using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ETicket.UnitTests;

/// <summary>
/// « Espaces insécables » — a colon, a question mark or an euro sign never begins a line. The spaces are written in the texts themselves: U+202F before ; ? and ! (U+00A0 in mails),
/// U+00A0 before : » € and %, after « and after n°.
/// </summary>
public sealed partial class TypographyTests
{
    [Fact]
    public void No_sentence_of_a_resource_can_break_before_its_punctuation()
    {
        var breaking = from file in Sources.Under("src", "*.resx")
                       from entry in XDocument.Parse(file.Text).Root!.Elements("data")
                       where PlainSpace().IsMatch(entry.Element("value")!.Value)
                       select $"{file.Name} {entry.Attribute("name")!.Value}: {entry.Element("value")!.Value}";

        Assert.Empty(breaking);
    }

    /// <summary>A page's text is read in the program, where the compiler has put it: its own code, full of colons and question marks, is no longer there.</summary>
    [Fact]
    public void No_page_can_break_before_its_punctuation()
    {
        // Not sentences: between the verb and the words of a notice's address, and the hours of the timetable.
        var breaking = from text in Literals(typeof(Web.Program))
                       where text != " ?" && !text.EndsWith("* ?", StringComparison.Ordinal) && PlainSpace().IsMatch(Tag().Replace(text, ""))
                       select text;

        Assert.Empty(breaking);
    }

    [Fact]
    public void No_template_can_break_before_its_punctuation()
    {
        string[] kinds = ["*.html", "*.txt"];
        var breaking = from file in kinds.SelectMany(kind => Sources.Under("src", kind).Concat(Sources.Under("templates", kind)))
                       from line in Tag().Replace(Unread().Replace(file.Text, ""), "").Split('\n')
                       where PlainSpace().IsMatch(Place().Replace(line, "x"))
                       select $"{file.Name}: {line.Trim()}";

        Assert.Empty(breaking);
    }

    /// <summary>The administration's own name has one capital.</summary>
    [Fact]
    public void The_Tresor_public_is_written_the_same_everywhere()
    {
        string[] kinds = ["*.resx", "*.cshtml", "*.html", "*.txt", "*.json"];
        var capitals = from root in new[] { "src", "templates" }
                       from kind in kinds
                       from file in Sources.Under(root, kind)
                       where file.Text.Contains("Trésor Public", StringComparison.Ordinal)
                       select file.Name;

        Assert.Empty(capitals);
    }

    [Fact]
    public void No_sentence_of_a_json_file_can_break_before_its_punctuation()
    {
        var breaking = from file in Sources.Under("src", "*.json").Concat(Sources.Under("templates", "*.json"))
                       from text in Texts(JsonDocument.Parse(file.Text).RootElement)
                       where PlainSpace().IsMatch(text)
                       select $"{file.Name}: {text}";

        Assert.Empty(breaking);
    }

    /// <summary>What a person reads comes from the page, never from a script.</summary>
    [Fact]
    public void No_sentence_in_French_is_written_in_a_script()
    {
        var folder = Path.Combine(Sources.Root, "src/ETicket.Web/wwwroot");
        var sentences = from path in Directory.EnumerateFiles(folder, "*.js")
                        from line in File.ReadLines(path)
                        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && FrenchText().IsMatch(line)
                        select $"{Path.GetFileName(path)}: {line.Trim()}";

        Assert.Empty(sentences);
    }

    private static IEnumerable<string> Literals(Type program)
    {
        using var file = new PEReader(File.OpenRead(program.Assembly.Location));
        var metadata = file.GetMetadataReader();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
            yield return metadata.GetUserString(handle);
    }

    private static IEnumerable<string> Texts(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [json.GetString()!],
        _ => [],
    };

    /// <summary>An ordinary space where French wants one that does not break; spaces that open a line are the file's own.</summary>
    [GeneratedRegex(@"(?<![\n ]) [:;?!»€%](?!\w)|« |\b[nN]° ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlainSpace();

    [GeneratedRegex("<style.*?</style>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Unread();

    [GeneratedRegex("<[^>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\{\{[^}]*\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();

    [GeneratedRegex("""(?<quote>["'`])[^"'`]*(?:[àâçèéêëîïôùûüœ’«»]|[a-z]{2,} [a-z]{2,} [a-z]{2,})[^"'`]*\k<quote>""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex FrenchText();
}
