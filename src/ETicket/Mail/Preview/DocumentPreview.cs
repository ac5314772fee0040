using ETicket.Kernel;
using ETicket.Mail.Documents;
using Microsoft.Extensions.Options;

namespace ETicket.Mail.Preview;

/// <summary>« Aperçu des documents » — every document printed with its samples, whole or broken, for whoever edits the templates. It seals nothing and keeps nothing.</summary>
internal sealed class DocumentPreview(IDocumentRenderer renderer, IOptions<MailOptions> options) : ITemplateBook
{
    private readonly string folder = options.Value.DocumentFolder;
    private readonly Lock turn = new();
    private readonly Dictionary<string, (string State, Refusal? Problem)> known = new(StringComparer.Ordinal);

    /// <summary>Forty papers are not printed again each minute for nothing: a document is only when a file it is made of was added, taken away or changed.</summary>
    public IEnumerable<(string Name, Refusal? Problem)> Look()
    {
        lock (turn)
        {
            var files = States();
            return [.. DocumentBook.All.Select(kind => (kind.Name, LookAt(kind, files)))];
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

    private Refusal? LookAt(DocumentKind kind, List<(string Name, string State)> files)
    {
        var now = string.Join('\n', from file in files where file.Name[0] == '_' || file.Name.Split('.')[0] == kind.FileStem select file.State);
        if (!known.TryGetValue(kind.Name, out var last) || last.State != now)
            known[kind.Name] = last = (now, ProblemOf(kind));
        return last.Problem;
    }

    /// <summary>Every file by its name and what tells that it changed: the parts all documents share begin with « _ », the others with the name of theirs.</summary>
    private List<(string Name, string State)> States() => Directory.Exists(folder)
        ? [.. new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Select(f => (f.Name, $"{f.FullName} {f.LastWriteTimeUtc.Ticks} {f.Length}")).OrderBy(f => f.Item2, StringComparer.Ordinal)]
        : [];
}
