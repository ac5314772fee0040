using ETicket.IntegrationTests.Replay;

namespace ETicket.IntegrationTests.Documents.States;

/// <summary>The books of the worked month, replayed once for the papers printed from them.</summary>
[CollectionDefinition(nameof(NovemberBooks))]
public sealed class NovemberBooks : ICollectionFixture<NovemberReplayed>;

/// <summary>Nobody writes in them any more: every story reads the same.</summary>
public sealed class NovemberReplayed
{
    private Replayed? _month;

    /// <summary>Stories of one collection come one after the other: the first replays it.</summary>
    internal async Task<Replayed> MonthAsync() => _month ??= await Replayed.TakenAsync(MonthFolder.November);
}
