using ETicket.Mail.Letters;
using ETicket.Mail.Stops;
using HandlebarsDotNet;

namespace ETicket.Mail.Templating;

/// <summary>The files of one letter, read, inspected and compiled together: subject, HTML, text, the frame of both, and the parts its HTML may share with others.</summary>
internal sealed class LetterTemplate
{
    private const string Frame = "_frame";
    private const int Subject = 0;
    private const int Html = 1;
    private const int Text = 2;
    private static readonly string[] Parts = ["_lines", "_tear"];
    private static readonly IReadOnlyDictionary<string, TemplateFile> None = new Dictionary<string, TemplateFile>();

    /// <summary>The subject, the HTML and the text, then the frame of the HTML and of the text.</summary>
    private readonly IReadOnlyList<TemplateFile> files;
    private readonly IReadOnlyDictionary<string, TemplateFile> parts;
    private readonly string stem;
    private readonly IReadOnlyList<HandlebarsTemplate<object, object>> compiled;

    private LetterTemplate(string folder, LetterKind kind)
    {
        stem = kind.FileStem;
        files = [.. new[] { $"{stem}.subject.txt", $"{stem}.html", $"{stem}.txt", $"{Frame}.html", $"{Frame}.txt" }.Select(name => TemplateFile.Read(folder, name))];
        parts = Parts.ToDictionary(name => name, name => TemplateFile.Read(folder, $"{name}.html"), StringComparer.Ordinal);
        Inspect(kind);
        compiled = [.. new[] { Subject, Html, Text }.Select(file => Compile(file, text => text.Text, (engine, text) => engine.Compile(text)))];
    }

    public static LetterTemplate Load(string folder, LetterKind kind) => new(folder, kind);

    public bool IsCurrent() => files.Concat(parts.Values).All(file => file.IsCurrent());

    public RenderedLetter Fill(Dictionary<string, object?> variables, StopFoot foot)
    {
        variables[LetterJson.NameOf(nameof(StopFoot.StopAddress))] = foot.StopAddress;
        variables[LetterJson.NameOf(nameof(StopFoot.StopTopic))] = foot.StopTopic;
        return new(OneLine(Fill(Subject, variables)), Fill(Html, variables), Fill(Text, variables));
    }

    private T Compile<T>(int file, Func<TemplateFile, string> text, Func<TemplateEngine, string, T> compile)
    {
        try
        {
            return compile(TemplateEngine.With(file == Html ? new HtmlText() : null, [.. Shared(file).Select(part => (part.Name, text(part.File)))]), text(files[file]));
        }
        catch (HandlebarsException problem)
        {
            throw new TemplateUncompiled(files[file].Name, problem.Message);
        }
    }

    /// <summary>A subject stands in nothing; the text has its frame; the HTML has its own, and the parts.</summary>
    private IEnumerable<(string Name, TemplateFile File)> Shared(int file) => file switch
    {
        Subject => [],
        Text => [(Frame, files[file + 2])],
        _ => parts.Select(part => (part.Key, part.Value)).Prepend((Frame, files[file + 2])),
    };

    private string Fill(int file, Dictionary<string, object?> variables) =>
        Filling.Fill(files[file], compiled[file], variables, text => Compile(file, text, (engine, marked) => engine.CompileToWriter(marked)));

    // A name with a line break must not become a header of its own.
    private static string OneLine(string value) =>
        string.Join(' ', value.Split(['\r', '\n', '\t', '\0', '\v', '\f', '\u0085', '\u2028', '\u2029'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private void Inspect(LetterKind kind)
    {
        var shape = VariableShape.Of(kind.Variables, typeof(StopFoot));
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
            new TemplateInspector(file.Name, shape, used, file.Name.EndsWith(".html", StringComparison.Ordinal) ? parts : None).Read(file.Text);
        // A letter that may be stopped and does not say how would be sent all the same: its frame must.
        foreach (var variable in (kind.Topic is null ? VariableShape.Of(kind.Variables) : shape).All())
        {
            if (!used.Contains(variable))
                throw new UnusedVariable(stem, variable);
        }
    }
}

/// <summary>One file as it was when read.</summary>
internal sealed record TemplateFile(string Name, string Path, string Text, DateTime ChangedAt)
{
    /// <summary>In bytes: some twenty times the longest of ours.</summary>
    private const int Longest = 200_000;

    /// <summary>Ten times the most of ours: each is compiled, and filled once for each item of the list it stands in, so that a template is a second's work at most.</summary>
    private const int MostTags = 1_000;

    public static TemplateFile Read(string folder, string name)
    {
        var path = System.IO.Path.Combine(folder, name);
        try
        {
            // The date first: a change made while reading is then seen at the next letter.
            var changedAt = File.GetLastWriteTimeUtc(path);
            if (new FileInfo(path).Length > Longest)
                throw new TemplateTooLong(name, Longest);
            var text = File.ReadAllText(path);
            return text.AsSpan().Count("{{") <= MostTags ? new TemplateFile(name, path, text, changedAt) : throw new TooManyTags(name, MostTags);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new TemplateMissing(name, folder);
        }
    }

    public bool IsCurrent() => File.GetLastWriteTimeUtc(Path) == ChangedAt;
}
