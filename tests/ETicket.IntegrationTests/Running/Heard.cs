using System.Collections.Concurrent;

namespace ETicket.IntegrationTests.Running;

/// <summary>What the console would have shown.</summary>
internal sealed class Heard : IProgress<string>
{
    public ConcurrentQueue<string> Steps { get; } = new();

    public void Report(string value)
    {
        Assert.False(string.IsNullOrWhiteSpace(value));
        Steps.Enqueue(value);
    }
}
