using System.Globalization;
using System.Text.RegularExpressions;
using ETicket.Mail.Templating;

namespace ETicket.Mail.Documents;

/// <summary>
/// « D'où vient cette ligne » — the file and the line of the template that wrote each line of a filled document. A frame, a part and a list move lines: every end of line of a template is
/// marked before it is filled, and the marks are taken out again.
/// </summary>
internal sealed partial class LineOrigins
{
    // Of the private use area, which no template and no name needs.
    private const char Opens = '\uE000';
    private const char Closes = '\uE001';

    private readonly List<(string File, int Line)?> lines;

    private LineOrigins(List<(string File, int Line)?> lines) => this.lines = lines;

    /// <summary>The text of a template, each end of line marked; those inside a tag of Handlebars are left as they are.</summary>
    public static string Mark(TemplateFile file)
    {
        var line = 1;
        var marked = TagOrEnd().Replace(file.Text, match =>
        {
            var at = line;
            line += match.Value.Count(c => c == '\n');
            return match.Value == "\n" ? $"{MarkOf(file, at)}\n" : match.Value;
        });
        return marked + MarkOf(file, line);
    }

    /// <summary>The filled text without its marks, and what they told.</summary>
    public static (string Filled, LineOrigins Origins) Split(string marked)
    {
        List<(string File, int Line)?> found = [];
        foreach (var filled in marked.Split('\n'))
            found.Add(Written().Match(filled) is { Success: true } mark ? (mark.Groups["file"].Value, int.Parse(mark.Groups["line"].Value, CultureInfo.InvariantCulture)) : null);
        return (Written().Replace(marked, ""), new LineOrigins(found));
    }

    /// <summary>Of a line of the filled text, the first is 1; a value that holds an end of line belongs to what follows it. Null beyond the last.</summary>
    public (string File, int Line)? Of(int line) => lines.Skip(line - 1).FirstOrDefault(origin => origin is not null);

    private static string MarkOf(TemplateFile file, int line) => string.Create(CultureInfo.InvariantCulture, $"{Opens}{file.Name}:{line}{Closes}");

    [GeneratedRegex(@"\{\{.*?\}\}|\n", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TagOrEnd();

    [GeneratedRegex("\uE000(?<file>[^\uE000\uE001:]+):(?<line>[0-9]+)\uE001", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Written();
}
