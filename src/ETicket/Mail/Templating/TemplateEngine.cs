using System.Collections.Concurrent;
using HandlebarsDotNet;

namespace ETicket.Mail.Templating;

/// <summary>« Moteur de modèles » — frames and parts, compiled once for all the templates that stand in them: compiled again for each, they were most of what a start cost.</summary>
internal sealed class TemplateEngine
{
    /// <summary>Edited frames are other frames: what nobody asks for any more goes with the rest.</summary>
    private const int Most = 64;

    private static readonly ConcurrentDictionary<string, TemplateEngine> Known = new(StringComparer.Ordinal);

    private readonly Lock turn = new();
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
        if (Known.Count >= Most)
            Known.Clear();
        var key = string.Join('\0', shared.SelectMany(s => new[] { s.Name, s.Text }).Prepend(encoder?.GetType().Name ?? ""));
        return Known.GetOrAdd(key, _ => new TemplateEngine(encoder, shared));
    }

    /// <summary>One at a time: the engine does not promise more.</summary>
    public T Compile<T>(Func<IHandlebars, T> compile)
    {
        lock (turn)
            return compile(handlebars);
    }
}
