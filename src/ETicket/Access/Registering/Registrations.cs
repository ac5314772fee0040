using ETicket.Access.Links;
using ETicket.Access.Passwords;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.AspNetCore.Identity;

namespace ETicket.Access.Registering;

/// <summary>What a new family wrote.</summary>
public sealed record NewAccount(StructureId Structure, string FirstName, string LastName, string Email, string Password, IReadOnlyCollection<Guid> Texts);

/// <summary>
/// « Je crée mon compte » — for families that have none: asked for on a page that tells nobody who has one, confirmed by the link of a letter. Nothing of a family is written before.
/// </summary>
public sealed class Registrations(Database database, IPasswordHasher<Login> hasher, StructureFinder finder, PortalAddress portal, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private const int LongestName = 100;

    /// <summary>
    /// Posts one letter to the address: a link that opens the account, or, to whoever has an identifiant by that address already, how to enter with it. Both are answered the same, on the
    /// beat of <see cref="ForgottenPasswords.Beat"/>; at most <see cref="LoginLinks.PerHour"/> letters an address and hour. Refuses what is no name, no address, a password that breaks a
    /// rule, a text left out, and a structure whose door is closed.
    /// </summary>
    public async Task AskAsync(NewAccount asked, CancellationToken stop)
    {
        var place = await finder.OfAsync(asked.Structure, stop) ?? throw new RegistrationClosed();
        var (first, last, email) = (asked.FirstName.Trim(), asked.LastName.Trim(), asked.Email.Trim());
        if (!IsName(first))
            throw new FirstNameUnreadable();
        if (!IsName(last))
            throw new LastNameUnreadable();
        if (!MailAddress.IsValid(email))
            throw new NotAnAddress();
        PasswordRules.Check(asked.Password, [email, first, last, place.Name, place.Town]);
        var began = clock.GetTimestamp();
        await using var work = await database.BeginAsync(asked.Structure, stop);
        var texts = await StructureText.OfAsync(work, clock.Today(), stop);
        if (texts.Any(t => !asked.Texts.Contains(t.Id)))
            throw new TextsNotAccepted();
        var hash = hasher.HashPassword(new Login { UserName = email }, PasswordRules.Written(asked.Password));
        if (await MayBeWrittenToAsync(work, email, stop))
        {
            if (await IsKnownAsync(work, email, stop))
                await PostAsync(work, email, new AccountExists(place.Name, portal.At("/connexion").ToString(), portal.At(PortalAddress.ForgottenPassword).ToString(), portal.Public.ToString()), stop);
            else
                await WriteAsync(work, place, new(first, last, email, hash, [.. texts.Select(t => t.Id)]), stop);
            await work.CommitAsync(stop);
        }
        await ForgottenPasswords.WaitForTheBeatAsync(clock, began, stop);
    }

    /// <summary>The address a link confirms; null once it opens nothing. Asked as often as one likes, it changes nothing.</summary>
    public async Task<string?> FindAsync(StructureId structure, string token, CancellationToken stop)
    {
        if (LinkToken.DigestOf(token) is not { } hash)
            return null;
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command("select email from registration where structure_id = $1 and hash = $2 and done_at is null and expires_at > eticket_now()", structure.Value, hash);
        return (string?)await command.ExecuteScalarAsync(stop);
    }

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && name.EnumerateRunes().All(r => !System.Text.Rune.IsControl(r) && r != System.Text.Rune.ReplacementChar);

    /// <summary>One at a time for an address, and so many an hour: a thousand requests fill nobody's mailbox.</summary>
    private static async Task<bool> MayBeWrittenToAsync(Work work, string email, CancellationToken stop)
    {
        await using (var hold = work.Command("select pg_advisory_xact_lock(hashtextextended(lower($1), 0))", email))
            await hold.ExecuteNonQueryAsync(stop);
        await using var count = work.Command(
            "select count(*) from outbox_letter where structure_id = $1 and name in ('RegistrationConfirm', 'AccountExists') and lower(address) = lower($2) and queued_at > eticket_now() - interval '1 hour'",
            work.Structure.Value, email);
        return (long)(await count.ExecuteScalarAsync(stop))! < LoginLinks.PerHour;
    }

    /// <summary>Somebody signs in by that address, or owns a login whose file bears it.</summary>
    private static async Task<bool> IsKnownAsync(Work work, string email, CancellationToken stop)
    {
        await using var command = work.Command("select exists (select from login where normalized_user_name = $1) or exists (select from login_reset_find($2))", email.ToUpperInvariant(), email);
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    private async Task WriteAsync(Work work, OpenStructure place, Wanted wanted, CancellationToken stop)
    {
        await using (var older = work.Command("update registration set expires_at = eticket_now() where structure_id = $1 and lower(email) = lower($2) and done_at is null and expires_at > eticket_now()", place.Id.Value, wanted.Email))
            await older.ExecuteNonQueryAsync(stop);
        await using (var forget = work.Command("delete from registration where structure_id = $1 and asked_at < eticket_now() - interval '7 days'", place.Id.Value))
            await forget.ExecuteNonQueryAsync(stop);
        var (token, digest) = LinkToken.New();
        await using var write = work.Command(
            """
            insert into registration (structure_id, hash, first_name, last_name, email, password_hash, texts, asked_at, expires_at)
            select $1, $2, $3, $4, $5, $6, $7, clock.at, clock.at + $8 from (select eticket_now() as at) clock
            returning expires_at
            """,
            place.Id.Value, digest, wanted.FirstName, wanted.LastName, wanted.Email, wanted.PasswordHash, wanted.Texts, Life);
        var until = new DateTimeOffset((DateTime)(await write.ExecuteScalarAsync(stop))!, TimeSpan.Zero);
        var address = portal.At($"{PortalAddress.Registration}{place.Id}/{token}").ToString();
        await PostAsync(work, wanted.Email, new RegistrationConfirm(place.Name, address, until, portal.Public.ToString()), stop);
    }

    /// <summary>To an address that is in no file yet.</summary>
    private static Task<bool> PostAsync<TLetter>(Work work, string email, TLetter letter, CancellationToken stop)
        where TLetter : ILetter => Outbox.AddAsync(work.Transaction, new Addressee(work.Structure, default, default) { Address = email }, Guid.NewGuid().ToString(), letter, stop);

    private sealed record Wanted(string FirstName, string LastName, string Email, string PasswordHash, Guid[] Texts);
}
