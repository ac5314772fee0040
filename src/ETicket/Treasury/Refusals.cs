using ETicket.Kernel;

namespace ETicket.Treasury;

/// <summary>The counter takes cash and cheques.</summary>
public sealed class NotACounterMeans() : Refusal();

/// <summary>More cash than the law lets a régie take on one receipt.</summary>
public sealed class TooMuchCash(Money amount, Money most) : Refusal(amount, most);
