using ETicket.Families.Documents;
using ETicket.Families.Dossier;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Web.Display.Dossier;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents.Dossier;

/// <summary>« Envoyer mon dossier » — what is still missing, each line leading to its field; then one box and one button.</summary>
internal sealed class SendModel(Database database, FileCards cards, Sendings sendings) : CardPage(database, cards)
{
    public const string Box = "lu";
    private readonly Database _database = database;

    public IReadOnlyList<MissingView> Missing { get; private set; } = [];

    /// <summary>« À prévenir en cas d'urgence ».</summary>
    public IReadOnlyList<string> Called => [.. Whole.Of(CardKind.Guardian).Concat(Whole.Of(CardKind.Trusted)).Where(c => c.Is(Fields.Emergency)).Select(c => c.Name)];

    /// <summary>The needed papers that were not sent, or are over: the file may be sent without them, and the mairie asks.</summary>
    public IReadOnlyList<string> Awaited { get; private set; } = [];

    public bool MaySend => Sendings.MaySend(Whole.Family.FileState);

    public Task OnGetAsync(CancellationToken stop) => ReadAsync(stop);

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        ModelState.Clear();
        try
        {
            await sendings.SendAsync(Visitor.Structure, Visitor.Family, Visitor.UserName, Request.Form[Box] is [.., "true"], stop);
            return Response.SeeOther($"{Home}?envoye=true");
        }
        catch (Refusal refusal)
        {
            await ReadAsync(stop);
            return Unprocessable(refusal, refusal is NotConfirmed ? Box : "");
        }
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        await LoadAsync(stop);
        Missing = [.. ETicket.Families.Dossier.Missing.Of(Whole).Select(MissingView.Of)];
        await using var work = await _database.BeginAsync(Visitor.Structure, stop);
        Awaited = [.. (await DocumentShelf.OfAsync(work, Visitor.Family, stop)).Asked.Where(a => a.Kind.Needed && a.Standing is (DocumentStanding.Missing or DocumentStanding.Over))
            .Select(a => a.Child is { } child ? $"{a.Kind.Label} ({child.FirstName})" : a.Kind.Label)];
    }
}
