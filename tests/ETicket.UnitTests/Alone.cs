namespace ETicket.UnitTests;

/// <summary>Stories that count seconds or bytes of the whole process: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
