using System.Globalization;
using ETicket.Families.Changes;
using ETicket.Families.Dossier;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Families.Desk;

/// <summary>« Dossier à traiter » — a file that waits for the mairie: sent, or with changes asked for.</summary>
public sealed record WaitingFile(FamilyId Family, string Number, string Name, FileState State, DateTimeOffset? Since, int Asked);

/// <summary>« Bureau des dossiers » — what families sent is read, and answered once: it is valid, or something is missing. The letter leaves with the answer.</summary>
public sealed class FileDesk(Database database, PortalAddress portal)
{
    /// <summary>Where a family reads its file.</summary>
    private const string File = "/famille/dossier";

    /// <summary>What is missing, one thing a line.</summary>
    private static readonly Field Missing = new(nameof(Family.Answer), FieldKind.Note, CardPart.Note, "answer") { Longest = 1000, Required = true };

    /// <summary>« Dossiers à traiter » — those sent, the oldest first, then those with changes asked for.</summary>
    public static async Task<IReadOnlyList<WaitingFile>> WaitingAsync(Work work, CancellationToken stop)
    {
        var asked = await work.Read<FileChange>().Where(c => c.State == ChangeState.Pending).GroupBy(c => c.FamilyId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        var ids = asked.Keys.ToList();
        var families = await work.Read<Family>().Where(f => f.FileState == FileState.Sent || ids.Contains(f.Id)).ToListAsync(stop);
        return [.. families.OrderBy(f => f.FileState is not FileState.Sent).ThenBy(f => f.StateSince).ThenBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => new WaitingFile(f.Id, f.Number, f.Name, f.FileState, f.StateSince, asked.GetValueOrDefault(f.Id)))];
    }

    /// <summary>« Dossier traité » — valid from now on; its adults are written to. Refuses with <see cref="NothingToAnswer"/> a file that is not sent.</summary>
    public async Task ValidateAsync(StructureId structure, FamilyId family, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var facts = await AnswerAsync(work, family, FileState.Validated, null, stop);
        var children = await (from f in work.Read<FamilyChild>() join c in work.Read<Child>() on f.ChildId equals c.Id where f.FamilyId == family && f.LeftAt == null orderby c.FirstName select c.FirstName).ToListAsync(stop);
        await Outbox.AddAllAsync(
            work.Transaction, facts.Reference,
            facts.Readers.ConvertAll(g => (new Addressee(structure, family, g.Id), new FileProcessed(
                facts.Structure, facts.Family, g.FirstName, children.ConvertAll(c => new NamedChild(c)), portal.At(File).ToString(), portal.Public.ToString()))), stop);
        await work.CommitAsync(stop);
    }

    /// <summary>
    /// « À compléter » — the family writes again, and reads what is missing. Refuses with <see cref="NothingToAnswer"/> a file that is not sent, and what cannot be written as a note of a
    /// card is refused (<see cref="FieldRules"/>).
    /// </summary>
    public async Task AskAsync(StructureId structure, FamilyId family, string missing, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var said = FieldRules.Read(Missing, missing, ParisTime.DayOf(await work.NowAsync(stop)), await CardReader.ChoicesAsync(work, stop));
        var facts = await AnswerAsync(work, family, FileState.ToComplete, said, stop);
        List<FileItem> items = [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => new FileItem(line.TrimEnd('.'), null, Refused: false, null))];
        await Outbox.AddAllAsync(
            work.Transaction, facts.Reference,
            facts.Readers.ConvertAll(g => (new Addressee(structure, family, g.Id), new FileToComplete(
                facts.Structure, facts.Family, g.FirstName, items, null, portal.At(File).ToString(), portal.Public.ToString()))), stop);
        await work.CommitAsync(stop);
    }

    /// <summary>One answer to one sending: whoever answers second finds no file that waits.</summary>
    private static async Task<Facts> AnswerAsync(Work work, FamilyId family, FileState answer, string? said, CancellationToken stop)
    {
        if (await FileCards.HoldAsync(work, family, stop) is not FileState.Sent)
            throw new NothingToAnswer();
        var file = await work.Read<Family>().SingleAsync(f => f.Id == family, stop);
        await using (var command = work.Command(
            "update family set file_state = $3, state_since = eticket_now(), answer = $4::text where structure_id = $1 and id = $2", work.Structure.Value, family.Value, answer.ToString(), said))
            await command.ExecuteNonQueryAsync(stop);
        return new(
            await work.Read<Structure>().Select(s => s.Name).SingleAsync(stop), file.Name, $"{family}/{(file.StateSince?.UtcTicks ?? 0).ToString(CultureInfo.InvariantCulture)}",
            await work.Read<Guardian>().Where(g => g.FamilyId == family && g.ReceivesLetters && g.Email != null).OrderBy(g => g.Id).ToListAsync(stop));
    }

    private sealed record Facts(string Structure, string Family, string Reference, List<Guardian> Readers);
}
