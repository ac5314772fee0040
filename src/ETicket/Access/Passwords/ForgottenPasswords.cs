using ETicket.Access.Links;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using Microsoft.AspNetCore.Identity;

namespace ETicket.Access.Passwords;

/// <summary>« Mot de passe oublié » — a link to the address of the family file, and nowhere else; by it, once, a new password.</summary>
public sealed class ForgottenPasswords(Database database, IPasswordHasher<Login> hasher, Tries tries, PortalAddress portal, TimeProvider clock)
{
    /// <summary>Answers come on the beat: what was found, written and posted in between takes a few milliseconds, and is heard by nobody.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly PasswordBook _book = new(database, hasher, portal);

    /// <summary>
    /// Posts a link to each login that belongs to an adult whose file bears this address; older links are void. An unknown address is answered the same, after the same time. At most
    /// <see cref="LoginLinks.PerHour"/> letters a login and hour. Refuses what is no address at all with <see cref="NotAnAddress"/>.
    /// </summary>
    public async Task AskAsync(string address, CancellationToken stop)
    {
        if (!IsAddress(address))
            throw new NotAnAddress();
        var began = clock.GetTimestamp();
        foreach (var adult in (await LoginAdults.AtAsync(database, address, stop)).DistinctBy(a => a.Login))
            await PostAsync(adult, stop);
        await WaitForTheBeatAsync(clock, began, stop);
    }

    /// <summary>Whatever took time since <paramref name="began"/>, the answer comes on the next beat.</summary>
    internal static async Task WaitForTheBeatAsync(TimeProvider clock, long began, CancellationToken stop)
    {
        var due = Beat * Math.Floor((clock.GetElapsedTime(began) / Beat) + 1);
        // A timer counts by a coarser clock and may ring before its time: the beat is never shortened by it.
        while (due - clock.GetElapsedTime(began) is { Ticks: > 0 } left)
            await Task.Delay(left < Tick ? Tick : left, clock, stop);
    }

    /// <summary>The identifiant whose password a link replaces; null when it does not any more. Asked as often as one likes, it changes nothing.</summary>
    public async Task<string?> FindAsync(string token, CancellationToken stop) =>
        await LoginLinks.FindAsync(database, token, LinkPurpose.Reset, stop) is { Login: var login } ? (await _book.OfAsync(login, stop)).Login.UserName : null;

    /// <summary>
    /// The new password opens from now on, every session of that login ends, the adult whose login it is is written to, and a pause of that login at this address is over. Refuses a link
    /// that is not good any more with <see cref="LinkOver"/>, and a password that breaks a rule with a <see cref="RefusedPassword"/>: the link is then as good as before.
    /// </summary>
    /// <param name="token">The end of the link's address.</param>
    /// <param name="chosen">The new password, as typed.</param>
    /// <param name="address">Where it comes from.</param>
    /// <param name="stop">Cancellation.</param>
    public async Task ResetAsync(string token, string chosen, string address, CancellationToken stop)
    {
        if (await LoginLinks.FindAsync(database, token, LinkPurpose.Reset, stop) is not { Login: var login })
            throw new LinkOver();
        var owner = await _book.OfAsync(login, stop);
        PasswordRules.Check(chosen, owner.OwnWords);
        await using var work = await _book.BeginAsync(owner, stop);
        await LoginLinks.HoldAsync(work, login, stop);
        if (!await LoginLinks.UseAsync(work, token, login, stop) || !await _book.WriteAsync(work, owner, chosen, kept: null, stop))
            throw new LinkOver();
        await work.CommitAsync(stop);
        tries.Entered(owner.Login.NormalizedUserName ?? "", address);
    }

    private static bool IsAddress(string address) => MailAddress.IsValid(address.Trim());

    private async Task PostAsync(LoginAdult adult, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(adult.Structure, stop);
        if (await LoginLinks.MakeAsync(work, adult.Login, stop) is not { } link)
            return;
        await Outbox.AddAsync(
            work.Transaction, new Addressee(adult.Structure, adult.Family, adult.Guardian), Guid.NewGuid().ToString(),
            new PasswordReset(
                adult.StructureName, adult.FamilyName, adult.FirstName, adult.UserName, portal.At(PortalAddress.NewPassword + link.Token).ToString(), link.Until, portal.Public.ToString()),
            stop);
        await work.CommitAsync(stop);
    }
}
