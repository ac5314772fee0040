using System.Text.RegularExpressions;

namespace ETicket.Mail.Templating;

/// <summary>
/// Reads a template before it is ever filled, every branch of it: which variables it uses, and that it does nothing a letter may not do.
/// Filling alone would let a wrong name sleep inside an {{#if}} until the day it is taken.
/// </summary>
internal sealed partial class TemplateInspector(string file, VariableShape letter, ISet<string> used, IReadOnlyDictionary<string, TemplateFile> parts)
{
    private const int LongestShown = 60;
    private const int Deepest = 16; // blocks in one another: the engine calls itself for each, and a stack that overflows takes the portal with it

    private readonly Stack<Scope> scopes = new([new("", 0, "", letter)]);
    private int line;

    /// <summary>A frame holds a letter; a letter stands in a frame, a frame or a part in none.</summary>
    private bool IsFrame => file.StartsWith("_frame.", StringComparison.Ordinal) || file.StartsWith("_landscape.", StringComparison.Ordinal);

    /// <summary>Notes what is used. Throws <see cref="TemplateBroken"/>, which names the line, on an unknown variable and on any construct that is not ours.</summary>
    public void Read(string template)
    {
        try
        {
            ReadTags(template);
        }
        catch (RegexMatchTimeoutException endless)
        {
            throw new TemplateUncompiled(file, endless.Message);
        }
    }

    private void ReadTags(string template)
    {
        foreach (Match match in Tag().Matches(template))
        {
            line = LineOf(template, match.Index);
            var tag = match.Groups["tag"].Value.Trim('~').Trim();
            if (match.Groups["comment"].Success || tag.StartsWith('!'))
                continue;
            if (match.Groups["raw"].Success || tag.StartsWith('&'))
                throw Forbidden(match.Value);
            Inspect(tag);
        }
        // Braces that make no tag: one that was never closed, or closed twice.
        var rest = Tag().Replace(template, match => new string(' ', match.Length));
        if (Brace().Match(rest) is { Success: true } stray)
            throw new ForbiddenTag(file, Shown(template[stray.Index..]), LineOf(template, stray.Index));
        if (scopes.Peek() is { Block.Length: > 0 } open)
            throw new ForbiddenTag(file, open.Block, open.Line);
    }

    private void Inspect(string tag)
    {
        var words = Word().Matches(tag).Select(word => word.Value).ToArray();
        switch (words)
        {
            case [['#', ..], ..] when scopes.Count > Deepest:
                throw Forbidden(tag);
            case ["else"] or ["^"] when scopes.Peek().Block is "if" or "unless" or "each":
            case [">", "@partial-block"] when IsFrame:
                break;
            // A part stands in the letter itself, never inside a list nor inside another part.
            case [">", var name] when parts.TryGetValue(name, out var part) && scopes.Peek().Prefix.Length == 0:
                new TemplateInspector(part.Name, letter, used, new Dictionary<string, TemplateFile>()).Read(part.Text);
                break;
            case ["#>", "_frame" or "_landscape"] when !file.StartsWith('_'):
                Open(words[1]);
                break;
            // The engine would call a helper of that name, not read the variable.
            case ["#if" or "#unless", var condition] when !TemplateHelpers.Has(condition):
                Note(condition);
                Open(words[0][1..]);
                break;
            case ["#each", var list] when !TemplateHelpers.Has(list):
                scopes.Push(Items(list));
                break;
            case [['/', .. { Length: > 0 } block]] when scopes.Any(scope => scope.Block == block):
                // Closed from outside: the one that is open inside was forgotten.
                if (scopes.Pop() is var inner && inner.Block != block)
                    throw new ForbiddenTag(file, inner.Block, inner.Line);
                break;
            case [var name] when !TemplateHelpers.Has(name) && name != "else" && name[0] is not ('/' or '#' or '>' or '^'):
                Note(name);
                break;
            case [var helper, var value] when TemplateHelpers.Has(helper):
                if (Note(value) is not { } type || !TemplateHelpers.Takes(helper, type))
                    throw new WrongHelper(file, Shown(tag), line);
                break;
            default:
                throw Forbidden(tag);
        }
    }

    private void Open(string block) => scopes.Push(scopes.Peek() with { Block = block, Line = line });

    private Scope Items(string list)
    {
        var (prefix, shape) = (scopes.Peek().Prefix, scopes.Peek().Shape);
        Note(list);
        return shape.Items(list) is { } items ? new("each", line, $"{prefix}{list}.", items) : throw new UnknownVariable(file, list, line);
    }

    /// <summary>Notes a variable and answers its type; null for the place in a list.</summary>
    private Type? Note(string variable)
    {
        if (variable is "@first" or "@last" or "@index")
            return null;
        var name = variable;
        var levels = scopes.ToArray();
        var level = 0;
        // ../ leaves one {{#each}}; the other blocks keep the scope they stand in.
        while (name.StartsWith("../", StringComparison.Ordinal))
        {
            name = name[3..];
            var leaving = levels[level].Prefix;
            while (level < levels.Length - 1 && levels[level].Prefix == leaving)
                level++;
        }
        if (!levels[level].Shape.Has(name))
            throw new UnknownVariable(file, Shown(variable), line);
        used.Add(levels[level].Prefix + name);
        return levels[level].Shape.TypeOf(name);
    }

    private ForbiddenTag Forbidden(string tag) => new(file, Shown(tag), line);

    private static int LineOf(string template, int index) => template.AsSpan(0, index).Count('\n') + 1;

    /// <summary>Enough of it to be found, on one line.</summary>
    private static string Shown(string tag)
    {
        var first = tag.AsSpan().TrimStart();
        first = first[..(first.IndexOfAny('\r', '\n') is >= 0 and var end ? end : first.Length)];
        return first.Length <= LongestShown ? first.ToString() : $"{first[..LongestShown]}…";
    }

    /// <summary>A block that is open: what it is, where it began, and what can be named inside it.</summary>
    private sealed record Scope(string Block, int Line, string Prefix, VariableShape Shape);

    [GeneratedRegex(@"\{\{(?<comment>~?!--.*?--~?)\}\}|\{\{(?<raw>\{)?(?<tag>.*?)\}\}", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\{\{|\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Brace();

    [GeneratedRegex(@"#>|>|[^\s>]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
