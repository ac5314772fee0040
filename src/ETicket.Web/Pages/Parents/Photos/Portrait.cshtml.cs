using ETicket.Families.Documents;
using ETicket.Families.Dossier;
using ETicket.Families.Photos;
using ETicket.Kernel;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents.Photos;

/// <summary>« Photo » — of one child: seen, sent, withdrawn.</summary>
[UploadLimit]
[RequestSizeLimit(UploadLimitAttribute.MostBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = UploadLimitAttribute.MostBytes, MemoryBufferThreshold = UploadLimitAttribute.MostBytes)]
internal sealed class PortraitModel(ChildPhotos photos) : MemberPage
{
    public const string FileField = "photo";

    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    public Guid Child { get; private set; }
    public PhotoSheet Sheet { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken stop) => await LoadAsync(id, stop) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken stop)
    {
        ModelState.Clear();
        if (!await LoadAsync(id, stop))
            return NotFound();
        var place = Place(id);
        try
        {
            if (Request.Form["geste"] == "retirer")
            {
                await photos.RemoveAsync(place, stop);
                return Response.SeeOther($"{AddressOf(id)}?fait=retiree");
            }
            await photos.SendAsync(place, Visitor.UserName, await Uploads.ReadAsync(Request.Form, FileField, stop), stop);
            return Response.SeeOther($"{AddressOf(id)}?fait=envoyee");
        }
        catch (FileRefused refusal)
        {
            return Unprocessable(refusal, FileField);
        }
        catch (FileIsBeingRead refusal)
        {
            await LoadAsync(id, stop);
            return Unprocessable(refusal);
        }
    }

    public static string AddressOf(Guid child) => $"/famille/dossier/enfants/{child}/photo";

    private PhotoPlace Place(Guid id) => new(Visitor.Structure, Visitor.Family, new ChildId(id));

    private async Task<bool> LoadAsync(Guid id, CancellationToken stop)
    {
        Child = id;
        if (await photos.OfAsync(Place(id), stop) is not { } sheet)
            return false;
        Sheet = sheet;
        return true;
    }
}
