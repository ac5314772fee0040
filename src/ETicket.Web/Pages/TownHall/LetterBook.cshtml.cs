using ETicket.Mail.Letters;
using ETicket.Mail.Preview;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Modèles de lettres » — every letter the portal can send, and which of them cannot leave as their files stand.</summary>
internal sealed class LetterBookModel(LetterPreview preview) : MemberPage
{
    /// <summary>What prevents each broken letter.</summary>
    public IReadOnlyDictionary<LetterKind, string> Broken { get; private set; } = new Dictionary<LetterKind, string>();

    public void OnGet() =>
        Broken = LetterBook.All.Select(kind => (kind, Problem: preview.ProblemOf(kind))).Where(k => k.Problem is not null).ToDictionary(k => k.kind, k => k.Problem!.Sentence);
}
