using ETicket.IntegrationTests.Replay;

namespace ETicket.IntegrationTests.Documents;

/// <summary>The books of the worked month, replayed once for the papers printed from them.</summary>
[CollectionDefinition(nameof(NovemberBooks))]
public sealed class NovemberBooks : ICollectionFixture<NovemberReplayed>;

/// <summary>Nobody writes in them any more: every story reads the same.</summary>
public sealed class NovemberReplayed : IAsyncLifetime
{
    internal Replayed Month { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Month = await Replayed.TakenAsync(MonthFolder.November);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
