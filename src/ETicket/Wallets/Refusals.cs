using ETicket.Kernel;
using ETicket.Wallets.Baskets;

namespace ETicket.Wallets;

/// <summary>Nothing was chosen.</summary>
public sealed class EmptyBasket() : Refusal();

/// <summary>A number of tickets that is not between 1 and the most sold at once.</summary>
public sealed class QuantityOutOfRange(int asked, int most) : Refusal(asked, most);

/// <summary>A quantity that is not a whole number.</summary>
public sealed class QuantityNotWhole(string typed) : Refusal(typed);

/// <summary>This ticket does not exist here, or is not sold in advance.</summary>
public sealed class UnknownTicket() : Refusal();

/// <summary>The price of a ticket changed between the page and the payment: nothing is charged before the new one was read.</summary>
public sealed class PriceChanged(string ticket, Money shown, Money now) : Refusal(ticket, shown, now);

/// <summary>The régie's act does not allow this means for this product (collecting it would be « gestion de fait »), or no account is open for it.</summary>
public sealed class MeansNotAllowed(string service) : Refusal(service);

/// <summary>The provider of the button may not take these products, and others may: by these means.</summary>
public sealed class OtherMeansOnly(string products, string means) : Refusal(products, means);

/// <summary>Each of these products is paid on line, and no provider takes them together: they are bought apart, or at the counter.</summary>
public sealed class NoMeansForAll(string products) : Refusal(products);

/// <summary>No provider may take this product: it is paid at the counter.</summary>
public sealed class PaidOnTheSpotOnly(string product) : Refusal(product);

/// <summary>A part of the basket is under what its provider takes: so much is missing, and so many tickets of a kind would reach it.</summary>
public sealed class AmountTooSmall(string regie, Money amount, Money minimum, Money missing, string tickets, string kind) : Refusal(regie, amount, minimum, missing, tickets, kind);

/// <summary>The same for a part made of invoices alone: nothing can be added to it.</summary>
public sealed class InvoiceTooSmall(string regie, Money amount, Money minimum, Money missing) : Refusal(regie, amount, minimum, missing);

/// <summary>No invoice of this family bears this id.</summary>
public sealed class UnknownInvoice() : Refusal();

/// <summary>The invoice is paid: it is not paid again.</summary>
public sealed class InvoiceAlreadyPaid(string number) : Refusal(number);

/// <summary>More than what is left of an invoice, or nothing of it, cannot be paid: it is never paid beyond its amount knowingly.</summary>
public sealed class InvoicePartOutOfRange(string number, Money asked, Money left) : Refusal(number, asked, left);

/// <summary>A payment of this invoice is open: it may be tried again from that moment.</summary>
public sealed class InvoiceBeingPaid(string number, DateTimeOffset from) : Refusal(number, from), IWaitsFor
{
    public PaymentId? Left { get; init; }
}

/// <summary>The same, as the agent at the counter is told who has the family before him.</summary>
public sealed class InvoiceBeingPaidOnLine(string number, DateTimeOffset from) : Refusal(number, from), IWaitsFor
{
    public PaymentId? Left { get; init; }
}

/// <summary>Nobody knows yet whether the payment was made: it may be tried again from that moment.</summary>
public sealed class TryAgainLater(DateTimeOffset from) : Refusal(from), IWaitsFor
{
    public PaymentId? Left { get; init; }
}

/// <summary>This means takes no payment of so little: from another amount on, and nothing can be added to a payment that is tried again.</summary>
public sealed class MeansFromAmount(Money amount, Money minimum) : Refusal(amount, minimum);

/// <summary>The payment was opened on an earlier day, and its answer may still come: prices are those of the day one pays, and nobody is sent to pay it twice.</summary>
public sealed class AnswerMayStillCome(DateOnly opened) : Refusal(opened);

/// <summary>A CESU pays for looking after children, never for their meals, whatever the act says.</summary>
public sealed class CesuPaysNoMeal(string service) : Refusal(service);

/// <summary>A take-back asks for more than the sale still holds.</summary>
public sealed class MoreThanSold(int asked) : Refusal(asked);

/// <summary>The key of the page was already used for another basket (HTTP 422).</summary>
public sealed class BasketChanged() : Refusal();

/// <summary>The same wallet stands twice in one take-over, at these ranks.</summary>
public sealed class BalanceTwice(int first, int second) : Refusal(first, second);

/// <summary>Balances of these families were already taken over, on another day.</summary>
public sealed class OpenedAnotherDay(DateOnly opened, DateOnly asked, string families) : Refusal(opened, asked, families);
