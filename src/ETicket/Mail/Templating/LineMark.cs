using System.Globalization;
using System.Text.RegularExpressions;

namespace ETicket.Mail.Templating;

/// <summary>
/// « Repère » — a file and a line of it, written into a template before it is filled, so that what comes out tells where it comes from: a frame, a part and a list move lines. Taken out
/// again, or looked for where a template stopped.
/// </summary>
internal static partial class LineMark
{
    // Of the private use area, which no template and no name needs.
    private const char Opens = '\uE000';
    private const char Closes = '\uE001';

    public static string Of(TemplateFile file, int line) => string.Create(CultureInfo.InvariantCulture, $"{Opens}{file.Name}:{line}{Closes}");

    /// <summary>The text of a template, each tag behind its mark: the last one written is that of the tag at which filling stopped.</summary>
    public static string BeforeTags(TemplateFile file)
    {
        var line = 1;
        return TagOrEnd().Replace(file.Text, match =>
        {
            var at = line;
            line += match.Value.Count(c => c == '\n');
            return match.Value == "\n" ? match.Value : Of(file, at) + match.Value;
        });
    }

    /// <summary>The same, each end of line behind its mark; those inside a tag are left as they are.</summary>
    public static string BeforeEnds(TemplateFile file)
    {
        var line = 1;
        var marked = TagOrEnd().Replace(file.Text, match =>
        {
            var at = line;
            line += match.Value.Count(c => c == '\n');
            return match.Value == "\n" ? $"{Of(file, at)}\n" : match.Value;
        });
        return marked + Of(file, line);
    }

    public static (string File, int Line)? FirstIn(string written) => Read(Written().Match(written));

    public static (string File, int Line)? LastIn(string written) => Read(Written().Matches(written).LastOrDefault());

    public static string Without(string written) => Written().Replace(written, "");

    private static (string File, int Line)? Read(Match? mark) =>
        mark is { Success: true } ? (mark.Groups["file"].Value, int.Parse(mark.Groups["line"].Value, CultureInfo.InvariantCulture)) : null;

    [GeneratedRegex(@"\{\{.*?\}\}|\n", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TagOrEnd();

    [GeneratedRegex("\uE000(?<file>[^\uE000\uE001:]+):(?<line>[0-9]+)\uE001", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Written();
}
