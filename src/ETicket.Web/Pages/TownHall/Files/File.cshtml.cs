using ETicket.Access;
using ETicket.Families;
using ETicket.Families.Changes;
using ETicket.Families.Desk;
using ETicket.Families.Dossier;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Web.Display.Dossier;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.TownHall.Files;

/// <summary>« Dossier d'une famille » — read whole, answered once; each change asked for is accepted, or refused with a reason.</summary>
internal sealed class FileModel(Database database, FileDesk desk, Decisions decisions) : MemberPage
{
    public const string MissingField = "manque";

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    public FileView Whole { get; private set; } = null!;
    public string Typed { get; private set; } = "";

    /// <summary>Its children who seem to stand in another file too.</summary>
    public IReadOnlyList<KnownChild> Known { get; private set; } = [];

    public IEnumerable<FileChange> Asked => Whole.Changes.Where(c => c.State is ChangeState.Pending);

    public static string ReasonField(FileChange change) => $"motif-{change.Id:N}";

    public async Task<IActionResult> OnGetAsync([FromRoute] Guid id, CancellationToken stop) =>
        !Visitor.Role.KeepsFiles() ? StatusCode(StatusCodes.Status403Forbidden) : await LoadAsync(new(id), stop) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync([FromRoute] Guid id, [FromForm(Name = "geste")] string? act, [FromForm(Name = "demande")] Guid? asked, [FromForm(Name = "texte")] string? text, CancellationToken stop)
    {
        ModelState.Clear();
        Fait = null;
        if (!Visitor.Role.KeepsFiles())
            return StatusCode(StatusCodes.Status403Forbidden);
        if (!await LoadAsync(new(id), stop))
            return NotFound();
        var change = Whole.Changes.FirstOrDefault(c => c.Id == asked);
        if (act is not ("valider" or "completer") && change is null)
            return NotFound();
        Typed = DossierForm.Short(text ?? "", 1000);
        try
        {
            await (act switch
            {
                "valider" => desk.ValidateAsync(Visitor.Structure, Whole.Family.Id, stop),
                "completer" => desk.AskAsync(Visitor.Structure, Whole.Family.Id, text ?? "", stop),
                "accepter" => decisions.AcceptAsync(Visitor.Structure, change!.Id, Visitor.UserName, stop),
                _ => decisions.RefuseAsync(Visitor.Structure, change!.Id, Visitor.UserName, text ?? "", stop),
            });
            return Response.SeeOther($"/mairie/dossiers/{id}?fait={(act is "valider" or "completer" or "accepter" ? act : "refuser")}");
        }
        catch (Refusal refusal)
        {
            await LoadAsync(new(id), stop);
            return Unprocessable(refusal, act == "completer" && refusal is not NothingToAnswer ? MissingField : change is { State: ChangeState.Pending } && act != "accepter" ? ReasonField(change) : "");
        }
    }

    public string CardOf(FileChange change) => Whole.Cards.FirstOrDefault(c => c.Subject == change.Subject) is { } card ? DossierWords.TitleOf(card) : "";

    public FieldView FieldOf(FileChange change)
    {
        var field = Fields.Of(change.Kind).Single(f => f.Name == change.Field);
        return new(field, "", DossierWords.Of(change.Kind, field), "", false, null, null, null, FieldView.ChoicesOf(change.Kind, field, Whole.Choices)) { Change = change };
    }

    private async Task<bool> LoadAsync(FamilyId family, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        if (!await work.Read<Family>().AnyAsync(f => f.Id == family, stop))
            return false;
        Whole = await CardReader.ReadAsync(work, family, stop);
        Known = await KnownChildren.OfAsync(work, [family], stop);
        return true;
    }
}
