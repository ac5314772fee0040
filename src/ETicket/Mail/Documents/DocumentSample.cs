using ETicket.Mail.Letters;

namespace ETicket.Mail.Documents;

/// <summary>« Exemple » — facts invented for one document, in <c>templates/documents/samples</c>: « invoice-paper.json », « invoice-paper.paid.json ». What a template becomes is looked at with them.</summary>
internal sealed record DocumentSample(string Name, IDocument Document)
{
    /// <summary>Every sample, in the order of their names; those of one document, or one sample, where a name is given. Refuses facts that are not a document's with <see cref="SampleUnreadable"/>.</summary>
    public static IReadOnlyList<DocumentSample> In(string documentFolder, string? only = null)
    {
        var folder = Path.Combine(documentFolder, "samples");
        IEnumerable<string> files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal) : [];
        return [.. from file in files let name = Path.GetFileNameWithoutExtension(file) where only is null || name == only || KindOf(name) == only select new DocumentSample(name, Read(name, file))];
    }

    private static string KindOf(string name) => name.Split('.')[0];

    private static IDocument Read(string name, string file)
    {
        var kind = DocumentBook.Find(KindOf(name)) ?? throw new SampleUnreadable(name, string.Join(", ", DocumentBook.All.Select(k => k.FileStem)));
        try
        {
            return (IDocument)LetterJson.Record(File.ReadAllText(file), kind.Variables);
        }
        catch (System.Text.Json.JsonException problem)
        {
            throw new SampleUnreadable(name, problem.Message);
        }
    }
}
