using ETicket.Mail;
using ETicket.Mail.Documents;
using Microsoft.Extensions.Options;

namespace ETicket.Web.Verbs;

/// <summary><c>documents [--out FOLDER] [NAME]</c>: makes the PDF of every sample, or of one document: what whoever edits a template looks at. No database is opened.</summary>
internal static class DocumentsVerb
{
    private const string Out = "out";

    public static async Task<int> RunAsync(Call call, CancellationToken stop)
    {
        var name = call.Words.Where((word, i) => IsName(word, i == 0 ? null : call.Words[i - 1])).FirstOrDefault();
        var folder = (call with { Words = [.. call.Words.Where(word => word != name)] }).Options(Out).GetValueOrDefault(Out, "documents");
        var options = call.Configuration.GetSection(MailOptions.Section).Get<MailOptions>() ?? new MailOptions();
        var samples = DocumentSample.In(options.DocumentFolder, name);
        if (samples.Count == 0)
            throw new UnknownDocument(name ?? "", string.Join(", ", DocumentBook.All.Select(kind => kind.FileStem)));
        Directory.CreateDirectory(folder);
        var renderer = new PdfRenderer(Options.Create(options));
        foreach (var sample in samples)
        {
            var rendered = renderer.Render(sample.Document);
            var path = Path.Combine(folder, sample.Name + ".pdf");
            await File.WriteAllBytesAsync(path, rendered.Content, stop);
            Console.WriteLine($"{path}\t{rendered.Title}");
        }
        return 0;
    }

    /// <summary>A word that is neither an option nor the value of the one before it.</summary>
    private static bool IsName(string word, string? before) =>
        !word.StartsWith('-') && (before is null || !before.StartsWith("--", StringComparison.Ordinal) || before.Contains('=', StringComparison.Ordinal));
}
