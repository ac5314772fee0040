using ETicket.Kernel;

namespace ETicket.Web.Replay;

/// <summary>The database has a real clock: a month is replayed only into a database made for it.</summary>
internal sealed class NotAReplayBase() : Refusal();

/// <summary>The receipt produced does not bear the number of the file.</summary>
internal sealed class OtherNumber(string expected, string produced) : Refusal(expected, produced);

/// <summary>A payment of the file was not credited.</summary>
internal sealed class NotCredited(string receipt) : Refusal(receipt);

/// <summary>A day of the file could not be ticked for a family.</summary>
internal sealed class NotConsumed(string family, DateOnly day) : Refusal(family, day);

/// <summary>The tickets used or given back of a whole day are not those of the files.</summary>
internal sealed class DayNotFollowed(DateOnly day) : Refusal(day);
