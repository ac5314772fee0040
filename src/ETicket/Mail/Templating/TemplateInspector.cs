using System.Text.RegularExpressions;

namespace ETicket.Mail.Templating;

/// <summary>
/// Reads a template before it is ever filled, every branch of it: which variables it uses, and that it does nothing a letter may not do.
/// Filling alone would let a wrong name sleep inside an {{#if}} until the day it is taken.
/// </summary>
internal sealed partial class TemplateInspector(string file, VariableShape letter, ISet<string> used, IReadOnlyDictionary<string, TemplateFile> parts)
{
    private readonly Stack<(string Block, string Prefix, VariableShape Shape)> scopes = new([("", "", letter)]);

    /// <summary>Notes what is used. Throws <see cref="TemplateBroken"/> on an unknown variable and on any construct that is not ours.</summary>
    public void Read(string template)
    {
        foreach (Match match in Tag().Matches(template))
        {
            var tag = match.Groups["tag"].Value.Trim('~').Trim();
            if (match.Groups["comment"].Success || tag.StartsWith('!'))
                continue;
            if (match.Groups["raw"].Success || tag.StartsWith('&'))
                throw new ForbiddenTag(file, match.Value);
            Inspect(tag);
        }
        if (scopes.Count > 1)
            throw new ForbiddenTag(file, scopes.Peek().Block);
    }

    private void Inspect(string tag)
    {
        var words = Word().Matches(tag).Select(word => word.Value).ToArray();
        switch (words)
        {
            case ["else"] or ["^"] or [">", "@partial-block"]:
                break;
            // A part stands in the letter itself, never inside a list nor inside another part.
            case [">", var name] when parts.TryGetValue(name, out var part) && scopes.Peek().Prefix.Length == 0:
                new TemplateInspector(part.Name, letter, used, new Dictionary<string, TemplateFile>()).Read(part.Text);
                break;
            case ["#>", "_frame"]:
                Open("_frame", scopes.Peek());
                break;
            case ["#if" or "#unless", var condition]:
                Note(condition);
                Open(words[0][1..], scopes.Peek());
                break;
            case ["#each", var list]:
                Open("each", Items(list));
                break;
            case [['/', .. var block]]:
                if (scopes.Peek().Block != block)
                    throw new ForbiddenTag(file, tag);
                scopes.Pop();
                break;
            case [var name] when !TemplateHelpers.Names.Contains(name):
                Note(name);
                break;
            case [var helper, var value] when TemplateHelpers.Names.Contains(helper):
                Note(value);
                break;
            default:
                throw new ForbiddenTag(file, tag);
        }
    }

    private void Open(string block, (string Block, string Prefix, VariableShape Shape) scope) => scopes.Push((block, scope.Prefix, scope.Shape));

    private (string, string, VariableShape) Items(string list)
    {
        var (prefix, shape) = (scopes.Peek().Prefix, scopes.Peek().Shape);
        Note(list);
        return shape.Items(list) is { } items ? ("each", $"{prefix}{list}.", items) : throw new UnknownVariable(file, list);
    }

    private void Note(string variable)
    {
        if (variable is "@first" or "@last" or "@index")
            return;
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
            throw new UnknownVariable(file, variable);
        used.Add(levels[level].Prefix + name);
    }

    [GeneratedRegex(@"\{\{(?<comment>~?!--.*?--~?)\}\}|\{\{(?<raw>\{)?(?<tag>.*?)\}\}", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"#>|>|[^\s>]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
