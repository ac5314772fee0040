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

    public IReadOnlyList<UndeliveredSeen> Seen { get; private set; } = [];
    public bool More { get; private set; }

    /// <summary>The letter whose form was sent.</summary>
    public long Chosen { get; private set; }

    public static string KindOf(UndeliveredSeen letter) => Words.Find("Letter_" + letter.Kind) ?? letter.Kind;

    public async Task OnGetAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        (Seen, More) = await UndeliveredList.PageAsync(work, Apres, stop);
    }

    public Task<IActionResult> OnPostRenvoyerAsync([FromForm(Name = "lettre")] long letter, CancellationToken stop) =>
        DoAsync(letter, "renvoyee", "", () => letters.SendAgainAsync(Visitor.Structure, letter, Visitor.DisplayName, stop), stop);

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
