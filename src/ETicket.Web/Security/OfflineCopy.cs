using System.Security.Cryptography;
using System.Text;
using ETicket.Access;
using ETicket.Kernel;

namespace ETicket.Web.Security;

/// <summary>
/// « Copie sur cet appareil » — whether this device keeps the planning of one login and one file, to be read without a connection: only where its reader asked for it here, for a computer
/// may be everybody's. The cookie that says so names them by a digest, and opens nothing. What is kept, and when it goes, is in <c>sw.js</c>.
/// </summary>
internal sealed class OfflineCopy(PortalAddress portal)
{
    /// <summary>The header of the copy that says whose it is: kept under that name, and no other.</summary>
    public const string Owner = "Eticket-Copie";

    private static readonly TimeSpan Asked = TimeSpan.FromDays(365);

    private bool Https => portal.Public.Scheme == Uri.UriSchemeHttps;
    private string Name => Https ? "__Host-eticket-copie" : "eticket-copie";

    /// <summary>Of a login and the one file it opens.</summary>
    public static string KeyOf(Visitor visitor) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"copie {visitor.Login} {visitor.Structure} {visitor.Family}")).AsSpan(0, 16));

    /// <summary>The name of the copy this device keeps for whoever is signed in; null: it keeps none.</summary>
    public string? KeptFor(HttpContext context) =>
        Visitor.Of(context.User) is { Role: Role.Parent } visitor && context.Request.Cookies[Name] == KeyOf(visitor) ? KeyOf(visitor) : null;

    public void Keep(HttpContext context, Visitor visitor) => context.Response.Cookies.Append(Name, KeyOf(visitor), Options(Asked));

    /// <summary>The next page of the portal has the copy thrown away.</summary>
    public void KeepNoMore(HttpContext context) => context.Response.Cookies.Delete(Name, Options(life: null));

    /// <summary>Whoever was here is gone: what a browser kept of the portal goes with them, with or without a script (W3C Clear Site Data). Cookies are not spoken of.</summary>
    public static void Clear(HttpContext context) => context.Response.Headers["Clear-Site-Data"] = "\"storage\"";

    private CookieOptions Options(TimeSpan? life) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Https, Path = "/", MaxAge = life };
}
