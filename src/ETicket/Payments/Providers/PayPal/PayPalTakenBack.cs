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
        var settled = new List<(string Dispute, Money Amount, DateTimeOffset? Since, int Index)>();
        foreach (var dispute in disputes)
        {
            if (dispute.Held() is not { } held || dispute.DisputeId is not { Length: > 0 } key)
                return null;
            var since = PayPalOutcome.Instant(dispute.CreateTime);
            foreach (var (part, stands, rank) in Parts(held))
            {
                settled.Add((key, part, since, back.Count));
                back.Add((since, new TakenBack(rank == 0 ? key : FormattableString.Invariant($"{key}/{part.Cents}"), part, ByTheBank: true, WonBack: !stands)));
            }
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
                var (dispute, _, _, index) = settled[twin];
                back[index] = (back[index].At, back[index].What with { Twin = key });
                settled.RemoveAll(s => s.Dispute == dispute);
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

    /// <summary>
    /// The most it ever held, then what it held of that after giving some again: each is its own, and only the last stands. One won in part is the whole won back, and the rest taken.
    /// </summary>
    private static IEnumerable<(Money Part, bool Stands, int Rank)> Parts(IReadOnlyList<Money> held)
    {
        var most = held.Append(Money.Zero).Max();
        return held.SkipWhile(h => h != most).Where(h => h > Money.Zero).Distinct().Select((part, rank) => (part, part == held[^1], rank));
    }
}
