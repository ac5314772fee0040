using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.AspNetCore.Identity;

namespace ETicket.Access.Passwords;

/// <summary>« Changer de mot de passe » — by somebody signed in, who knows the present one.</summary>
public sealed class PasswordChanges(Database database, IPasswordHasher<Login> hasher, Tries tries, PortalAddress portal)
{
    private readonly PasswordBook _book = new(database, hasher, portal);
    private readonly PasswordProofs _proofs = new(hasher, tries);

    /// <summary>
    /// The new password opens from now on, the session of whoever changed it goes on, every other session of that login ends, and the adult whose login it is is written to. Refuses a
    /// password that breaks a rule, or changes nothing, with a <see cref="RefusedPassword"/>; a wrong present password, and any try during a pause, with
    /// <see cref="WrongCurrentPassword"/>: tries are counted with those of the sign-in (<see cref="Tries"/>), for a forgotten open session is a door like another.
    /// </summary>
    /// <param name="login">Whose password.</param>
    /// <param name="current">The present one, as typed.</param>
    /// <param name="chosen">The new one, as typed.</param>
    /// <param name="session">The session that goes on.</param>
    /// <param name="address">Where the try comes from.</param>
    /// <param name="stop">Cancellation.</param>
    public async Task ChangeAsync(Guid login, string current, string chosen, Guid session, string address, CancellationToken stop)
    {
        var owner = await _book.OfAsync(login, stop);
        PasswordRules.Check(chosen, owner.OwnWords);
        _proofs.Prove(owner.Login, current, address);
        if (PasswordRules.Written(chosen) == PasswordRules.Written(current))
            throw new PasswordUnchanged();
        await using var work = await _book.BeginAsync(owner, stop);
        if (!await _book.WriteAsync(work, owner, chosen, session, stop))
            throw new WrongCurrentPassword();
        await work.CommitAsync(stop);
    }

    /// <summary>The addresses of family files that letters about this login go to, and by which a forgotten password is replaced; none for the staff.</summary>
    public async Task<IReadOnlyList<string>> AddressesAsync(Guid login, CancellationToken stop) =>
        [.. (await LoginAdults.OfAsync(database, login, stop)).Select(a => a.Address).Distinct(StringComparer.OrdinalIgnoreCase)];
}
