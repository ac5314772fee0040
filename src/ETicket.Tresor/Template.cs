using System.Net;
using System.Text.RegularExpressions;

namespace ETicket.Tresor;

/// <summary>Markup that is already safe; everything else put in a template is encoded.</summary>
internal readonly record struct Markup(string Html);

/// <summary>
/// An embedded page with {{places}}. Strict: a place without value, or a value without place, is an error.
/// </summary>
internal sealed class Template(string path)
{
    private static readonly Regex Place = new("\\{\\{(?<place>[A-Za-z0-9]+)\\}\\}", RegexOptions.NonBacktracking);

    private readonly string text = Embedded.Text(path);

    public Markup Fill(params IEnumerable<(string Place, object? Value)> values)
    {
        var left = values.ToDictionary(value => value.Place, value => value.Value, StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var html = Place.Replace(text, match =>
        {
            used.Add(match.Groups["place"].Value);
            return Written(left[match.Groups["place"].Value]);
        });
        return used.Count == left.Count ? new Markup(html) : throw new InvalidOperationException($"Unused value in {path}.");
    }

    private static string Written(object? value) => value switch
    {
        Markup markup => markup.Html,
        null => "",
        _ => WebUtility.HtmlEncode(value.ToString())!,
    };
}
