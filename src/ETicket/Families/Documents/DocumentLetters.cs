using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Families.Documents;

/// <summary>« Un document vous attend » — written once for each document, to each adult of the file who receives letters, in the transaction that keeps it.</summary>
internal static class DocumentLetters
{
    public static async Task TellAsync(Work work, PortalAddress portal, FamilyId family, DocumentId document, CancellationToken stop)
    {
        var (name, structure) = (await work.Read<Family>().Where(f => f.Id == family).Select(f => f.Name).SingleAsync(stop), await work.Read<Structure>().Select(s => s.Name).SingleAsync(stop));
        var (now, address) = (await work.NowAsync(stop), portal.At("/famille/documents#recus").ToString());
        var readers = await work.Read<Guardian>().Where(g => g.FamilyId == family && g.ReceivesLetters && g.LeftAt == null && g.Email != null).OrderBy(g => g.Id).ToListAsync(stop);
        await Outbox.AddAllAsync(
            work.Transaction, document.ToString(),
            readers.ConvertAll(g => (new Addressee(work.Structure, family, g.Id), new DocumentReceived(structure, name, g.FirstName, now, address, portal.Public.ToString()))), stop);
    }
}
