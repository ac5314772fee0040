using ETicket.Kernel;

namespace ETicket.Wallets.Papers;

/// <summary>A statement goes from a day to a later one, not both to come, over at most two years.</summary>
internal sealed class UnreadablePeriod() : Refusal();
