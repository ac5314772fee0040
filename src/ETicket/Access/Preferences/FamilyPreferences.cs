using ETicket.Access.Events;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Mail.Stops;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access.Preferences;

/// <summary>An adult of the file as their letters are chosen: where they arrive, how early they are warned, and which they receive.</summary>
internal sealed record AdultPreferences(GuardianId Id, string FirstName, string Address, int Days, IReadOnlyList<TopicChoice> Topics);

/// <summary>What somebody asks for of one adult: topics not named stay as they are.</summary>
internal sealed record PreferenceWish(GuardianId Adult, int Days, IReadOnlyDictionary<LetterTopic, bool> Stopped);

/// <summary>
/// « Préférences » — which letters the adults of a family file receive, and how early they are warned that tickets run out. Each chooses for themselves; whoever has no access of their
/// own is chosen for by those of the file who have one: nobody silences the letters of an adult who signs in.
/// </summary>
internal sealed class FamilyPreferences(Database database)
{
    /// <summary>Of the adults this login may choose for, and who receive letters, by first name. Reads, writes nothing.</summary>
    public async Task<IReadOnlyList<AdultPreferences>> ReadAsync(Guid login, StructureId structure, FamilyId family, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        return await ReadAsync(work, login, family, stop);
    }

    /// <summary>
    /// « Enregistrer » — the choice of one adult, whole or not at all; what is already so is not written again. Noted among what happened to the login that chose. Refuses an adult this
    /// login may not choose for with <see cref="UnknownGuardian"/>, and a number of days that is none with <see cref="ThresholdOutOfRange"/>.
    /// </summary>
    public async Task SetAsync(Guid login, StructureId structure, FamilyId family, PreferenceWish wish, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var adult = (await ReadAsync(work, login, family, stop)).FirstOrDefault(a => a.Id == wish.Adult) ?? throw new UnknownGuardian();
        var changed = wish.Stopped.Where(s => adult.Topics.Single(t => t.Topic == s.Key).StoppedAt.HasValue != s.Value).ToDictionary();
        await LetterChoices.SetAsync(work, adult.Id, changed, stop);
        if (wish.Days != adult.Days)
            await LowBalanceThresholds.SetAsync(work, family, adult.Id, wish.Days, stop);
        if (changed.Count == 0 && wish.Days == adult.Days)
            return;
        await LoginEvents.NoteAsync(work, login, LoginEventKind.PreferencesChanged, stop);
        await work.CommitAsync(stop);
    }

    private static async Task<IReadOnlyList<AdultPreferences>> ReadAsync(Work work, Guid login, FamilyId family, CancellationToken stop)
    {
        var others = await OfOthersAsync(work, login, family, stop);
        var warned = (await LowBalanceThresholds.OfAsync(work, family, stop)).Where(w => !others.Contains(w.Id)).ToList();
        var ids = warned.ConvertAll(w => w.Id);
        var addresses = await work.Read<Guardian>().Where(g => ids.Contains(g.Id)).ToDictionaryAsync(g => g.Id, g => g.Email!.Trim(), stop);
        var topics = await LetterChoices.ReadAsync(work, ids, stop);
        return warned.ConvertAll(w => new AdultPreferences(w.Id, w.FirstName, addresses[w.Id], w.Days, topics[w.Id]));
    }

    /// <summary>The adults of the file who sign in under another login than this one.</summary>
    private static async Task<HashSet<GuardianId>> OfOthersAsync(Work work, Guid login, FamilyId family, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select h from login_holders($1, $2) h
            where not exists (select from login_adults(array[$3]) a where a.structure_id = $1 and a.family_id = $2 and a.guardian_id = h)
            """,
            work.Structure.Value, family.Value, login);
        var others = new HashSet<GuardianId>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            others.Add(new(reader.GetGuid(0)));
        return others;
    }
}
