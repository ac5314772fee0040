using ETicket.Mail.Templating;
using HandlebarsDotNet;

namespace ETicket.Mail.Documents;

/// <summary>The template of one kind, the frame and the parts all kinds share, read, inspected and compiled together.</summary>
internal sealed class DocumentTemplate
{
    /// <summary>Upright, and on its long side.</summary>
    private static readonly string[] Frames = ["_frame", "_landscape"];
    private static readonly string[] Parts = ["_letterhead", "_regiehead", "_listhead", "_signed", "_certified", "_vat", "_untaxed", "_seal", "_shortseal"];

    private readonly TemplateFile template;
    private readonly TemplateFile[] frames;
    private readonly IReadOnlyDictionary<string, TemplateFile> parts;
    private readonly HandlebarsTemplate<object, object> compiled;

    private DocumentTemplate(string folder, DocumentKind kind)
    {
        template = TemplateFile.Read(folder, $"{kind.FileStem}.html");
        frames = [.. Frames.Select(name => TemplateFile.Read(folder, $"{name}.html"))];
        parts = Parts.ToDictionary(name => name, name => TemplateFile.Read(folder, $"{name}.html"), StringComparer.Ordinal);
        Inspect(kind);
        compiled = Compile(text => text.Text, (engine, text) => engine.Compile(text));
    }

    public string FileName => template.Name;

    public static DocumentTemplate Load(string folder, DocumentKind kind) => new(folder, kind);

    public bool IsCurrent() => parts.Values.Append(template).Concat(frames).All(file => file.IsCurrent());

    /// <summary>Refuses what cannot be written the way it asks with <see cref="TemplateUnreadable"/>.</summary>
    public string Fill(Dictionary<string, object?> variables) =>
        Filling.Fill(template, compiled, variables, text => Compile(text, (engine, marked) => engine.CompileToWriter(marked)));

    /// <summary>The document as <see cref="Fill(Dictionary{string, object})"/> makes it, and of what file and line each of its lines comes. Slower: for who looks for a fault.</summary>
    public (string Filled, LineOrigins Origins) FillMarked(Dictionary<string, object?> variables) => LineOrigins.Split(Compile(LineMark.BeforeEnds, (engine, marked) => engine.Compile(marked))(variables));

    private T Compile<T>(Func<TemplateFile, string> text, Func<TemplateEngine, string, T> compile)
    {
        try
        {
            var shared = Frames.Zip(frames, (name, frame) => (name, text(frame))).Concat(parts.Where(part => Calls(part.Key)).Select(part => (part.Key, text(part.Value))));
            return compile(TemplateEngine.With(new DocumentText(), [.. shared]), text(template));
        }
        catch (HandlebarsException problem)
        {
            throw new TemplateUncompiled(template.Name, problem.Message);
        }
    }

    /// <summary>Whether the template calls that part: one that is broken stops the documents that bear it, and no other.</summary>
    private bool Calls(string part) => frames.Prepend(template).Any(file => file.Text.Contains($"> {part}", StringComparison.Ordinal) || file.Text.Contains($">{part}", StringComparison.Ordinal));

    private void Inspect(DocumentKind kind)
    {
        var shape = VariableShape.Of(kind.Variables);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in frames.Prepend(template))
            new TemplateInspector(file.Name, shape, used, parts).Read(file.Text);
        foreach (var variable in shape.All())
        {
            if (!used.Contains(variable))
                throw new UnusedVariable(kind.FileStem, variable);
        }
    }
}
