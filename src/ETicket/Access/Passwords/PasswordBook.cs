using ETicket.Access.Events;
using ETicket.Access.Links;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access.Passwords;

/// <summary>A login whose password is about to change, the adults it belongs to, and the words everybody knows of them.</summary>
internal sealed record PasswordOwner(Login Login, IReadOnlyList<LoginAdult> Adults, IReadOnlyList<string> OwnWords);

/// <summary>« Écrire un mot de passe » — whatever brought it: the hash, the sessions and links it ends and the letter that tells it, in one transaction.</summary>
internal sealed class PasswordBook(Database database, IPasswordHasher<Login> hasher, PortalAddress portal)
{
    public async Task<PasswordOwner> OfAsync(Guid login, CancellationToken stop)
    {
        await using var db = database.OutsideStructures();
        var row = await db.Set<Login>().AsNoTracking().SingleAsync(l => l.Id == login, stop);
        var adults = await LoginAdults.OfAsync(database, login, stop);
        List<string> words = [row.UserName ?? "", row.Email ?? "", .. adults.Select(a => a.Address)];
        foreach (var structure in await db.Set<LoginAccess>().Where(a => a.LoginId == login).Select(a => a.StructureId).Distinct().ToListAsync(stop))
        {
            await using var work = await database.BeginAsync(structure, stop);
            var place = await work.Read<Structure>().SingleAsync(stop);
            words.AddRange([place.Name, place.Town]);
        }
        return new(row, adults, words);
    }

    /// <summary>A transaction to write it in; a login of the staff is told by no letter, so that any structure does.</summary>
    public Task<Work> BeginAsync(PasswordOwner owner, CancellationToken stop) => database.BeginAsync(owner.Adults.Count > 0 ? owner.Adults[0].Structure : default, stop);

    /// <summary>
    /// Writes the new password and ends the login's sessions but <paramref name="kept"/>. False, and nothing written, where another change came first: what was proved was the
    /// password of before.
    /// </summary>
    public async Task<bool> WriteAsync(Work work, PasswordOwner owner, string chosen, Guid? kept, CancellationToken stop)
    {
        var login = owner.Login;
        await using var write = work.Command(
            "update login set password_hash = $2, security_stamp = $3 where id = $1 and password_hash is not distinct from $4", login.Id,
            hasher.HashPassword(login, PasswordRules.Written(chosen)), Guid.NewGuid().ToString(), login.PasswordHash);
        if (await write.ExecuteNonQueryAsync(stop) == 0)
            return false;
        await Sessions.CloseOthersAsync(work, login.Id, kept, stop);
        await LoginLinks.VoidAsync(work, login.Id, stop);
        await LoginEvents.NoteAsync(work, login.Id, LoginEventKind.PasswordChanged, stop);
        await TellAsync(work, owner, letter => letter, stop);
        return true;
    }

    /// <summary>
    /// One letter per address, so that whoever did not do it hears of it. Letters go to adults of family files: a login of the staff has none, and is told by none.
    /// </summary>
    /// <param name="work">The transaction of what is told.</param>
    /// <param name="owner">Whose login.</param>
    /// <param name="said">What is told besides a changed password.</param>
    /// <param name="stop">Cancellation.</param>
    public async Task TellAsync(Work work, PasswordOwner owner, Func<CredentialsChanged, CredentialsChanged> said, CancellationToken stop)
    {
        var (at, reference) = (await work.NowAsync(stop), Guid.NewGuid().ToString());
        foreach (var adult in owner.Adults.DistinctBy(a => a.Address, StringComparer.OrdinalIgnoreCase))
        {
            await EnterAsync(work, adult, stop);
            await TellAsync(work, adult, reference, letter => said(letter with { ChangedAt = at }), address: null, stop);
        }
    }

    /// <summary>One of these letters, inside the structure of its reader; to another address than the file's, where it is given.</summary>
    public Task TellAsync(Work work, LoginAdult adult, string reference, Func<CredentialsChanged, CredentialsChanged> said, string? address, CancellationToken stop) => Outbox.AddAsync(
        work.Transaction, new Addressee(adult.Structure, adult.Family, adult.Guardian) { Address = address }, reference,
        said(new(
            adult.StructureName, adult.FamilyName, adult.FirstName, adult.UserName, default, NewEmail: null, portal.At(PortalAddress.ForgottenPassword).ToString(), portal.Public.ToString())),
        stop);

    /// <summary>A login may open files of several structures: each is written in, and told, inside its own.</summary>
    public static async Task EnterAsync(Work work, LoginAdult adult, CancellationToken stop)
    {
        await using var enter = work.Command("select set_config('app.structure', $1, true)", adult.Structure.ToString());
        await enter.ExecuteNonQueryAsync(stop);
    }
}
