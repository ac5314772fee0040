using ETicket.Mail;
using ETicket.Mail.Documents;
using ETicket.Mail.Letters;
using ETicket.Mail.Preview;
using Microsoft.Extensions.Options;

namespace ETicket.UnitTests.Mail.Letters;

/// <summary>The templates and examples of the repository, or a copy of them a test may spoil.</summary>
internal sealed class LetterDesk : IDisposable
{
    private readonly DirectoryInfo? copy;

    private LetterDesk(string templates, DirectoryInfo? copy)
    {
        this.copy = copy;
        var options = Options.Create(new MailOptions { Templates = templates });
        Folder = Path.Combine(templates, "mail");
        Templates = new Templates(options);
        Samples = new LetterSamples(options);
        Preview = new LetterPreview(Templates, Samples);
        Documents = new DocumentPreview(new PdfRenderer(options), options);
    }

    public string Folder { get; }
    public Templates Templates { get; }
    public LetterSamples Samples { get; }
    public LetterPreview Preview { get; }
    public DocumentPreview Documents { get; }

    /// <summary>As they stand in the repository.</summary>
    public static LetterDesk Whole { get; } = new(Post.RepositoryTemplates, null);

    public static TheoryData<string> Letters => [.. LetterBook.All.Select(kind => kind.Name)];

    public static LetterDesk Copied()
    {
        var folder = Directory.CreateTempSubdirectory("letters");
        foreach (var file in Directory.EnumerateFiles(Post.RepositoryTemplates, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder.FullName, Path.GetRelativePath(Post.RepositoryTemplates, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return new LetterDesk(folder.FullName, folder);
    }

    public static LetterKind Kind(string name) => LetterBook.Find(name) ?? throw new InvalidOperationException(name);

    /// <summary>The operator's hand in one file; its date moves, as a second edit within one tick of the clock would not.</summary>
    public void Edits(string file, Func<string, string> change)
    {
        var path = Path.Combine(Folder, file);
        var before = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, change(File.ReadAllText(path)));
        File.SetLastWriteTimeUtc(path, before.AddSeconds(1));
    }

    public void Loses(string file) => File.Delete(Path.Combine(Folder, file));

    public void Dispose() => copy?.Delete(recursive: true);
}
