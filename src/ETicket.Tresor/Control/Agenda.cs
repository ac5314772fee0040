namespace ETicket.Tresor.Control;

/// <summary>« agenda » — acts due at an hour of the Trésor's clock. It looks at it often, so that setting the clock brings them at once. Lost at a restart.</summary>
internal sealed class Agenda(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource closed = new();

    /// <summary>In the background; what the act does not catch is nobody's.</summary>
    public void At(DateTimeOffset due, Func<Task> act)
    {
        var stop = closed.Token;
        _ = Task.Run(
            async () =>
            {
                while (clock.GetUtcNow() < due)
                    await Task.Delay(Glance, stop);
                await act();
            },
            stop);
    }

    public void Dispose()
    {
        closed.Cancel();
        closed.Dispose();
    }
}
