using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Mail.Stops;

/// <summary>What the page of a stop shows: the commune, what it is about, and since when it is stopped.</summary>
internal sealed record StopSeen(string StructureName, LetterTopic Topic, DateTimeOffset? StoppedAt);

/// <summary>« Arrêter les courriers » — the verbs of the address at a letter's foot. The token is the whole right: no session, no cookie (RFC 8058).</summary>
internal sealed class LetterStops(Database database)
{
    /// <summary>Null when nothing is known under this token in this structure.</summary>
    public async Task<StopSeen?> FindAsync(StructureId structure, Guid token, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        return await work.Read<LetterStop>().Where(s => s.Token == token)
            .Join(work.Read<Structure>(), s => s.StructureId, s => s.Id, (s, place) => new StopSeen(place.Name, s.Topic, s.StoppedAt)).SingleOrDefaultAsync(stop);
    }

    /// <summary>« Arrêter » or « recevoir à nouveau »; said twice, it is done once. False when nothing is known under this token.</summary>
    public async Task<bool> SetAsync(StructureId structure, Guid token, bool stopped, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command(
            "update letter_stop set stopped_at = case when $3 then coalesce(stopped_at, eticket_now()) end where structure_id = $1 and token = $2", structure.Value, token, stopped);
        var known = await command.ExecuteNonQueryAsync(stop) == 1;
        await work.CommitAsync(stop);
        return known;
    }
}
