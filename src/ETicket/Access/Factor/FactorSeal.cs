using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace ETicket.Access.Factor;

/// <summary>« Scellé » — the secret of a phone at rest: bound to its login, so that a row copied to another opens nothing.</summary>
internal sealed class FactorSeal(IDataProtectionProvider keys)
{
    private const string Place = "second-factor";

    public string Seal(Guid login, byte[] secret) => Convert.ToBase64String(Of(login).Protect(secret));

    /// <summary>Refuses bytes that were changed, moved or sealed by a key that is gone with a <see cref="CryptographicException"/>: somebody changed the database by hand.</summary>
    public byte[] Open(Guid login, string sealedText) => Of(login).Unprotect(Convert.FromBase64String(sealedText));

    private IDataProtector Of(Guid login) => keys.CreateProtector(Place, login.ToString("N", CultureInfo.InvariantCulture));
}
