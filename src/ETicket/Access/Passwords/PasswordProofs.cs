using Microsoft.AspNetCore.Identity;

namespace ETicket.Access.Passwords;

/// <summary>« Preuve » — the present password, asked of somebody signed in before what matters: a session left open is no proof.</summary>
internal sealed class PasswordProofs(IPasswordHasher<Login> hasher, Tries tries)
{
    /// <summary>
    /// Refuses a wrong password, and any try during a pause, with <see cref="WrongCurrentPassword"/>: tries are counted with those of the sign-in (<see cref="Tries"/>), for a forgotten
    /// open session is a door like another.
    /// </summary>
    /// <param name="login">Whose password.</param>
    /// <param name="current">As typed.</param>
    /// <param name="address">Where the try comes from.</param>
    public void Prove(Login login, string current, string address)
    {
        var name = login.NormalizedUserName ?? "";
        var allowed = tries.Begin(name, address);
        var verified = hasher.VerifyHashedPassword(login, login.PasswordHash ?? "", PasswordRules.Written(current));
        if (!allowed || verified is PasswordVerificationResult.Failed)
            throw new WrongCurrentPassword();
        tries.Entered(name, address);
    }
}
