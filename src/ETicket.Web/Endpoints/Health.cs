using ETicket.Persistence;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ETicket.Web.Endpoints;

/// <summary>
/// « État de santé » — two questions: does the program live (restart it if not), may people be sent to it (send them elsewhere if not). A database that is gone is no
/// reason to restart the program.
/// </summary>
internal static class Health
{
    public const string Live = "/health/live";
    public const string Ready = "/health/ready";

    /// <summary>Shorter than the patience of whoever asks (docker-compose.yml: 5 s).</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks().AddCheck<DatabaseReady>("database", timeout: Patience);

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks(Live, new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks(Ready);
    }

    /// <summary>The database answers the application's own role and bears every migration and the SQL files of this version.</summary>
    private sealed class DatabaseReady(Database database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var missing = await DatabaseUpgrade.PendingAsync(database, cancellationToken);
            return missing.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"To apply: {string.Join(", ", missing)}");
        }
    }
}
