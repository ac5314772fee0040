using ETicket.Mail.Letters;
using ETicket.Mail.Stops;
using HandlebarsDotNet;

namespace ETicket.Mail.Templating;

/// <summary>The files of one letter, read, inspected and compiled together: subject, HTML, text, the frame of both, and the parts its HTML may share with others.</summary>
internal sealed class LetterTemplate
{
    private const string Frame = "_frame";
    private static readonly string[] Parts = ["_lines", "_tear"];
    private static readonly IReadOnlyDictionary<string, TemplateFile> None = new Dictionary<string, TemplateFile>();

    private readonly IReadOnlyList<TemplateFile> files;
    private readonly IReadOnlyDictionary<string, TemplateFile> parts;
    private readonly string stem;
    private readonly HandlebarsTemplate<object, object> subject;
    private readonly HandlebarsTemplate<object, object> html;
    private readonly HandlebarsTemplate<object, object> text;

    private LetterTemplate(string folder, LetterKind kind)
    {
        stem = kind.FileStem;
        TemplateFile[] read = [.. new[] { $"{stem}.subject.txt", $"{stem}.html", $"{stem}.txt", $"{Frame}.html", $"{Frame}.txt" }.Select(name => TemplateFile.Read(folder, name))];
        files = read;
        parts = Parts.ToDictionary(name => name, name => TemplateFile.Read(folder, $"{name}.html"), StringComparer.Ordinal);
        Inspect(kind);
        var forText = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true, ThrowOnUnresolvedBindingExpression = true });
        var forHtml = Handlebars.Create(new HandlebarsConfiguration { TextEncoder = new HtmlText(), ThrowOnUnresolvedBindingExpression = true });
        TemplateHelpers.AddTo(forText);
        TemplateHelpers.AddTo(forHtml);
        subject = Compile(forText, read[0]);
        forHtml.RegisterTemplate(Frame, read[3].Text);
        foreach (var (name, part) in parts)
            forHtml.RegisterTemplate(name, part.Text);
        html = Compile(forHtml, read[1]);
        forText.RegisterTemplate(Frame, read[4].Text);
        text = Compile(forText, read[2]);
    }

    public static LetterTemplate Load(string folder, LetterKind kind) => new(folder, kind);

    public bool IsCurrent() => files.Concat(parts.Values).All(file => file.IsCurrent());

    public RenderedLetter Fill(Dictionary<string, object?> variables, StopFoot foot)
    {
        variables[LetterJson.NameOf(nameof(StopFoot.StopAddress))] = foot.StopAddress;
        variables[LetterJson.NameOf(nameof(StopFoot.StopTopic))] = foot.StopTopic;
        return new(OneLine(Fill(subject, $"{stem}.subject.txt", variables)), Fill(html, $"{stem}.html", variables), Fill(text, $"{stem}.txt", variables));
    }

    private static HandlebarsTemplate<object, object> Compile(IHandlebars handlebars, TemplateFile file)
    {
        try
        {
            return handlebars.Compile(file.Text);
        }
        catch (HandlebarsException problem)
        {
            throw new TemplateUnreadable(file.Name, problem.Message);
        }
    }

    private static string Fill(HandlebarsTemplate<object, object> template, string file, Dictionary<string, object?> variables)
    {
        try
        {
            return template(variables);
        }
        catch (Exception problem) when (problem is HandlebarsException or FormatException or InvalidCastException)
        {
            // A helper's own words say more than the engine's wrapping of them.
            throw new TemplateUnreadable(file, problem.GetBaseException().Message);
        }
    }

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

    public static TemplateFile Read(string folder, string name)
    {
        var path = System.IO.Path.Combine(folder, name);
        try
        {
            // The date first: a change made while reading is then seen at the next letter.
            var changedAt = File.GetLastWriteTimeUtc(path);
            if (new FileInfo(path).Length > Longest)
                throw new TemplateTooLong(name, Longest);
            return new TemplateFile(name, path, File.ReadAllText(path), changedAt);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new TemplateMissing(name, folder);
        }
    }

    public bool IsCurrent() => File.GetLastWriteTimeUtc(Path) == ChangedAt;
}
