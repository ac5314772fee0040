using ETicket.Kernel;

namespace ETicket.Wallets;

/// <summary>Nothing was chosen.</summary>
public sealed class EmptyBasket() : Refusal();

/// <summary>A number of tickets that is not between 1 and the most sold at once.</summary>
public sealed class QuantityOutOfRange(int asked, int most) : Refusal(asked, most);

/// <summary>A quantity that is not a whole number.</summary>
public sealed class QuantityNotWhole(string typed) : Refusal(typed);

/// <summary>This ticket does not exist here, or is not sold in advance.</summary>
public sealed class UnknownTicket() : Refusal();

/// <summary>The régie's act does not allow this means for this product (collecting it would be « gestion de fait »), or no account is open for it.</summary>
public sealed class MeansNotAllowed(string service) : Refusal(service);

/// <summary>PayFiP takes nothing under one euro.</summary>
public sealed class AmountTooSmall(Money amount) : Refusal(amount);

/// <summary>A take-back asks for more than the sale still holds.</summary>
public sealed class MoreThanSold(int asked) : Refusal(asked);

/// <summary>The key of the page was already used for another basket (HTTP 422).</summary>
public sealed class BasketChanged() : Refusal();

/// <summary>The same wallet stands twice in one take-over, at these ranks.</summary>
public sealed class BalanceTwice(int first, int second) : Refusal(first, second);

/// <summary>Balances of these families were already taken over, on another day.</summary>
public sealed class OpenedAnotherDay(DateOnly opened, DateOnly asked, string families) : Refusal(opened, asked, families);
