using ETicket.Access.Links;
using ETicket.Access.Passwords;
using ETicket.Access.Registering;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access.SecondAccounts;

/// <summary>What a link opens: the identifiant it makes, or adds the file to (<paramref name="Known"/>), and the texts to accept.</summary>
public sealed record Invitation(string StructureName, string Town, string Email, bool Known, IReadOnlyList<StructureText> Texts);

/// <summary>What whoever follows the link writes: an identifiant and a password of their own, or the present one of an identifiant they have; and the texts they accept.</summary>
/// <param name="Address">Where the try comes from.</param>
public sealed record InvitationAnswer(string UserName, string Password, IReadOnlyCollection<Guid> Texts, string Address);

/// <summary>« Ouvrir mon accès » — by the link the mairie's yes sent: the mailbox is proved, a password is chosen, and the file opens to one adult more.</summary>
public sealed class Invitations(Database database, IPasswordHasher<Login> hasher, Tries tries, PortalAddress portal, TimeProvider clock)
{
    private const string Good = "state = 'Accepted' and opened_at is null and expires_at > eticket_now()";

    private const int ShortestName = 4;
    private const int LongestName = 100;

    private readonly PasswordProofs _proofs = new(hasher, tries);

    /// <summary>What the link opens; null once it opens nothing. Asked as often as one likes, it changes nothing.</summary>
    public async Task<Invitation?> FindAsync(StructureId structure, string token, CancellationToken stop)
    {
        if (LinkToken.DigestOf(token) is not { } hash)
            return null;
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command($"select email from second_account where structure_id = $1 and hash = $2 and {Good}", structure.Value, hash);
        if (await command.ExecuteScalarAsync(stop) is not string email)
            return null;
        var (place, known) = (await work.Read<Structure>().SingleAsync(stop), await LoginAsync(work, email, stop) is not null);
        return new(place.Name, place.Town, email, known, known ? [] : await StructureText.OfAsync(work, clock.Today(), stop));
    }

    /// <summary>
    /// Opens the file to the adult: a new login, by the identifiant they chose, or the one they have by that address, once its password is proved. The file bears that address from now on. Of two
    /// who follow a link at once, one does. Refuses with <see cref="LinkOver"/>, also where the adult left the file meanwhile; an identifiant that is none (<see cref="UserNameUnreadable"/>) or somebody's (<see cref="UserNameTaken"/>); a password that breaks a rule (<see cref="RefusedPassword"/>) or is
    /// wrong (<see cref="WrongCurrentPassword"/>), and a text left out (<see cref="TextsNotAccepted"/>): the link is then as good as before.
    /// </summary>
    public async Task OpenAsync(StructureId structure, string token, InvitationAnswer answer, CancellationToken stop)
    {
        if (LinkToken.DigestOf(token) is not { } hash || await FindAsync(structure, token, stop) is not { } invitation)
            throw new LinkOver();
        await using var work = await database.BeginAsync(structure, stop);
        var (login, name) = (await LoginAsync(work, invitation.Email, stop), answer.UserName.Trim());
        if (login is not null)
            _proofs.Prove(login, answer.Password, answer.Address);
        else
            await CheckNameAsync(work, name, stop);
        if (login is null)
            PasswordRules.Check(answer.Password, [name, invitation.Email, invitation.StructureName, invitation.Town]);
        if (invitation.Texts.Any(t => !answer.Texts.Contains(t.Id)))
            throw new TextsNotAccepted();
        if (await TakeAsync(work, hash, stop) is not { } asked || (await FileAdults.WithoutAccessAsync(work, asked.FamilyId, stop)).FirstOrDefault(g => g.Id == asked.GuardianId) is not { } adult)
            throw new LinkOver();
        login ??= NewLogin(work, name, asked.Email, answer.Password);
        work.Db.AddRange(invitation.Texts.Select(t => new Agreement { StructureId = structure, LoginId = login.Id, TextId = t.Id, At = asked.AskedAt }));
        try
        {
            await work.Db.SaveChangesAsync(stop);
        }
        catch (DbUpdateException refused) when (refused.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            throw new UserNameTaken();
        }
        await EnterAsync(work, login, asked, stop);
        await TellAsync(work, login, adult, stop);
        await work.CommitAsync(stop);
    }

    private static async Task<Login?> LoginAsync(Work work, string email, CancellationToken stop)
    {
        var name = email.ToUpperInvariant();
        return await work.Read<Login>().SingleOrDefaultAsync(l => l.NormalizedUserName == name, stop);
    }

    private static async Task<SecondAccount?> TakeAsync(Work work, byte[] hash, CancellationToken stop)
    {
        await using var take = work.Command($"update second_account set opened_at = eticket_now() where structure_id = $1 and hash = $2 and {Good}", work.Structure.Value, hash);
        return await take.ExecuteNonQueryAsync(stop) == 1 ? await work.Read<SecondAccount>().SingleAsync(a => a.Hash == hash, stop) : null;
    }

    /// <summary>An identifiant is unique over the installation; the mailbox that was invited may always be one.</summary>
    private static async Task CheckNameAsync(Work work, string name, CancellationToken stop)
    {
        if (name.Length is < ShortestName or > LongestName || name.EnumerateRunes().Any(r => System.Text.Rune.IsControl(r) || System.Text.Rune.IsWhiteSpace(r) || r == System.Text.Rune.ReplacementChar))
            throw new UserNameUnreadable();
        if (await LoginAsync(work, name, stop) is not null)
            throw new UserNameTaken();
    }

    private Login NewLogin(Work work, string name, string email, string password)
    {
        var login = Login.Of(name, email);
        login.PasswordHash = hasher.HashPassword(login, PasswordRules.Written(password));
        work.Db.Add(login);
        return login;
    }

    /// <summary>The access, given back where it was closed; the adult bears the address of the login, by which everybody knows whose it is.</summary>
    private static async Task EnterAsync(Work work, Login login, SecondAccount asked, CancellationToken stop)
    {
        await using (var enter = work.Command(
            """
            insert into login_access (login_id, structure_id, role, family_id) values ($1, $2, 'Parent', $3)
            on conflict (login_id, structure_id, role, family_id) do update set ended_at = null
            """,
            login.Id, asked.StructureId.Value, asked.FamilyId.Value))
            await enter.ExecuteNonQueryAsync(stop);
        await using (var own = work.Command("update login set email = $2, normalized_email = upper($2) where id = $1 and coalesce(email, '') = ''", login.Id, asked.Email))
            await own.ExecuteNonQueryAsync(stop);
        await using var adult = work.Command("update guardian set email = $3 where structure_id = $1 and id = $2", asked.StructureId.Value, asked.GuardianId.Value, login.Email is { Length: > 0 } kept ? kept : asked.Email);
        await adult.ExecuteNonQueryAsync(stop);
    }

    private async Task TellAsync(Work work, Login login, Guardian adult, CancellationToken stop)
    {
        var (place, file) = (await work.Read<Structure>().SingleAsync(stop), await work.Read<Family>().SingleAsync(f => f.Id == adult.FamilyId, stop));
        await Outbox.AddAsync(
            work.Transaction, new Addressee(work.Structure, adult.FamilyId, adult.Id), $"{login.Id}/{adult.FamilyId}",
            new AccountOpened(place.Name, file.Name, adult.FirstName, login.UserName!, PasswordAddress: null, ValidUntil: null, portal.Public.ToString()), stop);
    }
}
