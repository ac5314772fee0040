using System.Collections.Concurrent;
using HandlebarsDotNet;

namespace ETicket.Mail.Templating;

/// <summary>« Moteur de modèles » — frames and parts, compiled once for all the templates that stand in them, and each template once: compiling is most of what a printed page costs.</summary>
internal sealed class TemplateEngine
{
    /// <summary>Edited frames are other frames: what nobody asks for any more goes with the rest.</summary>
    private const int MostEngines = 64;

    private static readonly ConcurrentDictionary<string, TemplateEngine> Known = new(StringComparer.Ordinal);

    /// <summary>Several times the letters and documents there are.</summary>
    private const int MostTemplates = 512;

    private readonly Lock turn = new();
    private readonly Dictionary<string, HandlebarsTemplate<object, object>> compiled = new(StringComparer.Ordinal);
    private readonly IHandlebars handlebars;

    private TemplateEngine(ITextEncoder? encoder, IReadOnlyList<(string Name, string Text)> shared)
    {
        handlebars = Handlebars.Create(encoder is null
            ? new HandlebarsConfiguration { NoEscape = true, ThrowOnUnresolvedBindingExpression = true }
            : new HandlebarsConfiguration { TextEncoder = encoder, ThrowOnUnresolvedBindingExpression = true });
        TemplateHelpers.AddTo(handlebars);
        foreach (var (name, text) in shared)
            handlebars.RegisterTemplate(name, text);
    }

    /// <summary>The one that writes values with that encoder, as they are where there is none, and knows these frames and parts. Throws what the engine says of one it cannot read.</summary>
    public static TemplateEngine With(ITextEncoder? encoder, IReadOnlyList<(string Name, string Text)> shared)
    {
        if (Known.Count >= MostEngines)
            Known.Clear();
        var key = string.Join('\0', shared.SelectMany(s => new[] { s.Name, s.Text }).Prepend(encoder?.GetType().Name ?? ""));
        return Known.GetOrAdd(key, _ => new TemplateEngine(encoder, shared));
    }

    /// <summary>Compiled once, however many read the same file: whoever prints, whoever previews, whoever watches. One at a time: the engine does not promise more.</summary>
    public HandlebarsTemplate<object, object> Compile(string text)
    {
        lock (turn)
        {
            if (compiled.TryGetValue(text, out var known))
                return known;
            if (compiled.Count >= MostTemplates)
                compiled.Clear();
            return compiled[text] = handlebars.Compile(text);
        }
    }

    /// <summary>For who wants what was written before a fault; not kept.</summary>
    public HandlebarsTemplate<TextWriter, object, object> CompileToWriter(string text)
    {
        lock (turn)
            return handlebars.Compile(new StringReader(text));
    }
}
