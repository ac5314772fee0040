namespace ETicket.IntegrationTests.World;

/// <summary>Stories that want the machine for themselves: they run one after the other, after everything else.</summary>
[CollectionDefinition(nameof(LongStories), DisableParallelization = true)]
public sealed class LongStories;
