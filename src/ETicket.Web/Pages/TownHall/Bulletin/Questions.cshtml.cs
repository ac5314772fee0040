using ETicket.Access;
using ETicket.Bulletin.Questions;
using ETicket.Persistence;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.TownHall.Bulletin;

/// <summary>« Questions des familles » — which wait, which were answered; not a word of them.</summary>
internal sealed class QuestionsModel(Database database) : MemberPage
{
    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    public IReadOnlyList<ListedQuestion> Questions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (!Visitor.Role.KeepsFiles())
            return StatusCode(StatusCodes.Status403Forbidden);
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Questions = await QuestionList.ListAsync(work, stop);
        return Page();
    }
}
