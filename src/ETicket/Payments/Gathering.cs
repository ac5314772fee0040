using System.Collections.Concurrent;
using System.Diagnostics;
using ETicket.Kernel;

namespace ETicket.Payments;

/// <summary>
/// « Files » — which queue a structure's work waits in: always the same, so that no two batches of this process wait for one receipt counter. As many as processors: one writes
/// while another's askers are answered and ask again.
/// </summary>
internal static class Lanes
{
    private static readonly int Count = Environment.ProcessorCount;

    public static int Of(StructureId structure) => (structure.GetHashCode() & int.MaxValue) % Count;
}

/// <summary>
/// Work of one kind that arrives together is done together: while a batch of a key runs, what comes next waits and leaves as the next batch, once nobody more joins it at
/// that moment: two milliseconds at most. A lone item runs at once, and a row that serialises (the receipt counter of a régie) is taken once per batch instead of once per item.
/// </summary>
internal sealed class Gathering<TKey, TItem, TResult>(int maximum)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lane> _lanes = new();

    /// <summary>Runs the item in some batch of its key and returns its own result; a batch that fails is retried item by item, so that one bad item fails alone.</summary>
    public Task<TResult> RunAsync(TKey key, TItem item, Func<TKey, IReadOnlyList<TItem>, CancellationToken, Task<IReadOnlyList<TResult>>> run, CancellationToken stop)
    {
        var waiting = new Waiting(item);
        var lane = _lanes.GetOrAdd(key, _ => new Lane());
        bool start;
        lock (lane)
        {
            lane.Queue.Enqueue(waiting);
            start = !lane.Running;
            lane.Running = true;
        }
        if (start)
            _ = DrainAsync(key, lane, run);
        return waiting.Done.Task.WaitAsync(stop);
    }

    private async Task DrainAsync(TKey key, Lane lane, Func<TKey, IReadOnlyList<TItem>, CancellationToken, Task<IReadOnlyList<TResult>>> run)
    {
        while (true)
        {
            await SettleDownAsync(lane);
            var batch = new List<Waiting>();
            lock (lane)
            {
                while (batch.Count < maximum && lane.Queue.TryDequeue(out var next))
                    batch.Add(next);
                if (batch.Count == 0)
                {
                    lane.Running = false;
                    return;
                }
            }
            await RunBatchAsync(key, batch, run);
        }
    }

    /// <summary>
    /// Lets those on their way join: whom the last batch answered often ask again in the same instant, and two half batches by turns would cost more than a whole one.
    /// A few turns of the thread pool in which nobody comes end it; where the pool is busy a turn is long, and the clock does.
    /// </summary>
    private async Task SettleDownAsync(Lane lane)
    {
        const int quietTurns = 4;
        var since = Stopwatch.GetTimestamp();
        for (int turns = 0, seen = 0; turns < quietTurns; turns++)
        {
            int waiting;
            lock (lane)
                waiting = lane.Queue.Count;
            if (waiting == 0 || waiting >= maximum || Stopwatch.GetElapsedTime(since) > TimeSpan.FromMilliseconds(2))
                return;
            if (waiting > seen)
                turns = 0;
            seen = waiting;
            await Task.Yield();
        }
    }

    private static async Task RunBatchAsync(TKey key, List<Waiting> batch, Func<TKey, IReadOnlyList<TItem>, CancellationToken, Task<IReadOnlyList<TResult>>> run)
    {
        try
        {
            // A caller that gives up does not take the others' work with it.
            var results = await run(key, [.. batch.Select(w => w.Item)], CancellationToken.None);
            for (var i = 0; i < batch.Count; i++)
                batch[i].Done.TrySetResult(results[i]);
        }
        catch (Exception) when (batch.Count > 1)
        {
            foreach (var alone in batch)
                await RunBatchAsync(key, [alone], run);
        }
        catch (Exception e)
        {
            batch[0].Done.TrySetException(e);
        }
    }

    private sealed class Lane
    {
        public Queue<Waiting> Queue { get; } = new();
        public bool Running { get; set; }
    }

    private sealed class Waiting(TItem item)
    {
        public TItem Item => item;
        public TaskCompletionSource<TResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
