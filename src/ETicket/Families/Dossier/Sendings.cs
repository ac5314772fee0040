using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Families.Dossier;

/// <summary>« Envoyer le dossier » — the family is done; from here on it reads its file, until the mairie answers (<see cref="FamilyFiles.SetStateAsync"/>).</summary>
public sealed class Sendings(Database database)
{
    /// <summary>Whether the family sends a file that is so far.</summary>
    public static bool MaySend(FileState state) => state is FileState.ToSend or FileState.ToComplete;

    /// <summary>
    /// « Envoyer » — once the box is ticked and nothing is missing. Refuses with <see cref="NothingToSend"/>, <see cref="NotConfirmed"/> or <see cref="FileNotComplete"/>; sent by two people
    /// at once, it is sent by one.
    /// </summary>
    public async Task SendAsync(StructureId structure, FamilyId family, string by, bool confirmed, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        if (!MaySend(await FileCards.HoldAsync(work, family, stop)))
            throw new NothingToSend();
        if (!confirmed)
            throw new NotConfirmed();
        if (Missing.Of(await CardReader.ReadAsync(work, family, stop)).Count > 0)
            throw new FileNotComplete();
        await using var command = work.Command(
            "update family set file_state = 'Sent', state_since = eticket_now(), sent_by = $3 where structure_id = $1 and id = $2", structure.Value, family.Value, by);
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }
}
