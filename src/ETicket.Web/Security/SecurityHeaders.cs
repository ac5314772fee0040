using ETicket.Kernel;
using Microsoft.Extensions.Options;

namespace ETicket.Web.Security;

/// <summary>What the portal is told by configuration, section « Portal ».</summary>
internal sealed class PortalOptions
{
    /// <summary>Origins of the payment pages a form may lead to, besides the page of PayFiP, which is always one.</summary>
    public IList<string> PaymentOrigins { get; init; } = [];

    /// <summary>Tries to sign in per address and minute; a login pauses on its own (see <see cref="Access.Tries"/>).</summary>
    public int SignInsPerMinute { get; init; } = 20;

    /// <summary>Forms anybody may post (see <see cref="OpenLimit"/>), and links of letters looked at, per address and minute.</summary>
    public int OpenFormsPerMinute { get; init; } = 10;
    public int LinksPerMinute { get; init; } = 30;

    /// <summary>Agendas read per address and minute: the calendar programs of many families come from the few addresses of one provider.</summary>
    public int AgendasPerMinute { get; init; } = 600;

    /// <summary>Notices taken per address and minute (see <see cref="Endpoints.NoticeLimit"/>): fifty a second, for a provider that sends one or two per payment.</summary>
    public int NoticesPerMinute { get; init; } = 3_000;

    /// <summary>Notices of operations that are none of ours kept in an hour (see <see cref="Endpoints.StrangeNotices"/>): 2 MB.</summary>
    public int StrangeNoticesPerHour { get; init; } = 1_000;
}

/// <summary>
/// The headers of every answer: nothing but our own scripts and styles, no frame around us, no address leaked to others,
/// and nothing of a family kept by a shared computer.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, IOptions<PortalOptions> options)
{
    private static readonly string[] Secret = [PortalAddress.NewPassword.TrimEnd('/'), PortalAddress.NewEmail.TrimEnd('/'), PortalAddress.Registration.TrimEnd('/'), PortalAddress.Invitation.TrimEnd('/'), PortalAddress.Agenda.TrimEnd('/')];

    // A form that leads to the payer's page is a redirect after our own POST: browsers check form-action on the way.
    private readonly string _policy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action "
        + string.Join(' ', options.Value.PaymentOrigins.Prepend("'self'").Distinct(StringComparer.Ordinal));

    public Task InvokeAsync(HttpContext context)
    {
        // Its address is a right: it is told to nobody, whatever is answered there.
        var secret = Array.Exists(Secret, address => context.Request.Path.StartsWithSegments(address, StringComparison.OrdinalIgnoreCase));
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            // A page that shows somebody else's words, as a letter, says its own stricter policy.
            if (headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = _policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = secret ? "no-referrer" : "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (secret || context.User.Identity?.IsAuthenticated is true)
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
