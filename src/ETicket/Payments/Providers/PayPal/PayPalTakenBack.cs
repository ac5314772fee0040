using ETicket.Kernel;

namespace ETicket.Payments.Providers.PayPal;

/// <summary>
/// « Argent repris » — what left again of an order: the refunds it lists, and what disputes took from us and gave back. PayPal lists some disputes it settled as a refund
/// too; such a refund is that dispute, and counts once: both numbers are handed over, for the refund may have been listed before the dispute told what it moved.
/// </summary>
internal static class PayPalTakenBack
{
    /// <summary>Null when a sum cannot be read, is in another currency, or when captures say that more was given back than anything explains.</summary>
    public static IReadOnlyList<TakenBack>? Of(PayPalUnit unit, IReadOnlyList<PayPalCapture> taken, IReadOnlyList<PayPalDispute> disputes)
    {
        var back = new List<(DateTimeOffset? At, TakenBack What)>();
        var settled = new List<(Money Amount, DateTimeOffset? Since, int Index)>();
        foreach (var dispute in disputes)
        {
            if (dispute.SellerSum("DEBIT") is not { } debited || dispute.SellerSum("CREDIT") is not { } given || dispute.DisputeId is not { Length: > 0 } key)
                return null;
            if (debited == Money.Zero)
                continue;
            var since = PayPalOutcome.Instant(dispute.CreateTime);
            settled.Add((debited, since, back.Count));
            back.Add((since, new TakenBack(key, debited, ByTheBank: true, WonBack: given >= debited)));
        }

        foreach (var refund in unit.Payments?.Refunds ?? [])
        {
            if (refund.Status is "PENDING")
                continue;
            if (refund.Status is "CANCELLED" or "FAILED")
            {
                // Where we took it for made while PayPal held it back, its mirror is undone.
                if (refund.Id is { Length: > 0 } failed && PayPalAmount.Read(refund.Amount) is { Cents: > 0 } never)
                    back.Add((PayPalOutcome.Instant(refund.CreateTime), new TakenBack(failed, never, ByTheBank: false, WonBack: true) { Asked = refund.InvoiceId }));
                continue;
            }
            if (refund is not { Status: "COMPLETED", Id: { Length: > 0 } key } || !PayPalAmount.IsEuro(refund.Amount) || PayPalAmount.Read(refund.Amount) is not { Cents: > 0 } amount)
                return null;
            var twin = refund.CustomId == unit.CustomId ? -1 : settled.FindIndex(s => s.Amount == amount && s.Since <= PayPalOutcome.Instant(refund.CreateTime));
            if (twin >= 0)
            {
                var (since, dispute) = back[settled[twin].Index];
                back[settled[twin].Index] = (since, dispute with { Twin = key });
                settled.RemoveAt(twin);
            }
            else
            {
                back.Add((PayPalOutcome.Instant(refund.CreateTime), new TakenBack(key, amount, ByTheBank: false, WonBack: false) { Asked = refund.InvoiceId }));
            }
        }

        var gone = back.Where(b => !b.What.WonBack).Sum(b => b.What.Amount);
        var said = taken.Where(c => c.Status is "REFUNDED").Sum(c => PayPalAmount.Read(c.Amount) ?? Money.Zero);
        return gone < said || (gone == Money.Zero && taken.Any(c => c.Status is "PARTIALLY_REFUNDED")) ? null : TakenBack.InOrder(back);
    }
}
