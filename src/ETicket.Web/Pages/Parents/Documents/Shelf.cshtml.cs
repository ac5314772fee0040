using ETicket.Families.Documents;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents.Documents;

/// <summary>« Mes documents » — what the structure asks for, what the family sent, what it received; sending one, withdrawing one's own.</summary>
[UploadLimit]
[RequestSizeLimit(UploadLimitAttribute.MostBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = UploadLimitAttribute.MostBytes, MemoryBufferThreshold = UploadLimitAttribute.MostBytes)]
internal sealed class ShelfModel(Database database, FamilyDocuments documents) : MemberPage
{
    public const string Address = "/famille/documents";

    /// <summary>What was just done, and what the form is opened for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Pour { get; set; }

    public DocumentShelf Shelf { get; private set; } = null!;
    public DocumentForm Form { get; private set; } = null!;
    public DateOnly Today { get; private set; }

    private DocumentActor Actor => new(Visitor.Structure, Visitor.Family, Visitor.Login, Visitor.UserName);

    public async Task OnGetAsync(CancellationToken stop)
    {
        await LoadAsync(stop);
        // Of what one came for, else of the first paper that is wanted.
        var wanted = Shelf.Asked.FirstOrDefault(a => a.Kind.Needed && a.Standing is not DocumentStanding.Good);
        Form = DocumentForm.Blank(Pour ?? (wanted is null ? DocumentForm.Free : DocumentForm.PlaceOf(wanted)));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        ModelState.Clear();
        Form = DocumentForm.Read(Request.Form) ?? DocumentForm.Blank(null);
        if (Request.Form["geste"] == "retirer")
            return await WithdrawAsync(stop);
        try
        {
            if (DocumentForm.Read(Request.Form) is null || Request.Form["geste"] != "envoyer")
                throw new DocumentFormUnreadable();
            var wish = Form.Wish();
            await documents.SendAsync(Actor, wish, await Uploads.ReadAsync(Request.Form, DocumentForm.FileField, stop), stop);
            return Response.SeeOther($"{Address}?fait=envoye#envoyes");
        }
        catch (Refusal refusal)
        {
            return await AgainAsync(refusal, DocumentForm.FieldOf(refusal), stop);
        }
    }

    private async Task<IActionResult> WithdrawAsync(CancellationToken stop)
    {
        if (!DocumentId.TryParse(Request.Form["id"], null, out var id))
            return NotFound();
        try
        {
            return await documents.WithdrawAsync(Actor, id, stop) ? Response.SeeOther($"{Address}?fait=retire#envoyes") : NotFound();
        }
        catch (DocumentsAreRead refusal)
        {
            return await AgainAsync(refusal, "", stop);
        }
    }

    private async Task<IActionResult> AgainAsync(Refusal refusal, string field, CancellationToken stop)
    {
        await LoadAsync(stop);
        return Unprocessable(refusal, field);
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Shelf = await DocumentShelf.OfAsync(work, Visitor.Family, stop);
        Today = ParisTime.DayOf(await work.NowAsync(stop));
    }
}
