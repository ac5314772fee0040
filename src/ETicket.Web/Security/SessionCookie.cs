using System.Globalization;
using ETicket.Access;
using ETicket.Kernel;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace ETicket.Web.Security;

/// <summary>
/// « Session » — a cookie no script reads, good for eight hours after the last visit, and never beyond what <see cref="Sessions.LongestOf"/> allows. Over https it is bound to this host (« __Host- », RFC 6265bis §4.1.3.2).
/// It is good while the session's row is there, read at every request (see <see cref="Sessions"/>). What the login opens is read again every five minutes: an access
/// withdrawn by the mairie ends without waiting for the cookie.
/// </summary>
internal sealed class SessionCookie(PortalAddress portal, SignIn signIn, Sessions sessions, ToldDevice device, TimeProvider clock) :
    IConfigureNamedOptions<CookieAuthenticationOptions>, IConfigureOptions<AntiforgeryOptions>
{
    private const string CheckedAt = "checked";
    private static readonly TimeSpan CheckEvery = TimeSpan.FromMinutes(5);

    private bool Https => portal.Public.Scheme == Uri.UriSchemeHttps;
    private CookieSecurePolicy Secure => Https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    public void Configure(CookieAuthenticationOptions options) => Configure(Portal.Scheme, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        if (name != Portal.Scheme)
            return;
        options.Cookie.Name = Https ? "__Host-eticket" : "eticket";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = Secure;
        options.Cookie.Path = "/";
        options.ExpireTimeSpan = Sessions.Idle;
        options.SlidingExpiration = true;
        options.LoginPath = "/connexion";
        options.ReturnUrlParameter = "retour";
        options.TimeProvider = clock;
        options.Events.OnRedirectToLogin = context => Send(context, StatusCodes.Status401Unauthorized, Lost(context.Request) ? $"{context.RedirectUri}&perdu=true" : context.RedirectUri);
        options.Events.OnRedirectToAccessDenied = context =>
            Send(context, StatusCodes.Status403Forbidden, Visitor.Of(context.HttpContext.User) is null ? "/dossiers" : null);
        options.Events.OnValidatePrincipal = StillOpensAsync;
    }

    public void Configure(AntiforgeryOptions options)
    {
        options.Cookie.Name = Https ? "__Host-eticket-formulaire" : "eticket-formulaire";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = Secure;
        options.Cookie.Path = "/";
    }

    /// <summary>A person is sent to a page; a script is told the status.</summary>
    private static Task Send(RedirectContext<CookieAuthenticationOptions> context, int status, string? page)
    {
        if (page is null || context.Request.WantsJson())
            context.Response.StatusCode = status;
        else
            context.Response.Redirect(page);
        return Task.CompletedTask;
    }

    /// <summary>What was posted is not done, and whoever signs in again is told so; whoever was leaving loses nothing.</summary>
    private static bool Lost(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.Path != "/deconnexion";

    private async Task StillOpensAsync(CookieValidatePrincipalContext context)
    {
        var now = clock.GetUtcNow();
        var stop = context.HttpContext.RequestAborted;
        if (context.Principal is not { } user || Visitor.LoginOf(user) is not { } login || Visitor.SessionOf(user) is not { } session
            || !await sessions.IsOpenAsync(login, session, Visitor.Of(user)?.Role, stop))
        {
            await EndAsync(context);
            return;
        }
        if (Visitor.Of(user) is not { } visitor)
            return;
        var known = context.Properties.GetString(CheckedAt);
        if (known is not null && long.TryParse(known, NumberStyles.None, CultureInfo.InvariantCulture, out var last) && now.ToUnixTimeSeconds() - last < CheckEvery.TotalSeconds)
            return;
        if (visitor.StillOpens(await signIn.OpensAsync(login, stop)))
        {
            context.Properties.SetString(CheckedAt, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            context.ShouldRenew = true;
            await sessions.SeenAsync(login, session, stop);
            return;
        }
        await EndAsync(context);
    }

    private async Task EndAsync(CookieValidatePrincipalContext context)
    {
        await device.ForgetAsync(context.HttpContext, context.Principal is { } user ? Visitor.Of(user) : null, context.HttpContext.RequestAborted);
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Portal.Scheme);
        OfflineCopy.Clear(context.HttpContext);
    }
}
