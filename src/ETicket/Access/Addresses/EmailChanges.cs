using ETicket.Access.Events;
using ETicket.Access.Links;
using ETicket.Access.Passwords;
using ETicket.Access.SecondAccounts;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using Microsoft.AspNetCore.Identity;

namespace ETicket.Access.Addresses;

/// <summary>A change of address that waits: whose login, and which address would be its own.</summary>
public sealed record AskedAddress(Guid Login, string NewEmail);

/// <summary>
/// « Changer d'adresse » — by somebody who knows the password, confirmed by a link that only the new mailbox has. Until then nothing changes; then every file of that adult bears the new
/// address, and the one given up is told. The only adult of a file gives a first address the same way.
/// </summary>
public sealed class EmailChanges(Database database, IPasswordHasher<Login> hasher, Tries tries, PortalAddress portal)
{
    private readonly PasswordBook _book = new(database, hasher, portal);
    private readonly PasswordProofs _proofs = new(hasher, tries);

    /// <summary>Whether the login belongs to an adult of a file, with or without an address: whoever it belongs to may give one.</summary>
    public async Task<bool> MayAskAsync(Guid login, CancellationToken stop) => (await LoginAdults.OwnersAsync(database, login, stop)).Count > 0;

    /// <summary>
    /// Posts a link to the new address; an older one is void. Refuses what is no address (<see cref="NotAnAddress"/>), the present one (<see cref="AlreadyYourAddress"/>), that of
    /// another adult of the file (<see cref="AddressOfAnother"/>), a login of no adult (<see cref="NoAddressOfYours"/>), a wrong password (<see cref="WrongCurrentPassword"/>) and the fourth letter in an hour (<see cref="TooManyLetters"/>).
    /// </summary>
    /// <param name="login">Whose address.</param>
    /// <param name="current">The present password, as typed.</param>
    /// <param name="typed">The new address, as typed.</param>
    /// <param name="address">Where the try comes from.</param>
    /// <param name="stop">Cancellation.</param>
    public async Task AskAsync(Guid login, string current, string typed, string address, CancellationToken stop)
    {
        var chosen = typed.Trim();
        if (!MailAddress.IsValid(chosen))
            throw new NotAnAddress();
        var (owner, mine) = (await _book.OfAsync(login, stop), await LoginAdults.OwnersAsync(database, login, stop));
        if (mine.Count == 0)
            throw new NoAddressOfYours();
        if (mine.All(a => Same(a.Address, chosen)))
            throw new AlreadyYourAddress();
        _proofs.Prove(owner.Login, current, address);
        var adult = mine[0];
        await using var work = await database.BeginAsync(adult.Structure, stop);
        foreach (var file in mine.Reverse())
            await EnterAsync(work, file, chosen, stop);
        if (await LoginLinks.MakeForEmailAsync(work, login, chosen, stop) is not { } link)
            throw new TooManyLetters();
        await Outbox.AddAsync(
            work.Transaction, new Addressee(adult.Structure, adult.Family, adult.Guardian) { Address = chosen }, Guid.NewGuid().ToString(),
            new EmailConfirm(adult.StructureName, portal.At(PortalAddress.NewEmail + link.Token).ToString(), link.Until, portal.Public.ToString()), stop);
        await work.CommitAsync(stop);
    }

    /// <summary>What a link would change; null once it opens nothing. Asked as often as one likes, it changes nothing.</summary>
    public async Task<AskedAddress?> FindAsync(string token, CancellationToken stop) =>
        await LoginLinks.FindAsync(database, token, LinkPurpose.Email, stop) is { NewEmail: { } address } link ? new(link.Login, address) : null;

    /// <summary>
    /// The new address is that of the login and of each file of its adult; every address given up is told, and every other link of the login is void. A letter that reached a stranger gives
    /// him nothing: whoever is not signed in as that login proves the password too. Refuses with <see cref="LinkOver"/>, <see cref="WrongCurrentPassword"/>, and
    /// <see cref="AddressOfAnother"/> where another adult of a file bears it by now.
    /// </summary>
    /// <param name="token">The end of the link's address.</param>
    /// <param name="signedIn">The login of the session the link was opened in, if any.</param>
    /// <param name="current">The present password, as typed; not looked at where <paramref name="signedIn"/> is the link's own.</param>
    /// <param name="address">Where the try comes from.</param>
    /// <param name="stop">Cancellation.</param>
    public async Task ConfirmAsync(string token, Guid? signedIn, string current, string address, CancellationToken stop)
    {
        if (await FindAsync(token, stop) is not { } asked)
            throw new LinkOver();
        var owner = await _book.OfAsync(asked.Login, stop);
        if (signedIn != asked.Login)
            _proofs.Prove(owner.Login, current, address);
        var mine = await LoginAdults.OwnersAsync(database, asked.Login, stop);
        await using var work = await _book.BeginAsync(owner, stop);
        await LoginLinks.HoldAsync(work, asked.Login, stop);
        if (mine.Count == 0 || !await LoginLinks.UseAsync(work, token, asked.Login, stop))
            throw new LinkOver();
        await LoginLinks.VoidAsync(work, asked.Login, stop);
        await using (var own = work.Command("update login set email = $2, normalized_email = $3 where id = $1", asked.Login, asked.NewEmail, asked.NewEmail.ToUpperInvariant()))
            await own.ExecuteNonQueryAsync(stop);
        await LoginEvents.NoteAsync(work, asked.Login, LoginEventKind.AddressChanged, stop);
        var (at, reference, told) = (await work.NowAsync(stop), Guid.NewGuid().ToString(), new HashSet<string>(StringComparer.OrdinalIgnoreCase) { asked.NewEmail });
        foreach (var adult in mine)
        {
            await EnterAsync(work, adult, asked.NewEmail, stop);
            await using var write = work.Command("update guardian set email = $3 where structure_id = $1 and id = $2", adult.Structure.Value, adult.Guardian.Value, asked.NewEmail);
            await write.ExecuteNonQueryAsync(stop);
            if (adult.Address.Length > 0 && told.Add(adult.Address))
                await _book.TellAsync(work, adult, reference, letter => letter with { ChangedAt = at, NewEmail = asked.NewEmail }, adult.Address, stop);
        }
        await work.CommitAsync(stop);
    }

    /// <summary>Each file inside its own structure; a login is known by an address, which is that of one adult.</summary>
    private static async Task EnterAsync(Work work, LoginAdult adult, string address, CancellationToken stop)
    {
        await PasswordBook.EnterAsync(work, adult, stop);
        if (!Same(adult.Address, address) && await FileAdults.IsOfAnotherAsync(work, adult.Family, adult.Guardian, address, stop))
            throw new AddressOfAnother();
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
