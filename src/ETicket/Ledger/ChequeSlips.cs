using ETicket.Kernel;

namespace ETicket.Ledger;

/// <summary>« Remise de chèques » — how the books say that a cheque left the régie for its bank: one entry a cheque, whose reference is the payment it brought and the slip it is on.</summary>
public static class ChequeSlips
{
    /// <summary>« payment/slip » — what finds the slips of a payment's cheque again: a cheque the bank sent back and took after all may be on two.</summary>
    public static string Reference(PaymentId payment, string slip) => $"{payment}/{slip}";

    /// <summary>The entry of one cheque of <paramref name="amount"/>, handed in on that Paris day.</summary>
    public static Posting Of(RegieId regie, PaymentId payment, string slip, Money amount, DateOnly day) =>
        new(EntryKind.ChequeSlip, Reference(payment, slip), day, [new Move(AccountName.ChequesRemitted(regie), AccountName.ChequesInHand(regie), amount.Cents)]);
}
