using ETicket.Access;
using ETicket.Families;
using ETicket.Families.Documents;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Web.Display.Bulletin;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.TownHall.Files;

/// <summary>« Adresser un document » — to one family, of all of it or of a child; found in its own documents, and a letter says that it is there.</summary>
[UploadLimit]
[RequestSizeLimit(UploadLimitAttribute.MostBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = UploadLimitAttribute.MostBytes, MemoryBufferThreshold = UploadLimitAttribute.MostBytes)]
internal sealed class GiveModel(Database database, FamilyDocuments documents) : MemberPage
{
    public const string TitleField = "titre";
    public const string ChildField = "enfant";
    public const string FileField = "fichier";

    [BindProperty(SupportsGet = true)]
    public bool Fait { get; set; }

    public Family Family { get; private set; } = null!;
    public DocumentShelf Shelf { get; private set; } = null!;
    public Guid Key { get; private set; } = Guid.NewGuid();
    public string Subject { get; private set; } = "";
    public string Child { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync([FromRoute] Guid id, CancellationToken stop) =>
        !Visitor.Role.KeepsFiles() ? StatusCode(StatusCodes.Status403Forbidden) : await LoadAsync(new(id), stop) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync([FromRoute] Guid id, CancellationToken stop)
    {
        ModelState.Clear();
        Fait = false;
        if (!Visitor.Role.KeepsFiles())
            return StatusCode(StatusCodes.Status403Forbidden);
        if (!await LoadAsync(new(id), stop))
            return NotFound();
        var form = Request.Form;
        (Subject, Child) = (Typed.Short(form[TitleField], 2 * DocumentWish.TitleMost), Typed.Short(form[ChildField], 40));
        try
        {
            Key = Guid.TryParse(form["cle"], out var key) && key != Guid.Empty ? key : throw new DocumentFormUnreadable();
            ChildId? child = Child.Length == 0 ? null : ChildId.TryParse(Child, null, out var named) ? named : throw new UnknownDocumentPlace();
            await documents.GiveAsync(
                new(Visitor.Structure, null, Visitor.Login, Visitor.UserName), Family.Id, new(Key, null, child, form[TitleField].ToString(), null), await Uploads.ReadAsync(form, FileField, stop), stop);
            return Response.SeeOther($"/mairie/dossiers/{id}/documents?fait=true");
        }
        catch (Refusal refusal)
        {
            return Unprocessable(refusal, refusal switch { FileRefused => FileField, TitleRefused => TitleField, UnknownDocumentPlace => ChildField, _ => "" });
        }
    }

    private async Task<bool> LoadAsync(FamilyId family, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        if (await work.Read<Family>().SingleOrDefaultAsync(f => f.Id == family, stop) is not { } found)
            return false;
        (Family, Shelf) = (found, await DocumentShelf.OfAsync(work, family, stop));
        return true;
    }
}
