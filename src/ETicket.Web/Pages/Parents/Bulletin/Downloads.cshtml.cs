using ETicket.Bulletin.Downloads;
using ETicket.Persistence;

namespace ETicket.Web.Pages.Parents.Bulletin;

/// <summary>« Téléchargements » — the documents the structure puts at the disposal of all its families.</summary>
internal sealed class DownloadsModel(Database database) : MemberPage
{
    public IReadOnlyList<ShelvedDownload> Documents { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Documents = await DownloadShelf.OfAsync(work, stop);
    }
}
