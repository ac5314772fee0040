using System.Collections.Concurrent;
using System.Text;
using ETicket.Mail.Documents.Layout;
using ETicket.Mail.Documents.Pdf;
using ETicket.Mail.Letters;
using Microsoft.Extensions.Options;

namespace ETicket.Mail.Documents;

/// <summary>
/// « Documents PDF » — fills the files of <c>templates/documents</c>, which the operator may edit while the program runs, and sets them as tagged PDF. Strict as letters are.
/// </summary>
internal sealed class PdfRenderer(IOptions<MailOptions> options) : IDocumentRenderer
{
    private const int LongestFileName = 120;
    private readonly string folder = options.Value.DocumentFolder;
    private readonly ConcurrentDictionary<string, DocumentTemplate> compiled = new(StringComparer.Ordinal);

    public RenderedDocument Render(IDocument document)
    {
        document.AddUp();
        var kind = DocumentBook.Of(document);
        var template = compiled.AddOrUpdate(kind.Name, _ => DocumentTemplate.Load(folder, kind), (_, known) => known.IsCurrent() ? known : DocumentTemplate.Load(folder, kind));
        var paper = Read(template, () => LetterJson.Variables(document, kind.Variables));
        return new RenderedDocument(paper.Title, FileName(paper.Title), new Typesetter(paper).Compose(new PdfAbout(paper.Title, document.StructureName, document.FactsOf)));
    }

    private static Paper Read(DocumentTemplate template, Func<Dictionary<string, object?>> variables)
    {
        try
        {
            return Markup.Read(template.Fill(variables()));
        }
        catch (FormatException)
        {
            throw Located(template, variables());
        }
    }

    /// <summary>The same fault, with the file and the line that made it.</summary>
    private static MarkupBroken Located(DocumentTemplate template, Dictionary<string, object?> variables)
    {
        var (filled, origins) = template.FillMarked(variables);
        try
        {
            Markup.Read(filled);
        }
        catch (UnreadableMarkup problem)
        {
            var (file, line) = origins.Of(problem.Line) ?? (template.FileName, 1);
            return new MarkupBroken(file, problem.Message, line);
        }
        catch (FormatException problem)
        {
            return new MarkupBroken(template.FileName, problem.Message, 1);
        }
        throw new InvalidOperationException($"{template.FileName} was refused, and is not any more.");
    }

    /// <summary>The title as every system lets a file be called; a child's name in it cannot lead to another folder.</summary>
    private static string FileName(string title)
    {
        var name = new StringBuilder();
        foreach (var character in title.EnumerateRunes())
            name.Append(Rune.IsLetterOrDigit(character) || character.Value is '-' or '–' or '°' or '’' or ',' or '(' or ')' ? character.ToString() : " ");
        var words = string.Join(' ', name.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)).Replace(" ,", ",", StringComparison.Ordinal);
        return (words.Length > LongestFileName ? words[..LongestFileName].TrimEnd() : words) + ".pdf";
    }
}
