using System.Globalization;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Mail.Preview;

namespace ETicket.Web.Verbs;

/// <summary>
/// <c>letters [NAME] [--out FOLDER]</c>: fills every letter, or the one named, with its examples; prints subject and text, or writes <c>low-balance.1.subject.txt</c>, <c>.html</c>
/// and <c>.txt</c> for each. A broken one is its sentence on standard error and exit code 1; the others are shown all the same. Needs no database. Refuses a name that is no
/// letter's with <see cref="UnknownLetter"/>, a folder it cannot write in with <see cref="FolderUnwritable"/>.
/// </summary>
internal static class LettersVerb
{
    public static async Task<int> RunAsync(Call call, CancellationToken stop)
    {
        var (name, asked) = call.Subject("out");
        var kinds = name is null ? LetterBook.All : [Find(name)];
        var options = Microsoft.Extensions.Options.Options.Create(call.Configuration.GetSection(MailOptions.Section).Get<MailOptions>() ?? new MailOptions());
        var preview = new LetterPreview(new Templates(options), new LetterSamples(options));
        var folder = asked.GetValueOrDefault("out");
        var (files, broken) = (0, false);
        foreach (var kind in kinds)
        {
            try
            {
                foreach (var (number, (title, letter)) in preview.All(kind).Index())
                    files += folder is null ? Print(kind, title, letter) : await WriteAsync(folder, $"{kind.FileStem}.{(number + 1).ToString(CultureInfo.InvariantCulture)}", letter, stop);
            }
            catch (TemplateBroken problem)
            {
                broken = true;
                await Console.Error.WriteLineAsync(problem.Sentence);
            }
        }
        if (folder is not null)
            Console.WriteLine(VerbTexts.LettersWritten(files, folder));
        return broken ? 1 : 0;
    }

    /// <summary>By the name of its record or of its files.</summary>
    private static LetterKind Find(string name) =>
        LetterBook.All.FirstOrDefault(k => name.Equals(k.FileStem, StringComparison.OrdinalIgnoreCase) || name.Equals(k.Name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UnknownLetter(name, string.Join(", ", LetterBook.All.Select(k => k.FileStem)));

    private static int Print(LetterKind kind, string title, RenderedLetter letter)
    {
        Console.WriteLine(VerbTexts.LetterTitle(kind.FileStem, title));
        Console.WriteLine(VerbTexts.LetterSubject(letter.Subject));
        Console.WriteLine();
        Console.WriteLine(letter.Text);
        return 0;
    }

    private static async Task<int> WriteAsync(string folder, string stem, RenderedLetter letter, CancellationToken stop)
    {
        (string Suffix, string Content)[] files = [("subject.txt", letter.Subject + "\n"), ("html", letter.Html), ("txt", letter.Text)];
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (suffix, content) in files)
                await File.WriteAllTextAsync(Path.Combine(folder, $"{stem}.{suffix}"), content, stop);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FolderUnwritable(folder, problem.Message);
        }
        return files.Length;
    }
}
