using ETicket.Kernel;
using ETicket.Mail.Documents;
using Microsoft.Extensions.Options;

namespace ETicket.Mail.Preview;

/// <summary>« Aperçu des documents » — every document printed with its samples, whole or broken, for whoever edits the templates. It seals nothing and keeps nothing.</summary>
internal sealed class DocumentPreview(IDocumentRenderer renderer, IOptions<MailOptions> options) : ITemplateBook
{
    private readonly string folder = options.Value.DocumentFolder;
    private readonly Lock turn = new();
    private string seen = "";
    private IReadOnlyList<(string Name, Refusal? Problem)> found = [];

    /// <summary>Forty papers are not printed again each minute for nothing: only when a file was added, taken away or changed.</summary>
    public IEnumerable<(string Name, Refusal? Problem)> Look()
    {
        lock (turn)
        {
            var now = State();
            if (now != seen)
                (seen, found) = (now, [.. DocumentBook.All.Select(kind => (kind.Name, ProblemOf(kind)))]);
            return found;
        }
    }

    /// <summary>What would make this document fail; null when its template and every sample hold.</summary>
    public Refusal? ProblemOf(DocumentKind kind)
    {
        try
        {
            var samples = DocumentSample.In(folder, kind.FileStem);
            if (samples.Count == 0)
                return new TemplateMissing($"samples/{kind.FileStem}.json", folder);
            foreach (var sample in samples)
                renderer.Render(sample.Document);
            return null;
        }
        catch (Refusal problem)
        {
            return problem;
        }
    }

    private string State() => Directory.Exists(folder)
        ? string.Join('\n', new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Select(f => $"{f.FullName} {f.LastWriteTimeUtc.Ticks} {f.Length}").Order(StringComparer.Ordinal))
        : "-";
}
