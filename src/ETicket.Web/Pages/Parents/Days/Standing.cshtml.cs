using System.Globalization;
using ETicket.Access.Events;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Planning.Standing;
using ETicket.Web.Display;
using ETicket.Web.Display.Days;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ETicket.Web.Pages.Parents.Days;

/// <summary>« Mes abonnements » — the days a family wants every week, its exceptions, and what comes next.</summary>
internal sealed class StandingModel(Database database, StandingBookings standing, StandingSkips skips, StandingTicks ticks) : MemberPage
{
    private const string Address = "/famille/abonnements";

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    public StandingShelf Shelf { get; private set; } = null!;

    /// <summary>First names of those who enter this file, by identifiant.</summary>
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();
    public StandingForm Form { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken stop)
    {
        await LoadAsync(stop);
        Form = StandingForm.Blank(Shelf.Today);
    }

    /// <summary>One form, one act: what the button pressed says, with the day it bears where it bears one.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm(Name = "geste")] string? act, [FromForm(Name = "cle")] Guid? key, CancellationToken stop)
    {
        ModelState.Clear();
        await LoadAsync(stop);
        Form = StandingForm.Blank(Shelf.Today);
        var said = (act ?? "").Split(' ', 2);
        if (key is not { } known || known == Guid.Empty || said[0] is not ("creer" or "arreter" or "sauf" or "remettre" or "cocher"))
            return Unprocessable(new UnreadableWish());
        var command = new StandingCommand(Visitor.Structure, Visitor.Family, known, Visitor.UserName);
        if (said[0] == "creer")
            return await SetAsync(command, stop);
        if (said[0] == "cocher")
            return await ActAsync("", "coche", () => ticks.TickAsync(Visitor.Structure, Visitor.Family, stop));
        if (!long.TryParse(Request.Form["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) || Shelf.Lines.All(l => l.Rule.Id != id))
            return NotFound();
        var (field, typed) = said[0] == "arreter" ? ($"fin-{id}", StandingForm.Text(Request.Form, "fin")) : ($"jour-{id}", said is [_, var pressed] ? StandingForm.Short(pressed) : StandingForm.Text(Request.Form, "jour"));
        if (DayText.Read(typed) is not { } day)
            return Again(field, typed, Words.Say("Standing_DayUnreadable"));
        return said[0] switch
        {
            "arreter" => await ActAsync(field, "arrete", () => standing.EndAsync(command, id, day, stop), typed),
            "sauf" => await ActAsync(field, "sauf", () => skips.SkipAsync(command, id, day, stop), typed),
            _ => await ActAsync(field, "remis", () => skips.RestoreAsync(command, id, day, stop), typed),
        };
    }

    private async Task<IActionResult> SetAsync(StandingCommand command, CancellationToken stop)
    {
        Form = StandingForm.Read(Request.Form);
        if (Form.Chosen is { } chosen && Shelf.Children.All(c => c.Id != chosen.Child))
            return NotFound();
        if (Form.Judge(ModelState) is not { } wish)
            return Unprocessable();
        long id;
        try
        {
            id = await standing.SetAsync(command, wish, stop);
        }
        catch (Refusal refusal)
        {
            return Unprocessable(refusal, StandingForm.FieldOf(refusal));
        }
        try
        {
            await ticks.TickAsync(Visitor.Structure, Visitor.Family, stop);
        }
        catch (TooManyAtOnce)
        {
            // The abonnement is set: its days are ticked tonight.
        }
        return Response.SeeOther($"{Address}?fait=cree#a{id.ToString(CultureInfo.InvariantCulture)}");
    }

    private async Task<IActionResult> ActAsync(string field, string done, Func<Task> act, string typed = "")
    {
        try
        {
            await act();
            return Response.SeeOther($"{Address}?fait={done}");
        }
        catch (Refusal refusal)
        {
            return Again(field, typed, refusal.Sentence);
        }
    }

    private PageResult Again(string field, string typed, string sentence)
    {
        ModelState.SetModelValue(field, typed, typed);
        ModelState.AddModelError(field, sentence);
        return Unprocessable();
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Shelf = await StandingShelf.OfAsync(work, Visitor.Family, stop);
        Names = await FamilyLogins.NamesAsync(work, Visitor.Family, stop);
    }
}
