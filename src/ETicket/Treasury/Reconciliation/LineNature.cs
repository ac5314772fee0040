using ETicket.Payments;

namespace ETicket.Treasury.Reconciliation;

/// <summary>« Nature d'un mouvement » — what a provider's line is for the books.</summary>
public enum LineNature
{
    /// <summary>Money of families: sales, refunds, disputes. Compared with our payments and their documents.</summary>
    Family,
    /// <summary>The provider's own charge, or one it gives back: no family is behind it.</summary>
    Charge,
    /// <summary>To or from the bank: its own statement is compared with it.</summary>
    Bank,
    /// <summary>Kept back for a while, then released: nobody was paid.</summary>
    Held,
}

/// <summary>
/// Sources: Stripe, « Balance transaction types »; PayPal, « Transaction event codes », whose group (the two digits after T) is enough to reconcile. A kind nobody knows is compared
/// with our payments: a person then sees it, nothing is passed over.
/// </summary>
internal static class LineNatures
{
    public static LineNature Of(PaymentProvider provider, string kind) => provider is PaymentProvider.PayPal ? OfPayPal(kind) : OfStripe(kind);

    private static LineNature OfStripe(string type) => type switch
    {
        "stripe_fee" or "stripe_fx_fee" or "tax_fee" => LineNature.Charge,
        "payout" or "payout_cancel" or "payout_failure" or "topup" or "topup_reversal" => LineNature.Bank,
        "payout_minimum_balance_hold" or "payout_minimum_balance_release" or "reserve_hold" or "reserve_release" or "reserve_transaction" or "reserved_funds"
            or "payment_network_reserve_hold" or "payment_network_reserve_release" => LineNature.Held,
        _ => LineNature.Family,
    };

    private static LineNature OfPayPal(string code) => code switch
    {
        // Fees given back, a transfer the bank returned, a hold released: apart from the rest of their group, which is of reversals of payments.
        "T1108" or "T1109" => LineNature.Charge,
        "T1101" or "T1104" => LineNature.Bank,
        "T1105" => LineNature.Held,
        _ => code.Length < 3 ? LineNature.Family : code[..3] switch
        {
            "T01" => LineNature.Charge,
            "T03" or "T04" => LineNature.Bank,
            "T15" or "T21" => LineNature.Held,
            _ => LineNature.Family,
        },
    };
}
