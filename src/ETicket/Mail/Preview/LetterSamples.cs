using System.Text.Json;
using System.Text.RegularExpressions;
using ETicket.Mail.Letters;
using ETicket.Mail.Templating;
using Microsoft.Extensions.Options;

namespace ETicket.Mail.Preview;

/// <summary>One example of a letter: what it shows (« plusieurs enfants ») and its variables, as the outbox would keep them.</summary>
internal sealed record LetterSample(string Title, string Variables);

/// <summary>
/// « Exemples de lettres » — <c>samples/low-balance.json</c> beside the templates: a title, then the variables, for each. The operator may edit and add to them. Read as
/// strictly as the outbox: no variable missing, unknown or of another kind.
/// </summary>
internal sealed partial class LetterSamples(IOptions<MailOptions> options)
{
    private const string Folder = "samples";

    private readonly string folder = options.Value.TemplateFolder;

    public static string FileOf(LetterKind kind) => $"{Folder}/{kind.FileStem}.json";

    /// <summary>The examples in the order of the file, at least one. Refuses with <see cref="TemplateBroken"/>, which names the file, the line and the variable.</summary>
    public IReadOnlyList<LetterSample> Of(LetterKind kind)
    {
        var file = TemplateFile.Read(folder, FileOf(kind));
        try
        {
            var samples = LetterJson.ReadMany(kind, file.Text);
            return samples.Count > 0 ? [.. samples.Select(s => new LetterSample(s.Title, s.Variables))] : throw new SampleBroken(file.Name, kind.Name, 1);
        }
        catch (JsonException problem)
        {
            throw new SampleBroken(file.Name, VariableOf(problem), (int)(problem.LineNumber ?? 0) + 1);
        }
    }

    /// <summary>The variable the reader stumbled on: named in its words when it is missing, else the end of the path.</summary>
    private static string VariableOf(JsonException problem) =>
        Named().Match(problem.Message) is { Success: true } named ? named.Groups["name"].Value : problem.Path?.Split('.')[^1] ?? "{";

    [GeneratedRegex("'(?<name>[a-z][a-z0-9_]*)'", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
