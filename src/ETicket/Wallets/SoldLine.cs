using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;

namespace ETicket.Wallets;

/// <summary>A line of a payment as it can be taken back: the tickets it sold, or the one invoice it paid, and what earlier take-backs left of it.</summary>
public sealed record SoldLine(
    long TransferId, long EntryId, PaymentId PaymentId, ServiceId ServiceId, TicketTypeId? TicketTypeId, string Designation, int Sold, int StillSold, Money UnitPrice,
    InvoiceId? InvoiceId = null)
{
    /// <summary>See <see cref="PaymentLine.Tariff"/>.</summary>
    public string? Tariff { get; init; }
}

/// <summary>One act that undoes money, or what had undone it: its entry, the Paris day it counts for, why, and who did it; null where nobody did.</summary>
/// <param name="Drawer">The drawer the coins are given back from, where that is not the one that took them.</param>
/// <param name="BankOn">The day the bank gives for it, where it does.</param>
internal sealed record TakeBack(EntryKind Kind, string Reference, DateOnly Day, string Reason, string? By, AccountName? Drawer = null, DateOnly? BankOn = null);
