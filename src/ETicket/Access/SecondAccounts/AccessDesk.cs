using ETicket.Access.Links;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access.SecondAccounts;

/// <summary>A request as the mairie reads it: whose file, which adult, the address of the file beside the one asked for, and who asked.</summary>
/// <param name="AskedBy">The identifiant of the file that asked; null where the adult did, by the address the file bears.</param>
/// <param name="Until">Of a link that was sent, when it opens nothing any more; null while nothing was answered.</param>
public sealed record WaitingAccess(Guid Id, FamilyId Family, string Number, string FamilyName, string Adult, string? FileEmail, string Email, DateTimeOffset AskedAt, string? AskedBy, DateTimeOffset? Until);

/// <summary>« Demandes d'accès » — the mairie says yes, and a link leaves to the address that was asked for; or no, with its reason. Every responsable of the file is told by letter.</summary>
public sealed class AccessDesk(Database database, PortalAddress portal)
{
    /// <summary>Of a link that opens a second access: whoever reads it did not ask that very minute.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>How long a link that nobody followed is still shown, once it is over.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const int LongestReason = 500;

    /// <summary>« À regarder » — those without an answer, the oldest first, then those accepted whose link nobody followed yet.</summary>
    public static async Task<IReadOnlyList<WaitingAccess>> WaitingAsync(Work work, CancellationToken stop)
    {
        var forgotten = await work.NowAsync(stop) - Kept;
        var rows = await (from a in work.Read<SecondAccount>()
                          join g in work.Read<Guardian>() on a.GuardianId equals g.Id
                          join f in work.Read<Family>() on a.FamilyId equals f.Id
                          where a.State == RequestState.Pending || (a.State == RequestState.Accepted && a.OpenedAt == null && a.ExpiresAt > forgotten)
                          join l in work.Read<Login>() on a.AskedBy equals (Guid?)l.Id into askers
                          from l in askers.DefaultIfEmpty()
                          orderby a.State != RequestState.Pending, a.AskedAt
                          select new { a, g, f, Asker = l == null ? null : l.UserName }).ToListAsync(stop);
        return [.. rows.Select(r => new WaitingAccess(
            r.a.Id, r.f.Id, r.f.Number, r.f.Name, $"{r.g.FirstName} {r.g.LastName}", r.g.Email?.Trim(), r.a.Email, r.a.AskedAt, r.Asker, r.a.ExpiresAt))];
    }

    /// <summary>How many wait for an answer.</summary>
    public static Task<int> CountAsync(Work work, CancellationToken stop) => work.Read<SecondAccount>().CountAsync(a => a.State == RequestState.Pending, stop);

    /// <summary>
    /// « Accepter » — the link leaves to the address asked for; the other responsables, and that adult where the file bears another address, are told. Refuses with
    /// <see cref="UnknownRequest"/>, <see cref="RequestOver"/>, and <see cref="NoLongerInTheFile"/> where the adult left or enters by now.
    /// </summary>
    public async Task AcceptAsync(StructureId structure, Guid id, string by, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var (token, digest) = LinkToken.New();
        var asked = await DecideAsync(
            work, id, "state = 'Accepted', decided_at = eticket_now(), decided_by = $3, hash = $4, expires_at = eticket_now() + $5::interval where state = 'Pending'", stop, by, digest, Life);
        if ((await FileAdults.WithoutAccessAsync(work, asked.FamilyId, stop)).All(g => g.Id != asked.GuardianId))
            throw new NoLongerInTheFile();
        await InviteAsync(work, asked, token, stop);
        await TellAsync(work, asked, stop);
        await work.CommitAsync(stop);
    }

    /// <summary>
    /// « Renvoyer le lien » — a new one; the older is void. Refuses with <see cref="UnknownRequest"/>, <see cref="RequestOver"/> once it was followed or where there is none, and
    /// <see cref="Addresses.TooManyLetters"/> for the fourth letter in an hour.
    /// </summary>
    public async Task SendAgainAsync(StructureId structure, Guid id, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var (token, digest) = LinkToken.New();
        var asked = await DecideAsync(work, id, "hash = $3, expires_at = eticket_now() + $4::interval where state = 'Accepted' and opened_at is null", stop, digest, Life);
        await using (var count = work.Command(
            "select count(*) from outbox_letter where structure_id = $1 and name = 'SecondAccountInvitation' and lower(address) = lower($2) and queued_at > eticket_now() - interval '1 hour'",
            structure.Value, asked.Email))
        {
            if ((long)(await count.ExecuteScalarAsync(stop))! >= LoginLinks.PerHour)
                throw new Addresses.TooManyLetters();
        }
        await InviteAsync(work, asked, token, stop);
        await work.CommitAsync(stop);
    }

    /// <summary>« Refuser » — nothing opens; whoever asked reads why, the other responsables only that it was refused. Refuses with <see cref="RefusalWithoutReason"/>, <see cref="UnknownRequest"/> or <see cref="RequestOver"/>.</summary>
    public async Task RefuseAsync(StructureId structure, Guid id, string by, string reason, CancellationToken stop)
    {
        if (reason.Trim() is not { Length: > 0 and <= LongestReason } said || said.Contains('\0', StringComparison.Ordinal))
            throw new RefusalWithoutReason();
        await using var work = await database.BeginAsync(structure, stop);
        await TellAsync(work, await DecideAsync(work, id, "state = 'Refused', decided_at = eticket_now(), decided_by = $3, reason = $4 where state = 'Pending'", stop, by, said), stop);
        await work.CommitAsync(stop);
    }

    /// <summary>One answer to one request, whoever else answers at that instant.</summary>
    private static async Task<SecondAccount> DecideAsync(Work work, Guid id, string change, CancellationToken stop, params object[] values)
    {
        await using (var write = work.Command($"update second_account set {change} and structure_id = $1 and id = $2", [work.Structure.Value, id, .. values]))
        {
            if (await write.ExecuteNonQueryAsync(stop) == 0)
                throw await work.Read<SecondAccount>().AnyAsync(a => a.Id == id, stop) ? new RequestOver() : new UnknownRequest();
        }
        return await work.Read<SecondAccount>().SingleAsync(a => a.Id == id, stop);
    }

    /// <summary>The mailbox is nobody's until its link is followed: the letter names no family, no child and no adult.</summary>
    private async Task InviteAsync(Work work, SecondAccount asked, string token, CancellationToken stop) => await Outbox.AddAsync(
        work.Transaction, new Addressee(work.Structure, default, default) { Address = asked.Email }, Guid.NewGuid().ToString(),
        new SecondAccountInvitation(
            await work.Read<Structure>().Select(s => s.Name).SingleAsync(stop), portal.At($"{PortalAddress.Invitation}{work.Structure}/{token}").ToString(), asked.ExpiresAt!.Value, portal.Public.ToString()), stop);

    /// <summary>The responsables of the file who have an address; the adult whose invitation leaves to that very address reads it there.</summary>
    private async Task TellAsync(Work work, SecondAccount asked, CancellationToken stop)
    {
        var (place, file) = (await work.Read<Structure>().Select(s => s.Name).SingleAsync(stop), await work.Read<Family>().SingleAsync(f => f.Id == asked.FamilyId, stop));
        var adults = await FileAdults.ResponsablesAsync(work, asked.FamilyId, stop);
        var (accepted, asker) = (asked.State is RequestState.Accepted, asked.AskedBy is { } login ? await OwnerAsync(work, login, asked.FamilyId, stop) : asked.GuardianId);
        var first = adults.FirstOrDefault(g => g.Id == asked.GuardianId)?.FirstName ?? "";
        foreach (var adult in adults.Where(g => !string.IsNullOrWhiteSpace(g.Email)))
        {
            if (accepted && adult.Id == asked.GuardianId && string.Equals(adult.Email!.Trim(), asked.Email, StringComparison.OrdinalIgnoreCase))
                continue;
            await Outbox.AddAsync(
                work.Transaction, new Addressee(work.Structure, asked.FamilyId, adult.Id), asked.Id.ToString(),
                new SecondAccountDecided(place, file.Name, adult.FirstName, first, adult.Id == asked.GuardianId, accepted, adult.Id == asker ? asked.Reason?.TrimEnd('.') : null, portal.Public.ToString()), stop);
        }
    }

    /// <summary>The adult of that file a login belongs to, if everybody knows which.</summary>
    private static async Task<GuardianId?> OwnerAsync(Work work, Guid login, FamilyId family, CancellationToken stop)
    {
        await using var command = work.Command("select guardian_id from login_adults(array[$1]) where structure_id = $2 and family_id = $3 limit 1", login, work.Structure.Value, family.Value);
        return await command.ExecuteScalarAsync(stop) is Guid adult ? new GuardianId(adult) : null;
    }
}
