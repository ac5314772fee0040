using ETicket.Access.Preferences;
using ETicket.Kernel;
using ETicket.Mail.Pushes;

namespace ETicket.Web.Security;

/// <summary>
/// « Appareil prévenu » — a device where somebody asked for notifications remembers which of them it is, by a digest that opens nothing: they end with the session, for whoever signs out
/// has what the browser kept thrown away, its subscription too (<see cref="OfflineCopy.Clear"/>). A letter then leaves again, and the page counts the devices that are told and no other.
/// </summary>
internal sealed class ToldDevice(PortalAddress portal, OwnDevices devices)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(365);

    private bool Https => portal.Public.Scheme == Uri.UriSchemeHttps;
    private string Name => Https ? "__Host-eticket-prevenu" : "eticket-prevenu";

    public void Remember(HttpContext context, string endpoint) => context.Response.Cookies.Append(Name, PushDevices.DigestOf(endpoint), Options(Remembered));

    /// <summary>The session of whoever is signed in ends here.</summary>
    public async Task ForgetAsync(HttpContext context, Visitor? visitor, CancellationToken stop)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 } digest)
            return;
        if (visitor is not null)
            await devices.ForgetAsync(visitor.Login, visitor.Structure, digest, stop);
        context.Response.Cookies.Delete(Name, Options(life: null));
    }

    private CookieOptions Options(TimeSpan? life) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Https, Path = "/", MaxAge = life };
}
