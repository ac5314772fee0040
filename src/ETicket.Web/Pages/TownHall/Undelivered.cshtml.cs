using ETicket.Kernel;
using ETicket.Mail.Undelivered;
using ETicket.Persistence;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Courriers non remis » — the letters that will not leave without a person, family by family; sent again or set aside here.</summary>
internal sealed class UndeliveredModel(Database database, UndeliveredLetters letters) : MemberPage
{
    private const string Here = "/mairie/lettres/non-remises";

    /// <summary>The letter that ended the page before; 0 on the first.</summary>
    [BindProperty(SupportsGet = true)]
    public long Apres { get; set; }

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    /// <summary>How many letters were sent again together.</summary>
    [BindProperty(SupportsGet = true)]
    public int Combien { get; set; }

    public IReadOnlyList<UndeliveredSeen> Seen { get; private set; } = [];

    /// <summary>On the first page, the reasons of several letters that may leave again together.</summary>
    public IReadOnlyList<UndeliveredTogether> Reasons { get; private set; } = [];
    public bool More { get; private set; }

    /// <summary>The letter whose form was sent.</summary>
    public long Chosen { get; private set; }

    public static string KindOf(string kind) => Words.Find("Letter_" + kind) ?? kind;

    public async Task OnGetAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        (Seen, More) = await UndeliveredList.PageAsync(work, Apres, stop);
        if (Apres == 0)
            Reasons = [.. (await letters.TogetherAsync(work, stop)).Where(r => r.Letters > 1)];
    }

    public Task<IActionResult> OnPostRenvoyerAsync([FromForm(Name = "lettre")] long letter, CancellationToken stop) =>
        DoAsync(letter, "renvoyee", "", () => letters.SendAgainAsync(Visitor.Structure, letter, Visitor.DisplayName, stop), stop);

    public async Task<IActionResult> OnPostToutRenvoyerAsync([FromForm(Name = "motif")] UndeliveredReason? reason, CancellationToken stop) =>
        Response.SeeOther($"{Here}?fait=renvoyees&combien={(reason is { } known ? await letters.SendAllAgainAsync(Visitor.Structure, known, Visitor.DisplayName, stop) : 0)}");

    public Task<IActionResult> OnPostClasserAsync([FromForm(Name = "lettre")] long letter, [FromForm(Name = "raison")] string? why, CancellationToken stop) =>
        DoAsync(letter, "classee", $"raison-{letter}", () => letters.SetAsideAsync(Visitor.Structure, letter, why, Visitor.DisplayName, stop), stop);

    private async Task<IActionResult> DoAsync(long letter, string done, string field, Func<Task> act, CancellationToken stop)
    {
        try
        {
            await act();
            return Response.SeeOther($"{Here}?fait={done}&apres={Apres}");
        }
        catch (Refusal refusal)
        {
            Chosen = letter;
            ModelState.AddModelError(field, refusal.Sentence);
            await OnGetAsync(stop);
            return Unprocessable();
        }
    }
}
