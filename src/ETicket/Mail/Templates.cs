using System.Collections.Concurrent;
using ETicket.Mail.Letters;
using ETicket.Mail.Templating;
using Microsoft.Extensions.Options;

namespace ETicket.Mail;

/// <summary>A letter written out: what the person will read.</summary>
internal sealed record RenderedLetter(string Subject, string Html, string Text);

/// <summary>
/// « Modèles de lettres » — fills the files of <c>templates/mail</c>, which the operator may edit while the program runs: a file changed is
/// read again at the next letter. Strict: a variable unknown, or declared and never used, breaks the letter rather than sending it wrong.
/// </summary>
internal sealed class Templates(IOptions<MailOptions> options)
{
    private readonly string folder = options.Value.TemplateFolder;
    private readonly ConcurrentDictionary<string, LetterTemplate> compiled = new(StringComparer.Ordinal);

    /// <summary>Fills a letter. Refuses with <see cref="TemplateBroken"/>, which names the file and the variable.</summary>
    public RenderedLetter Render(LetterKind kind, string variables)
    {
        var template = compiled.AddOrUpdate(kind.Name, _ => LetterTemplate.Load(folder, kind), (_, known) => known.IsCurrent() ? known : LetterTemplate.Load(folder, kind));
        return template.Fill(LetterJson.Read(kind, variables));
    }
}
