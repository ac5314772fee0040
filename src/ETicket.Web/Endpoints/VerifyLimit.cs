using System.Threading.RateLimiting;
using ETicket.Web.Security;
using Microsoft.AspNetCore.RateLimiting;

namespace ETicket.Web.Endpoints;

/// <summary>« Débit des vérifications » — codes looked up per address and minute: a person types one, a counter of CAF a few; nobody needs a thousand.</summary>
internal sealed class VerifyLimit : IRateLimiterPolicy<string>
{
    public const string Name = "verify";
    public const int PerMinute = 30;

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => null;

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => httpContext.Request.RouteValues["code"] is null
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetFixedWindowLimiter(httpContext.CallerAddress(), _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1) });
}
