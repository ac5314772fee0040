using System.Diagnostics;

namespace ETicket.IntegrationTests.World;

/// <summary>Waits for a fact, not for a number of seconds.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(string fact, Func<Task<bool>> holds, int seconds = 60)
    {
        for (var since = Stopwatch.StartNew(); !await holds(); await Task.Delay(50, TestContext.Current.CancellationToken))
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(seconds), $"Still not true after {seconds} s: {fact}.");
    }
}
