using ETicket.Access;
using ETicket.Bulletin.Downloads;
using ETicket.Families.Documents;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Web.Display.Bulletin;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.TownHall.Bulletin;

/// <summary>« Téléchargements » — what all families find there: adding a document, withdrawing one.</summary>
[UploadLimit]
[RequestSizeLimit(UploadLimitAttribute.MostBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = UploadLimitAttribute.MostBytes, MemoryBufferThreshold = UploadLimitAttribute.MostBytes)]
internal sealed class DownloadsModel(Database database, DownloadShelf shelf) : MemberPage
{
    public const string Address = "/mairie/telechargements";
    public const string TitleField = "titre";
    public const string CategoryField = "categorie";
    public const string FileField = "fichier";

    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    public IReadOnlyList<ShelvedDownload> Documents { get; private set; } = [];
    public Guid Key { get; private set; } = Guid.NewGuid();
    public string Subject { get; private set; } = "";
    public string Category { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (!Visitor.Role.KeepsFiles())
            return StatusCode(StatusCodes.Status403Forbidden);
        await LoadAsync(stop);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        ModelState.Clear();
        Fait = null;
        if (!Visitor.Role.KeepsFiles())
            return StatusCode(StatusCodes.Status403Forbidden);
        var form = Request.Form;
        if (form["geste"] == "retirer")
        {
            return Guid.TryParse(form["id"], out var id) && await shelf.WithdrawAsync(Visitor.Structure, Visitor.UserName, id, stop)
                ? Response.SeeOther($"{Address}?fait=retire") : NotFound();
        }
        (Subject, Category) = (Typed.Short(form[TitleField], 2 * Download.TitleMost), Typed.Short(form[CategoryField], 2 * Download.CategoryMost));
        try
        {
            Key = form["geste"] == "ajouter" && Guid.TryParse(form["cle"], out var key) && key != Guid.Empty ? key : throw new DownloadFormUnreadable();
            await shelf.PutAsync(Visitor.Structure, Visitor.UserName, new(Key, form[TitleField].ToString(), form[CategoryField].ToString()), await Uploads.ReadAsync(form, FileField, stop), stop);
            return Response.SeeOther($"{Address}?fait=ajoute");
        }
        catch (Refusal refusal)
        {
            await LoadAsync(stop);
            return Unprocessable(refusal, refusal switch { FileRefused => FileField, DownloadTitleRefused => TitleField, CategoryRefused => CategoryField, _ => "" });
        }
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Documents = await DownloadShelf.OfAsync(work, stop);
    }
}
