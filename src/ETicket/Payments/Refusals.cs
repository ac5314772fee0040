using ETicket.Kernel;

namespace ETicket.Payments;

/// <summary>No payment bears this id in this structure.</summary>
public sealed class UnknownPayment() : Refusal();

/// <summary>The payment is over: paid, refused or expired; a new one must be made.</summary>
public sealed class PaymentNotOpen() : Refusal();

/// <summary>The payment was prepared on an earlier day: prices are those of the day one pays. It alone is expired, the other payments of its basket stay what they are.</summary>
public sealed class BasketOfAnotherDay(DateOnly prepared) : Refusal(prepared);

/// <summary>The provider refused to open the operation.</summary>
public sealed class ProviderSaidNo(string label) : Refusal(label);

/// <summary>The provider did not answer: whether the operation exists is unknown.</summary>
public sealed class ProviderSilent() : Refusal();
