using System.Globalization;
using System.Threading.RateLimiting;
using ETicket.Web.Security;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace ETicket.Web.Endpoints;

/// <summary>
/// « Débit des avis » — a door anybody may knock at writes one row per knock: so many per minute and address, far above what a provider sends. The rest are told 503 and
/// « later »: a real notice is sent again, and the sweep finds its payment anyway.
/// </summary>
internal sealed class NoticeLimit(IOptions<PortalOptions> options) : IRateLimiterPolicy<string>
{
    public const string Name = "notices";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public Func<OnRejectedContext, CancellationToken, ValueTask> OnRejected { get; } = (context, _) =>
    {
        context.HttpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.HttpContext.Response.Headers.RetryAfter = Window.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return ValueTask.CompletedTask;
    };

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => RateLimitPartition.GetFixedWindowLimiter(
        httpContext.CallerAddress(), _ => new FixedWindowRateLimiterOptions { PermitLimit = options.Value.NoticesPerMinute, Window = Window });
}

/// <summary>
/// « Avis d'inconnus » — notices of operations we never opened, kept for whoever looks into them: so many an hour from the whole world, that nobody fills the disk. The rest
/// are answered and forgotten; the night forgets those that were kept (<see cref="Payments.Asking.Notices"/>).
/// </summary>
internal sealed class StrangeNotices(IOptions<PortalOptions> options) : IDisposable
{
    private readonly FixedWindowRateLimiter _kept = new(new() { PermitLimit = options.Value.StrangeNoticesPerHour, Window = TimeSpan.FromHours(1) });

    public bool MayKeep()
    {
        using var lease = _kept.AttemptAcquire();
        return lease.IsAcquired;
    }

    public void Dispose() => _kept.Dispose();
}
