using System.Diagnostics;

namespace ETicket.Benchmarks.Load;

/// <summary>Throughput and latency of one round.</summary>
internal sealed record Figures(int Clients, long Done, double Seconds, double PerSecond, double P50, double P95, double P99)
{
    /// <summary>The round of median throughput.</summary>
    public static Figures Median(IEnumerable<Figures> rounds)
    {
        var sorted = rounds.OrderBy(r => r.PerSecond).ToArray();
        return sorted[sorted.Length / 2];
    }
}

/// <summary>So many clients, each asking again as soon as it is answered.</summary>
internal static class Clients
{
    /// <param name="clients">How many there are.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="act">One action of one client; false when there is nothing left to do.</param>
    /// <param name="pause">What a client does not do between two actions; they do not all begin at once then.</param>
    public static async Task<Figures> RunAsync(int clients, TimeSpan duration, Func<int, Task<bool>> act, TimeSpan pause = default)
    {
        var started = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var mine = new List<double>();
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause * client / clients);
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var before = Stopwatch.GetTimestamp();
                if (!await act(client))
                    break;
                mine.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
                if (pause > TimeSpan.Zero)
                    await Task.Delay(pause);
            }
            return mine;
        })));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var all = times.SelectMany(t => t).Order().ToArray();
        return new Figures(clients, all.Length, seconds, all.Length / seconds, At(all, 0.50), At(all, 0.95), At(all, 0.99));
    }

    private static double At(double[] sorted, double part) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];
}
