using ETicket.Kernel;

namespace ETicket.Payments.Providers.PayPal;

/// <summary>
/// « Argent repris » — what left again of an order: the refunds it lists, and what disputes took from us and gave back. PayPal lists some disputes it settled as a refund
/// too; such a refund is that dispute, and counts once: both numbers are handed over, for the refund may have been listed before the dispute told what it moved.
/// </summary>
internal static class PayPalTakenBack
{
    /// <summary>PayPal dates a refund and the movement it is within moments of each other.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromHours(1);

    /// <summary>Null when a sum cannot be read, is in another currency, or when captures say that more was given back than anything explains.</summary>
    public static IReadOnlyList<TakenBack>? Of(PayPalUnit unit, IReadOnlyList<PayPalCapture> taken, IReadOnlyList<PayPalDispute> disputes)
    {
        var parts = new List<Part>();
        foreach (var dispute in disputes)
        {
            if (dispute.Moved() is not { } moved || dispute.DisputeId is not { Length: > 0 } key)
                return null;
            parts.AddRange(Takings.Of(key, moved).Select(taking => new Part(
                key, new TakenBack(taking.Key, taking.Amount, ByTheBank: true, WonBack: !taking.Stands) { Unshown = dispute.Unshown }, PayPalOutcome.Instant(dispute.CreateTime), taking)));
        }

        var (told, foreign) = (new List<(DateTimeOffset? At, TakenBack What)>(), new List<(DateTimeOffset? At, TakenBack What)>());
        foreach (var refund in unit.Payments?.Refunds ?? [])
        {
            if (refund.Status is "PENDING")
                continue;
            var at = PayPalOutcome.Instant(refund.CreateTime);
            if (refund.Status is "CANCELLED" or "FAILED")
            {
                // Where we took it for made while PayPal held it back, its mirror is undone.
                if (refund.Id is { Length: > 0 } failed && PayPalAmount.Read(refund.Amount) is { Cents: > 0 } never)
                    told.Add((at, new TakenBack(failed, never, ByTheBank: false, WonBack: true) { Asked = refund.InvoiceId }));
                continue;
            }
            if (refund is not { Status: "COMPLETED", Id: { Length: > 0 } key } || !PayPalAmount.IsEuro(refund.Amount) || PayPalAmount.Read(refund.Amount) is not { Cents: > 0 } amount)
                return null;
            (refund.CustomId == unit.CustomId ? told : foreign).Add((at, new TakenBack(key, amount, ByTheBank: false, WonBack: false) { Asked = refund.InvoiceId }));
        }

        // What left before the dispute took anything is another sum.
        foreign.RemoveAll(refund => IsOne(refund, p => p.Stands && !(refund.At < p.From - Apart)));
        var gone = parts.Where(p => p.Stands).Sum(p => p.What.Amount) + told.Where(t => !t.What.WonBack).Sum(t => t.What.Amount) + foreign.Sum(t => t.What.Amount);
        // Of a dispute that was won, only where nothing says that the refund's own money left.
        var whole = taken.All(c => c.Status is "COMPLETED");
        foreach (var refund in foreign)
        {
            if (Explains(taken, gone - refund.What.Amount) && IsOne(refund, p => !p.Stands && (whole || p.Held(refund.At))))
                gone -= refund.What.Amount;
            else
                told.Add(refund);
        }
        return Explains(taken, gone) ? TakenBack.InOrder([.. parts.Select(p => (p.At, p.What)), .. told]) : null;

        bool IsOne((DateTimeOffset? At, TakenBack What) refund, Predicate<Part> may)
        {
            var part = parts.Find(p => p.What.Amount == refund.What.Amount && p.Since <= refund.At && may(p) && !parts.Exists(q => q.Dispute == p.Dispute && q.What.Twin is not null));
            if (part is not null)
                part.What = part.What with { Twin = refund.What.Key };
            return part is not null;
        }
    }

    /// <summary>Whether as much having gone is what the captures say.</summary>
    private static bool Explains(IReadOnlyList<PayPalCapture> taken, Money gone) =>
        gone >= taken.Where(c => c.Status is "REFUNDED").Sum(c => PayPalAmount.Read(c.Amount) ?? Money.Zero) && (gone > Money.Zero || !taken.Any(c => c.Status is "PARTIALLY_REFUNDED"));

    /// <param name="Since">When its dispute was opened.</param>
    private sealed record Part(string Dispute, TakenBack What, DateTimeOffset? Since, Taking Taking)
    {
        public TakenBack What { get; set; } = What;
        public bool Stands => Taking.Stands;
        public DateTimeOffset? From => Taking.From;

        /// <summary>Taken a second time, it comes after what was told meanwhile.</summary>
        public DateTimeOffset? At => Taking.Rank == 1 ? Since : From ?? Since;

        public bool Held(DateTimeOffset? at) => From - Apart <= at && at < Taking.Until;
    }
}
