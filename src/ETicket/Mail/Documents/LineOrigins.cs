using ETicket.Mail.Templating;

namespace ETicket.Mail.Documents;

/// <summary>« D'où vient cette ligne » — the file and the line of the template that wrote each line of a filled document, read from the marks of <see cref="LineMark.BeforeEnds"/>.</summary>
internal sealed class LineOrigins
{
    private readonly List<(string File, int Line)?> lines;

    private LineOrigins(List<(string File, int Line)?> lines) => this.lines = lines;

    /// <summary>The filled text without its marks, and what they told.</summary>
    public static (string Filled, LineOrigins Origins) Split(string marked) => (LineMark.Without(marked), new LineOrigins([.. marked.Split('\n').Select(LineMark.FirstIn)]));

    /// <summary>Of a line of the filled text, the first is 1; a value that holds an end of line belongs to what follows it. Null beyond the last.</summary>
    public (string File, int Line)? Of(int line) => lines.Skip(line - 1).FirstOrDefault(origin => origin is not null);
}
