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

/// <summary>What a link opens: for which mailbox, the identifiants it has already (<paramref name="Known"/>), and the texts a new one accepts.</summary>
/// <param name="Suggested">The identifiant a new one may have without thinking: the address, unless somebody signs in by it.</param>
public sealed record Invitation(string StructureName, string Town, FamilyId Family, string Email, IReadOnlyList<string> Known, string? Suggested, IReadOnlyList<StructureText> Texts);

/// <summary>What whoever follows the link writes: an identifiant and a password of their own, new or those they have (<paramref name="Mine"/>); and the texts they accept.</summary>
/// <param name="Address">Where the try comes from.</param>
public sealed record InvitationAnswer(string UserName, string Password, IReadOnlyCollection<Guid> Texts, string Address, bool Mine = false);

/// <summary>« Ouvrir mon accès » — by the link the mairie's yes sent: the mailbox is proved, a password is chosen or proved, and the file opens to one adult more.</summary>
public sealed class Invitations(Database database, IPasswordHasher<Login> hasher, SignIn signIn, PortalAddress portal, TimeProvider clock)
{
    private const string Good = "state = 'Accepted' and opened_at is null and expires_at > eticket_now()";

    private const int ShortestName = 4;
    private const int LongestName = 100;

    /// <summary>What the link opens; null once it opens nothing. Asked as often as one likes, it changes nothing.</summary>
    public async Task<Invitation?> FindAsync(StructureId structure, string token, CancellationToken stop)
    {
        if (LinkToken.DigestOf(token) is not { } hash)
            return null;
        await using var work = await database.BeginAsync(structure, stop);
        var now = await work.NowAsync(stop);
        if (await work.Read<SecondAccount>().SingleOrDefaultAsync(a => a.Hash == hash && a.State == RequestState.Accepted && a.OpenedAt == null && a.ExpiresAt > now, stop) is not { } asked)
            return null;
        var (place, free) = (await work.Read<Structure>().SingleAsync(stop), await IsFreeAsync(work, asked.Email, stop));
        return new(
            place.Name, place.Town, asked.FamilyId, asked.Email, await KnownLogins.OfAsync(work, asked.Email, asked.FamilyId, stop), free ? asked.Email : null,
            await StructureText.OfAsync(work, clock.Today(), stop));
    }

    /// <summary>
    /// Opens the file to the adult: a new login, by the identifiant they chose, or the one they have, once its password is proved; the texts are then asked for at its next page. The file bears
    /// the address of that login from now on. Of two who follow a link at once, one does. Refuses with <see cref="LinkOver"/>, also where the adult left the file meanwhile. A new one is
    /// refused to whoever has one (<see cref="AccountOfYours"/>), an identifiant that is none (<see cref="UserNameUnreadable"/>) or somebody's (<see cref="UserNameTaken"/>), a password that
    /// breaks a rule (<see cref="RefusedPassword"/>) and a text left out (<see cref="TextsNotAccepted"/>); one's own, a wrong identifiant or password (<see cref="WrongIdentifiers"/>), and the
    /// login or the address of another adult of the file (<see cref="LoginOfAnother"/>): the link is then as good as before.
    /// </summary>
    public async Task OpenAsync(StructureId structure, string token, InvitationAnswer answer, CancellationToken stop)
    {
        if (LinkToken.DigestOf(token) is not { } hash || await FindAsync(structure, token, stop) is not { } invitation)
            throw new LinkOver();
        var proved = answer.Mine ? await ProveAsync(answer, stop) : default(Guid?);
        await using var work = await database.BeginAsync(structure, stop);
        if (proved is null)
            await CheckAsync(work, invitation, answer, stop);
        if (await TakeAsync(work, hash, stop) is not { } asked || (await FileAdults.WithoutAccessAsync(work, asked.FamilyId, stop)).FirstOrDefault(g => g.Id == asked.GuardianId) is not { } adult)
            throw new LinkOver();
        var login = proved is { } own ? await work.Read<Login>().SingleAsync(l => l.Id == own, stop) : await NewLoginAsync(work, invitation, asked, answer, stop);
        if (await KnownLogins.EntersAsync(work, login.Id, asked.FamilyId, stop))
            throw new LoginOfAnother();
        await EnterAsync(work, login, asked, stop);
        await TellAsync(work, login, adult, stop);
        await work.CommitAsync(stop);
    }

    /// <summary>By the same door as everybody: throttled, and an unknown identifiant reads like a wrong password.</summary>
    private async Task<Guid> ProveAsync(InvitationAnswer answer, CancellationToken stop) =>
        (await signIn.EnterAsync(answer.UserName, answer.Password, answer.Address, stop)) is [var opened, ..] ? opened.LoginId : throw new WrongIdentifiers();

    private static async Task<SecondAccount?> TakeAsync(Work work, byte[] hash, CancellationToken stop)
    {
        await using var take = work.Command($"update second_account set opened_at = eticket_now() where structure_id = $1 and hash = $2 and {Good}", work.Structure.Value, hash);
        return await take.ExecuteNonQueryAsync(stop) == 1 ? await work.Read<SecondAccount>().SingleAsync(a => a.Hash == hash, stop) : null;
    }

    private static async Task CheckAsync(Work work, Invitation invitation, InvitationAnswer answer, CancellationToken stop)
    {
        if (invitation.Known.Count > 0)
            throw new AccountOfYours();
        var name = answer.UserName.Trim();
        if (name.Length is < ShortestName or > LongestName || name.EnumerateRunes().Any(r => System.Text.Rune.IsControl(r) || System.Text.Rune.IsWhiteSpace(r) || r == System.Text.Rune.ReplacementChar))
            throw new UserNameUnreadable();
        if (!await IsFreeAsync(work, name, stop))
            throw new UserNameTaken();
        PasswordRules.Check(answer.Password, [name, invitation.Email, invitation.StructureName, invitation.Town]);
        if (invitation.Texts.Any(t => !answer.Texts.Contains(t.Id)))
            throw new TextsNotAccepted();
    }

    /// <summary>An identifiant is unique over the installation.</summary>
    private static async Task<bool> IsFreeAsync(Work work, string name, CancellationToken stop)
    {
        var normalized = name.ToUpperInvariant();
        return !await work.Read<Login>().AnyAsync(l => l.NormalizedUserName == normalized, stop);
    }

    /// <summary>With its yes to the texts, said at this very instant.</summary>
    private async Task<Login> NewLoginAsync(Work work, Invitation invitation, SecondAccount asked, InvitationAnswer answer, CancellationToken stop)
    {
        var login = Login.Of(answer.UserName.Trim(), asked.Email);
        login.PasswordHash = hasher.HashPassword(login, PasswordRules.Written(answer.Password));
        work.Db.Add(login);
        work.Db.AddRange(invitation.Texts.Select(t => new Agreement { StructureId = work.Structure, LoginId = login.Id, TextId = t.Id, At = asked.OpenedAt!.Value }));
        try
        {
            await work.Db.SaveChangesAsync(stop);
        }
        catch (DbUpdateException refused) when (refused.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            throw new UserNameTaken();
        }
        return login;
    }

    /// <summary>The access, given back where it was closed; the adult bears the address of the login, by which everybody knows whose it is.</summary>
    private static async Task EnterAsync(Work work, Login login, SecondAccount asked, CancellationToken stop)
    {
        var address = string.IsNullOrWhiteSpace(login.Email) ? asked.Email : login.Email.Trim();
        if (await FileAdults.IsOfAnotherAsync(work, asked.FamilyId, asked.GuardianId, address, stop))
            throw new LoginOfAnother();
        await using (var enter = work.Command(
            """
            insert into login_access (login_id, structure_id, role, family_id) values ($1, $2, 'Parent', $3)
            on conflict (login_id, structure_id, role, family_id) do update set ended_at = null
            """,
            login.Id, asked.StructureId.Value, asked.FamilyId.Value))
            await enter.ExecuteNonQueryAsync(stop);
        await using (var own = work.Command("update login set email = $2, normalized_email = upper($2) where id = $1 and coalesce(trim(email), '') = ''", login.Id, address))
            await own.ExecuteNonQueryAsync(stop);
        await using var adult = work.Command("update guardian set email = $3 where structure_id = $1 and id = $2", asked.StructureId.Value, asked.GuardianId.Value, address);
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
