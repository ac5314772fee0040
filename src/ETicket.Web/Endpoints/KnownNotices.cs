using System.Threading.RateLimiting;

namespace ETicket.Web.Endpoints;

/// <summary>
/// « Avis répétés » — unsigned notices that speak of an operation of ours: its number is guessable, so anybody may write them. Of each operation twenty are kept in an hour (the night keeps
/// twenty in all), and three are looked up in ten seconds: what they would learn was learnt moments ago, and the sweep asks on.
/// </summary>
internal sealed class KnownNotices : IDisposable
{
    private readonly PartitionedRateLimiter<string> _kept = Of(20, TimeSpan.FromHours(1));
    private readonly PartitionedRateLimiter<string> _asked = Of(3, TimeSpan.FromSeconds(10));

    public bool MayKeep(string operation) => MayPass(_kept, operation);

    public bool MayAsk(string operation) => MayPass(_asked, operation);

    public void Dispose()
    {
        _kept.Dispose();
        _asked.Dispose();
    }

    private static bool MayPass(PartitionedRateLimiter<string> limit, string operation)
    {
        using var lease = limit.AttemptAcquire(operation);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> Of(int most, TimeSpan window) =>
        PartitionedRateLimiter.Create<string, string>(operation => RateLimitPartition.GetFixedWindowLimiter(operation, _ => new() { PermitLimit = most, Window = window, QueueLimit = 0 }));
}
