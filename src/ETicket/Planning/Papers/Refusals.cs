using ETicket.Kernel;

namespace ETicket.Planning.Papers;

/// <summary>A list goes from a day to a later one, over so many days at most.</summary>
internal sealed class UnreadableDays(int most) : Refusal(most);
