using ETicket.Mail.Templating;
using HandlebarsDotNet;

namespace ETicket.Mail.Documents;

/// <summary>The template of one kind, the frame and the parts all kinds share, read, inspected and compiled together.</summary>
internal sealed class DocumentTemplate
{
    private const string Frame = "_frame";
    private static readonly string[] Parts = ["_letterhead", "_regie", "_seal"];

    private readonly TemplateFile template;
    private readonly TemplateFile frame;
    private readonly IReadOnlyDictionary<string, TemplateFile> parts;
    private readonly HandlebarsTemplate<object, object> compiled;

    private DocumentTemplate(string folder, DocumentKind kind)
    {
        template = TemplateFile.Read(folder, $"{kind.FileStem}.html");
        frame = TemplateFile.Read(folder, $"{Frame}.html");
        parts = Parts.ToDictionary(name => name, name => TemplateFile.Read(folder, $"{name}.html"), StringComparer.Ordinal);
        Inspect(kind);
        var handlebars = Handlebars.Create(new HandlebarsConfiguration { TextEncoder = new DocumentText(), ThrowOnUnresolvedBindingExpression = true });
        TemplateHelpers.AddTo(handlebars);
        handlebars.RegisterTemplate(Frame, frame.Text);
        foreach (var (name, part) in parts)
            handlebars.RegisterTemplate(name, part.Text);
        try
        {
            compiled = handlebars.Compile(template.Text);
        }
        catch (HandlebarsException problem)
        {
            throw new TemplateUnreadable(template.Name, problem.Message);
        }
    }

    public string FileName => template.Name;

    public static DocumentTemplate Load(string folder, DocumentKind kind) => new(folder, kind);

    public bool IsCurrent() => parts.Values.Append(template).Append(frame).All(file => file.IsCurrent());

    public string Fill(Dictionary<string, object?> variables)
    {
        try
        {
            return compiled(variables);
        }
        catch (Exception problem) when (problem is HandlebarsException or FormatException or InvalidCastException)
        {
            throw new TemplateUnreadable(template.Name, problem.GetBaseException().Message);
        }
    }

    private void Inspect(DocumentKind kind)
    {
        var shape = VariableShape.Of(kind.Variables);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in new[] { template, frame })
            new TemplateInspector(file.Name, shape, used, parts).Read(file.Text);
        foreach (var variable in shape.All())
        {
            if (!used.Contains(variable))
                throw new UnusedVariable(kind.FileStem, variable);
        }
    }
}
