using ETicket.Access.Addresses;
using ETicket.Access.Passwords;
using ETicket.Families;
using ETicket.Families.Dossier;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access.SecondAccounts;

/// <summary>What a login asked for an adult of its file, and how far it is.</summary>
public sealed record AskedAccess(string FirstName, string Email, DateTimeOffset AskedAt, RequestState State, string? Reason, bool Opened);

/// <summary>What the page of a login shows: for whom an access may be asked, by first name with the address of the file, and what was asked already, the newest first.</summary>
public sealed record SecondAccountSheet(IReadOnlyList<(GuardianId Id, string FirstName, string? Email)> Adults, IReadOnlyList<AskedAccess> Asked);

/// <summary>
/// « Demander un deuxième accès » — for another responsable of the file, always with an address of their own. Nothing opens by asking: the mairie answers (<see cref="AccessDesk"/>).
/// </summary>
public sealed class SecondAccesses(Database database)
{
    /// <summary>« Pour qui, et où en est-on » — what this login asked, and never what somebody else did.</summary>
    public async Task<SecondAccountSheet> ReadAsync(Guid login, StructureId structure, FamilyId family, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var adults = await FileAdults.WithoutAccessAsync(work, family, stop);
        var asked = await (from a in work.Read<SecondAccount>()
                           join g in work.Read<Guardian>() on a.GuardianId equals g.Id
                           where a.FamilyId == family && a.AskedBy == login
                           orderby a.AskedAt descending
                           select new AskedAccess(g.FirstName, a.Email, a.AskedAt, a.State, a.Reason, a.OpenedAt != null)).ToListAsync(stop);
        return new([.. adults.Select(g => (g.Id, g.FirstName, g.Email?.Trim()))], asked);
    }

    /// <summary>
    /// « Demander » — waits for the mairie; asked again by the same login before the answer, the last address counts. Refuses an adult who is none of the file's responsables, or enters
    /// already (<see cref="NobodyToInvite"/>), what is no address (<see cref="NotAnAddress"/>), that of another adult of the file (<see cref="AddressOfAnother"/>), and where somebody else
    /// asked and the answer is not there (<see cref="AlreadyAsked"/>).
    /// </summary>
    /// <param name="login">Who asks: a login of that file.</param>
    /// <param name="structure">The structure of the file.</param>
    /// <param name="family">The file.</param>
    /// <param name="adult">For whom.</param>
    /// <param name="typed">Their address, as typed.</param>
    /// <param name="stop">Cancellation.</param>
    public async Task AskAsync(Guid login, StructureId structure, FamilyId family, GuardianId adult, string typed, CancellationToken stop)
    {
        var email = typed.Trim();
        await using var work = await database.BeginAsync(structure, stop);
        if ((await FileAdults.WithoutAccessAsync(work, family, stop)).FirstOrDefault(g => g.Id == adult) is not { } wanted)
            throw new NobodyToInvite();
        if (!MailAddress.IsValid(email))
            throw new NotAnAddress();
        if (await FileAdults.IsOfAnotherAsync(work, family, adult, email, stop))
            throw new AddressOfAnother();
        if (!await WriteAsync(work, wanted, email, login, "where second_account.asked_by = excluded.asked_by", stop))
            throw new AlreadyAsked();
        await work.CommitAsync(stop);
    }

    /// <summary>
    /// The same, asked by the adult whose address the file bears and who proved to read it: of two requests for one adult that one stands. Nothing where the file is not entered yet; the
    /// caller then opens it.
    /// </summary>
    internal static async Task<bool> AskedByTheAdultAsync(Work work, Guardian adult, CancellationToken stop)
    {
        // One at a time: of two adults who open the same file at once, the second asks.
        await FileCards.HoldAsync(work, adult.FamilyId, stop);
        return await FileAdults.IsEnteredAsync(work, adult.FamilyId, stop) && await WriteAsync(work, adult, adult.Email!.Trim(), login: null, "", stop);
    }

    private static async Task<bool> WriteAsync(Work work, Guardian adult, string email, Guid? login, string only, CancellationToken stop)
    {
        await using var write = work.Command(
            $"""
            insert into second_account (structure_id, id, family_id, guardian_id, email, asked_at, asked_by, state) values ($1, $2, $3, $4, $5, eticket_now(), $6::uuid, 'Pending')
            on conflict (structure_id, guardian_id) where state = 'Pending'
            do update set email = excluded.email, asked_at = excluded.asked_at, asked_by = excluded.asked_by {only}
            """,
            work.Structure.Value, Guid.CreateVersion7(), adult.FamilyId.Value, adult.Id.Value, email, login);
        return await write.ExecuteNonQueryAsync(stop) == 1;
    }
}
