using ETicket.Kernel;
using ETicket.Mail.Letters;

namespace ETicket.Mail.Preview;

/// <summary>A letter filled with one of its examples, or what prevents it; the titles of all its examples.</summary>
internal sealed record PreviewedLetter(IReadOnlyList<string> Titles, int Chosen, RenderedLetter? Letter, TemplateBroken? Problem);

/// <summary>« Aperçu » — every letter with its examples, whole or broken, for whoever edits the templates. It sends nothing.</summary>
internal sealed class LetterPreview(Templates templates, LetterSamples samples) : ITemplateBook
{
    public IEnumerable<(string Name, Refusal? Problem)> Look() => LetterBook.All.Select(kind => (kind.Name, (Refusal?)ProblemOf(kind)));

    /// <summary>The letter with its example number <paramref name="chosen"/> (from 0; the nearest there is).</summary>
    public PreviewedLetter Show(LetterKind kind, int chosen)
    {
        IReadOnlyList<LetterSample> known = [];
        try
        {
            known = samples.Of(kind);
            chosen = Math.Clamp(chosen, 0, known.Count - 1);
            return new PreviewedLetter([.. known.Select(s => s.Title)], chosen, templates.Render(kind, known[chosen].Variables), null);
        }
        catch (TemplateBroken problem)
        {
            return new PreviewedLetter([.. known.Select(s => s.Title)], chosen, null, problem);
        }
    }

    /// <summary>All examples of a letter, filled. Refuses with <see cref="TemplateBroken"/>.</summary>
    public IReadOnlyList<(string Title, RenderedLetter Letter)> All(LetterKind kind) => [.. samples.Of(kind).Select(sample => (sample.Title, templates.Render(kind, sample.Variables)))];

    /// <summary>What would make this letter fail; null when every file of it and every example holds.</summary>
    public TemplateBroken? ProblemOf(LetterKind kind)
    {
        try
        {
            _ = All(kind);
            return null;
        }
        catch (TemplateBroken problem)
        {
            return problem;
        }
    }
}
