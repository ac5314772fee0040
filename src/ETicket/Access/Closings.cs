using ETicket.Access.Events;
using ETicket.Access.Links;
using ETicket.Access.Passwords;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Mail.Pushes;
using ETicket.Persistence;
using Microsoft.AspNetCore.Identity;

namespace ETicket.Access;

/// <summary>« Fermer un accès » — by its owner: the login opens that family file no more. The file, its tickets, its days and the ledger stay as they are: they are the mairie's to keep.</summary>
public sealed class Closings(Database database, IPasswordHasher<Login> hasher, Tries tries, PortalAddress portal)
{
    private readonly PasswordBook _book = new(database, hasher, portal);
    private readonly PasswordProofs _proofs = new(hasher, tries);

    /// <summary>
    /// Ends one access, every session of the login, and tells the adult it belongs to. The login's other files stay open; one that opens nothing any more loses its password, its second
    /// factor and its links. Closed already, it stays closed. Refuses a wrong password with <see cref="WrongCurrentPassword"/>.
    /// </summary>
    /// <param name="login">Whose access.</param>
    /// <param name="structure">The structure of the file.</param>
    /// <param name="family">The file.</param>
    /// <param name="current">The present password, as typed.</param>
    /// <param name="address">Where the try comes from.</param>
    /// <param name="stop">Cancellation.</param>
    public async Task CloseAsync(Guid login, StructureId structure, FamilyId family, string current, string address, CancellationToken stop)
    {
        var owner = await _book.OfAsync(login, stop);
        _proofs.Prove(owner.Login, current, address);
        await using var work = await database.BeginAsync(structure, stop);
        // One at a time: of two files closed at once, one is the last.
        await LoginLinks.HoldAsync(work, login, stop);
        await using (var close = work.Command(
            "update login_access set ended_at = eticket_now() where login_id = $1 and structure_id = $2 and family_id = $3 and role = 'Parent' and ended_at is null", login, structure.Value, family.Value))
        {
            if (await close.ExecuteNonQueryAsync(stop) == 0)
                return;
        }
        await Sessions.CloseOthersAsync(work, login, kept: null, stop);
        await PushDevices.ForgetAsync(work, login, stop);
        await LoginEvents.NoteAsync(work, login, LoginEventKind.AccessClosed, stop);
        await EmptyAsync(work, login, stop);
        var (at, reference) = (await work.NowAsync(stop), Guid.NewGuid().ToString());
        foreach (var adult in owner.Adults.Where(a => a.Structure == structure && a.Family == family).DistinctBy(a => a.Address, StringComparer.OrdinalIgnoreCase))
        {
            await Outbox.AddAsync(
                work.Transaction, new Addressee(adult.Structure, adult.Family, adult.Guardian), reference,
                new AccessClosed(adult.StructureName, adult.FamilyName, adult.FirstName, adult.UserName, at, portal.Public.ToString()), stop);
        }
        await work.CommitAsync(stop);
    }

    /// <summary>A login that opens nothing keeps nothing that opens.</summary>
    private static async Task EmptyAsync(Work work, Guid login, CancellationToken stop)
    {
        const string OpensNothing = "not exists (select from login_access a where a.login_id = $1 and a.ended_at is null)";
        await using (var tokens = work.Command($"delete from login_token where user_id = $1 and {OpensNothing}", login))
            await tokens.ExecuteNonQueryAsync(stop);
        await using (var links = work.Command($"delete from login_link where login_id = $1 and {OpensNothing}", login))
            await links.ExecuteNonQueryAsync(stop);
        await using var password = work.Command($"update login set password_hash = null, security_stamp = $2 where id = $1 and {OpensNothing}", login, Guid.NewGuid().ToString());
        await password.ExecuteNonQueryAsync(stop);
    }
}
