using System.Collections.Concurrent;
using ETicket.Mail.Letters;
using ETicket.Mail.Stops;
using ETicket.Mail.Templating;
using Microsoft.Extensions.Options;

namespace ETicket.Mail;

/// <summary>A letter written out: what the person will read.</summary>
internal sealed record RenderedLetter(string Subject, string Html, string Text)
{
    /// <summary>Where its reader stops such letters; null in a letter that is due anyway.</summary>
    public Uri? StopAddress { get; init; }
}

/// <summary>
/// « Modèles de lettres » — fills the files of <c>templates/mail</c>, which the operator may edit while the program runs: a file changed is
/// read again at the next letter. Strict: a variable unknown, or declared and never used, breaks the letter rather than sending it wrong.
/// </summary>
internal sealed class Templates(IOptions<MailOptions> options)
{
    private static readonly string Portal = LetterJson.NameOf(nameof(ILetter.PortalAddress));

    private readonly string folder = options.Value.TemplateFolder;
    private readonly ConcurrentDictionary<string, LetterTemplate> compiled = new(StringComparer.Ordinal);

    /// <summary>Fills a letter; its foot tells how to stop such letters where there is an <paramref name="offer"/>. Refuses with <see cref="TemplateBroken"/>, which names the file and the variable.</summary>
    public RenderedLetter Render(LetterKind kind, string variables, StopOffer? offer = null)
    {
        var template = compiled.AddOrUpdate(kind.Name, _ => LetterTemplate.Load(folder, kind), (_, known) => known.IsCurrent() ? known : LetterTemplate.Load(folder, kind));
        var facts = LetterJson.Read(kind, variables);
        var address = offer?.On((string)facts[Portal]!);
        return template.Fill(facts, offer is null ? StopFoot.None : new(address!.AbsoluteUri, offer.Topic.InWords())) with { StopAddress = address };
    }
}
