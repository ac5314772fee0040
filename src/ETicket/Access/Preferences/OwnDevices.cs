using ETicket.Access.Events;
using ETicket.Kernel;
using ETicket.Mail.Pushes;
using ETicket.Persistence;

namespace ETicket.Access.Preferences;

/// <summary>« Mes appareils » — those on which a login is told by a notification that a message waits. Only where everybody knows which adult of the file the login belongs to.</summary>
internal sealed class OwnDevices(Database database, FamilyPreferences preferences, PushDevices devices)
{
    /// <summary>What a browser subscribes with; null: no notifications are sent, or the login is no adult's.</summary>
    public string? KeyFor(IEnumerable<AdultPreferences> adults) => adults.Any(a => a.Own) ? devices.PortalKey : null;

    public async Task<int> CountAsync(Guid login, StructureId structure, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        return await PushDevices.CountAsync(work, login, stop);
    }

    /// <summary>« Recevoir des notifications » on this device; asked again it stays one. False for what no browser gives, and where the login is no adult's.</summary>
    public async Task<bool> AddAsync(Guid login, StructureId structure, FamilyId family, PushAddress address, CancellationToken stop)
    {
        if (!devices.Accepts(address) || (await preferences.ReadAsync(login, structure, family, stop)).FirstOrDefault(a => a.Own) is not { } adult)
            return false;
        await using var work = await database.BeginAsync(structure, stop);
        await PushDevices.AddAsync(work, login, adult.Id, address, stop);
        await LoginEvents.NoteAsync(work, login, LoginEventKind.PreferencesChanged, stop);
        await work.CommitAsync(stop);
        return true;
    }

    /// <summary>« Cet appareil » — the session on it is over, and its browser threw its own end away: it is told no more. No choice of its owner, and no line of their history.</summary>
    public async Task ForgetAsync(Guid login, StructureId structure, string digest, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await PushDevices.ForgetAsync(work, login, digest, stop);
        await work.CommitAsync(stop);
    }

    /// <summary>« Ne plus en recevoir » — on every device of this login, in this structure: letters are sent again.</summary>
    public async Task ForgetAsync(Guid login, StructureId structure, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await PushDevices.ForgetAsync(work, login, stop);
        await LoginEvents.NoteAsync(work, login, LoginEventKind.PreferencesChanged, stop);
        await work.CommitAsync(stop);
    }
}
