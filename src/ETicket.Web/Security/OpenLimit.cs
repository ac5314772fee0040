using System.Threading.RateLimiting;
using ETicket.Kernel;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace ETicket.Web.Security;

/// <summary>« Débit des formulaires ouverts » — what anybody may post without a session, links looked at and agendas read, per address and minute: a person does one or two.</summary>
internal sealed class OpenLimit(IOptions<PortalOptions> options) : IRateLimiterPolicy<(string Kind, string Address)>
{
    public const string Name = "open";

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => null;

    public RateLimitPartition<(string Kind, string Address)> GetPartition(HttpContext httpContext)
    {
        if (HttpMethods.IsPost(httpContext.Request.Method))
            return Limited("form", httpContext, options.Value.OpenFormsPerMinute);
        if (httpContext.Request.Path.StartsWithSegments(PortalAddress.Agenda.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
            return Limited("agenda", httpContext, options.Value.AgendasPerMinute);
        return httpContext.Request.RouteValues["token"] is null ? RateLimitPartition.GetNoLimiter(("", "")) : Limited("link", httpContext, options.Value.LinksPerMinute);
    }

    private static RateLimitPartition<(string Kind, string Address)> Limited(string kind, HttpContext context, int permits) => RateLimitPartition.GetFixedWindowLimiter(
        (kind, context.CallerAddress()), _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1) });
}
