using ETicket.Access.Events;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Mail.Stops;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access.Preferences;

/// <summary>An adult of the file as their letters are chosen: where they arrive, how early they are warned, and which they receive.</summary>
internal sealed record AdultPreferences(GuardianId Id, string FirstName, string Address, int Days, IReadOnlyList<TopicChoice> Topics)
{
    /// <summary>The login is this adult's own: their devices may be told instead.</summary>
    public bool Own { get; init; }
}

/// <summary>What somebody asks for of one adult: topics not named stay as they are.</summary>
internal sealed record PreferenceWish(GuardianId Adult, int Days, IReadOnlyDictionary<LetterTopic, bool> Stopped)
{
    public IReadOnlyDictionary<LetterTopic, bool> ByPush { get; init; } = new Dictionary<LetterTopic, bool>();
}

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
        var told = wish.ByPush.Where(s => adult.Own && adult.Topics.Single(t => t.Topic == s.Key).ByPush != s.Value).ToDictionary();
        await LetterChoices.SetAsync(work, adult.Id, changed, stop);
        await LetterChoices.SetPushAsync(work, adult.Id, told, stop);
        if (wish.Days != adult.Days)
            await LowBalanceThresholds.SetAsync(work, family, adult.Id, wish.Days, stop);
        if (changed.Count == 0 && told.Count == 0 && wish.Days == adult.Days)
            return;
        await LoginEvents.NoteAsync(work, login, LoginEventKind.PreferencesChanged, stop);
        await work.CommitAsync(stop);
    }

    /// <summary>« Seuils d'alerte » — of the same adults: nobody sets how early somebody else who signs in is warned.</summary>
    public static async Task<IReadOnlyList<WarnedGuardian>> WarnedAsync(Work work, Guid login, FamilyId family, CancellationToken stop)
    {
        var holders = await HoldersAsync(work, login, family, stop);
        return [.. (await LowBalanceThresholds.OfAsync(work, family, stop)).Where(w => holders.GetValueOrDefault(w.Id, true))];
    }

    private static async Task<IReadOnlyList<AdultPreferences>> ReadAsync(Work work, Guid login, FamilyId family, CancellationToken stop)
    {
        var holders = await HoldersAsync(work, login, family, stop);
        var warned = (await LowBalanceThresholds.OfAsync(work, family, stop)).Where(w => holders.GetValueOrDefault(w.Id, true)).ToList();
        var ids = warned.ConvertAll(w => w.Id);
        var addresses = await work.Read<Guardian>().Where(g => ids.Contains(g.Id)).ToDictionaryAsync(g => g.Id, g => g.Email!.Trim(), stop);
        var topics = await LetterChoices.ReadAsync(work, ids, stop);
        return warned.ConvertAll(w => new AdultPreferences(w.Id, w.FirstName, addresses[w.Id], w.Days, topics[w.Id]) { Own = holders.GetValueOrDefault(w.Id) });
    }

    /// <summary>The adults of the file who sign in, and whether this very login is theirs.</summary>
    private static async Task<IReadOnlyDictionary<GuardianId, bool>> HoldersAsync(Work work, Guid login, FamilyId family, CancellationToken stop)
    {
        await using var command = work.Command(
            "select h, exists (select from login_adults(array[$3]) a where a.structure_id = $1 and a.family_id = $2 and a.guardian_id = h) from login_holders($1, $2) h",
            work.Structure.Value, family.Value, login);
        var holders = new Dictionary<GuardianId, bool>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            holders[new(reader.GetGuid(0))] = reader.GetBoolean(1);
        return holders;
    }
}
