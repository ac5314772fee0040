using ETicket.Payments;

namespace ETicket.UnitTests.Payments;

/// <summary>What arrives together is done together, and nobody waits for a clock.</summary>
public sealed class GatheringTests
{
    private readonly List<int> _batches = [];

    [Fact]
    public async Task A_lone_item_runs_alone_and_at_once()
    {
        var gathering = new Gathering<int, int, int>(64);

        Assert.Equal(7, await gathering.RunAsync(0, 7, EchoAsync, TestContext.Current.CancellationToken));
        Assert.Equal([1], _batches);
    }

    [Fact]
    public async Task What_comes_while_a_batch_runs_leaves_as_the_next_one_and_never_more_than_the_maximum()
    {
        var gathering = new Gathering<int, int, int>(4);
        var door = new TaskCompletionSource();
        var first = gathering.RunAsync(0, 0, BehindTheDoorAsync, TestContext.Current.CancellationToken);
        while (_batches.Count == 0)
            await Task.Yield();

        Task<int>[] others = [.. Enumerable.Range(1, 6).Select(i => gathering.RunAsync(0, i, BehindTheDoorAsync, TestContext.Current.CancellationToken))];
        door.SetResult();

        var answers = await Task.WhenAll([first, .. others]);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], answers);
        Assert.Equal([1, 4, 2], _batches);

        async Task<IReadOnlyList<int>> BehindTheDoorAsync(int lane, IReadOnlyList<int> items, CancellationToken stop)
        {
            _batches.Add(items.Count);
            await door.Task;
            return items;
        }
    }

    [Fact]
    public async Task Askers_who_come_back_in_the_same_instant_leave_together_again()
    {
        var gathering = new Gathering<int, int, int>(64);

        // One at a time and in order, so that what is measured is the waiting and not the machine.
        await Task.Factory.StartNew(
            () => Task.WhenAll(Enumerable.Range(0, 8).Select(AskTenTimesAsync)), TestContext.Current.CancellationToken, TaskCreationOptions.None,
            new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

        Assert.Equal(Enumerable.Repeat(8, 10), _batches);

        async Task AskTenTimesAsync(int who)
        {
            for (var i = 0; i < 10; i++)
                Assert.Equal(who, await gathering.RunAsync(0, who, EchoAsync, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Of_a_batch_that_fails_the_bad_item_fails_alone()
    {
        var gathering = new Gathering<int, int, int>(64);
        Task<int>[] asked = [];

        await Task.Factory.StartNew(
            () => asked = [.. Enumerable.Range(0, 3).Select(i => gathering.RunAsync(0, i, OneIsBadAsync, TestContext.Current.CancellationToken))],
            TestContext.Current.CancellationToken, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

        await Assert.ThrowsAsync<InvalidOperationException>(() => asked[1]);
        Assert.Equal((0, 2), (await asked[0], await asked[2]));
        Assert.Equal([3, 1, 1, 1], _batches);

        async Task<IReadOnlyList<int>> OneIsBadAsync(int lane, IReadOnlyList<int> items, CancellationToken stop)
        {
            _batches.Add(items.Count);
            await Task.Yield();
            return items.Contains(1) ? throw new InvalidOperationException() : items;
        }
    }

    private async Task<IReadOnlyList<int>> EchoAsync(int lane, IReadOnlyList<int> items, CancellationToken stop)
    {
        _batches.Add(items.Count);
        await Task.Yield();
        return items;
    }
}
