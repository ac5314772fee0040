using System.Globalization;
using System.Security.Cryptography;
using ETicket.Kernel;
using Microsoft.AspNetCore.DataProtection;

namespace ETicket.Web.Security;

/// <summary>Somebody whose password was right, and whose code is still asked for: who, the stamp of that password, and the page to go back to.</summary>
internal sealed record PasswordProved(Guid Login, string Stamp, string? Return);

/// <summary>
/// « Étape » — between the password and the code: a sealed cookie of five minutes that opens nothing. The session begins after the code, under a number of its own.
/// </summary>
internal sealed class StepCookie(IDataProtectionProvider keys, PortalAddress portal, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>A page of ours has a shorter address; a cookie has its limit.</summary>
    private const int LongestReturn = 512;
    private const char Between = '\n';

    private readonly IDataProtector _seal = keys.CreateProtector("sign-in-step");

    private bool Https => portal.Public.Scheme == Uri.UriSchemeHttps;
    private string Name => Https ? "__Host-eticket-etape" : "eticket-etape";

    public void Give(HttpContext context, PasswordProved proved)
    {
        var back = proved.Return is { Length: <= LongestReturn } address ? address : "";
        var until = (clock.GetUtcNow() + Life).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        context.Response.Cookies.Append(Name, _seal.Protect(string.Join(Between, until, proved.Login, proved.Stamp, back)), Options(Life));
    }

    /// <summary>Null where there is none, it is over, or it is not ours.</summary>
    public PasswordProved? Read(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 } given)
            return null;
        try
        {
            return _seal.Unprotect(given).Split(Between, 4) is [var until, var login, var stamp, var back] && clock.GetUtcNow().ToUnixTimeSeconds() < long.Parse(until, CultureInfo.InvariantCulture)
                ? new(Guid.Parse(login), stamp, back.Length > 0 ? back : null)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void TakeAway(HttpContext context) => context.Response.Cookies.Delete(Name, Options(life: null));

    private CookieOptions Options(TimeSpan? life) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Https, Path = "/", MaxAge = life, IsEssential = true };
}
