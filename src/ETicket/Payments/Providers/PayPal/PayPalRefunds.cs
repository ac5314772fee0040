using ETicket.Kernel;

namespace ETicket.Payments.Providers.PayPal;

/// <summary>« Remboursement par PayPal » — of the capture of an order. It bears our reference, so that it is told from one PayPal decided.</summary>
internal sealed class PayPalRefunds(PayPalClient client, PayPalOptions options) : IRefunds
{
    private const int LongestKey = 108;

    public PaymentProvider Name => PaymentProvider.PayPal;

    /// <summary>The key is PayPal's request number, kept for 45 days, and the refund's invoice number, kept for ever. A refund it holds back (waiting for a bank) is made: it can no longer be asked twice.</summary>
    public async Task<RefundView> RefundAsync(PaymentOrder order, string providerReference, Money amount, string key, CancellationToken stop)
    {
        if (amount.Cents <= 0 || amount > order.Amount)
            return new RefundView.Refused("AMOUNT", PayPalLabels.Of("REFUND"));
        if (key.Length is 0 or > LongestKey || !PayPalOrders.IsNumber(providerReference) || options.AccountOf(order) is not { } account)
            return new RefundView.Unknown("not an order of an account of ours");
        var reply = await client.OrderAsync(account, providerReference, stop);
        if (reply is not PayPalReply<PayPalOrder>.Answer { Value: var seen } || seen.Id != providerReference)
            return new RefundView.Unknown(reply.Unanswered);
        if (seen.Captures.FirstOrDefault(c => c.Status is "COMPLETED" or "PARTIALLY_REFUNDED" or "REFUNDED")?.Id is not { } capture || !PayPalOrders.IsNumber(capture))
            return new RefundView.Refused("NO_CAPTURE", PayPalLabels.Of("REFUND"));
        // PayPal forgets a key after 45 days; the refund it made bears it for ever.
        if (seen.Unit?.Payments?.Refunds?.FirstOrDefault(r => r.InvoiceId == key) is { } before)
            return Told(before, amount);
        return await client.RefundAsync(account, capture, new PayPalNewRefund(PayPalAmount.Write(amount), order.Reference, key), key, stop) switch
        {
            PayPalReply<PayPalRefund>.Answer { Value: var made } => Told(made, amount),
            PayPalReply<PayPalRefund>.Fault { Definite: true } no => new RefundView.Refused(no.Issue, PayPalLabels.Of("REFUND")),
            var silence => new RefundView.Unknown(silence.Unanswered),
        };
    }

    private static RefundView Told(PayPalRefund refund, Money amount) => refund switch
    {
        { Status: "COMPLETED" or "PENDING", Id: { Length: > 0 } id } => new RefundView.Made(id, amount),
        { Status: "FAILED" or "CANCELLED" } => new RefundView.Refused(refund.Status, PayPalLabels.Of("REFUND")),
        _ => new RefundView.Unknown("no refund in the answer"),
    };
}
