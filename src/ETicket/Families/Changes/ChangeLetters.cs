using ETicket.Families.Dossier;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Families.Changes;

/// <summary>« Réponse à une demande » — one letter for each decision, to each adult of the file who receives letters, in the decision's own transaction.</summary>
internal static class ChangeLetters
{
    public static async Task TellAsync(Work work, PortalAddress portal, FileChange change, CancellationToken stop)
    {
        var family = await work.Read<Family>().SingleAsync(f => f.Id == change.FamilyId, stop);
        var structure = await work.Read<Structure>().Select(s => s.Name).SingleAsync(stop);
        var card = change.IsCard ? change.Wanted : await CardReader.FindAsync(work, change.FamilyId, change.Kind, change.Subject, stop);
        var address = portal.At($"/famille/dossier?fiche={change.Subject:N}").ToString();
        var readers = await work.Read<Guardian>().Where(g => g.FamilyId == change.FamilyId && g.ReceivesLetters && g.LeftAt == null && g.Email != null).OrderBy(g => g.Id).ToListAsync(stop);
        await Outbox.AddAllAsync(
            work.Transaction, change.Id.ToString(),
            readers.ConvertAll(g => (new Addressee(work.Structure, change.FamilyId, g.Id), new ChangeDecided(
                structure, family.Name, g.FirstName, card?.Name ?? "", change.IsCard, change.State is ChangeState.Accepted, change.AskedAt, change.Reason?.TrimEnd('.'), address, portal.Public.ToString()))), stop);
    }
}
