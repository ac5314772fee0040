using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ETicket.Mail.Preview;

/// <summary>One fault, and the letters or documents it stops: a broken frame stops them all and is told once.</summary>
internal sealed record BrokenTemplate(string Sentence, IReadOnlyList<string> Letters);

/// <summary>
/// « Veille des modèles » — reads every template and example once the portal has started, then every minute, since the operator edits them while it runs: a fault is an error in the
/// log as soon as it is made, before any family waits for that letter or that paper. It stops nothing: the portal starts, the other
/// letters leave, the other documents are printed.
/// </summary>
internal sealed class LetterWatch(IEnumerable<ITemplateBook> books, TimeProvider clock, ILogger<LetterWatch> log) : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>To read them all takes seconds of a processor: those who wait for the portal's first pages go before.</summary>
    private static readonly TimeSpan FirstPagesFirst = TimeSpan.FromSeconds(15);

    /// <summary>What the last look found; empty when every letter and every document is whole.</summary>
    public IReadOnlyList<BrokenTemplate> Found { get; private set; } = [];

    /// <summary>Looks now; what was not broken the last time is told to the log. Cut short, it tells nothing.</summary>
    public IReadOnlyList<BrokenTemplate> Look(CancellationToken stop = default)
    {
        var found = (from book in books
                     from kind in book.Look().Select(kind => Unless(kind, stop))
                     where kind.Problem is not null
                     group kind.Name by kind.Problem.Sentence into broken
                     select new BrokenTemplate(broken.Key, [.. broken])).ToList();
        foreach (var fresh in found.Where(f => Found.All(known => known.Sentence != f.Sentence)))
            log.LogError("{Fault} These letters or documents fail until it is mended: {Letters}", fresh.Sentence, string.Join(", ", fresh.Letters));
        Found = found;
        return found;
    }

    private static T Unless<T>(T next, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return next;
    }

    /// <summary>Degraded, not unhealthy: people may be sent to a portal one letter of which is broken.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Found.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(" ", Found.Select(f => f.Sentence))));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(FirstPagesFirst, clock, stoppingToken);
        using var minute = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                Look(stoppingToken);
            }
            catch (Exception bug) when (bug is not OperationCanceledException)
            {
                // Reading templates must never stop the portal.
                log.LogCritical(bug, "The templates could not be looked at");
            }
        }
        while (await minute.WaitForNextTickAsync(stoppingToken));
    }
}
