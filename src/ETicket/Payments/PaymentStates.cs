using System.Runtime.InteropServices;
using static ETicket.Payments.PaymentState;

namespace ETicket.Payments;

/// <summary>« État d'un règlement », ours; the provider's own words are mapped onto it.</summary>
public enum PaymentState
{
    /// <summary>Recorded, nothing sent yet.</summary>
    Created,
    /// <summary>The provider knows it; the payer may be paying.</summary>
    Pending,
    /// <summary>PayFiP's V: a direct debit order. Credited and receipted at once; the bank may reject it days later.</summary>
    Promised,
    Paid,
    Refused,
    Cancelled,
    Expired,
    /// <summary>A time-out or a fault: neither paid nor failed until the provider says so.</summary>
    Unknown,
    /// <summary>Nothing of it is left sold: cancelled at the counter, refunded by the provider or by the commune.</summary>
    Refunded,
    /// <summary>Nothing of it is left sold, and the bank took money back: a bounced cheque, a rejected debit, a chargeback. Paid again once that is won back.</summary>
    ChargedBack,
}

/// <summary>One allowed step.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PaymentEdge(PaymentState From, PaymentState To);

/// <summary>
/// « Vie d'un règlement » — the table of allowed steps; anything else is refused by the database, which holds a copy. Late truth wins: an expired,
/// cancelled or refused payment may still turn out paid, and then it credits (PayFiP: an abandoned operation stays open for the payer).
/// </summary>
public static class PaymentStates
{
    private static readonly PaymentState[] Open = [Created, Pending, Unknown];
    private static readonly PaymentState[] Undone = [Cancelled, Expired, Refused];

    public static IReadOnlyList<PaymentEdge> Edges { get; } =
    [
        new(Created, Pending),
        .. From([Created, Pending], [Unknown]),
        new(Unknown, Pending),
        .. From(Open, [Paid, Promised, Refused, Cancelled, Expired]),
        .. From(Undone, [Paid, Promised]),
        new(Cancelled, Expired), new(Cancelled, Refused), new(Refused, Cancelled), new(Refused, Expired),
        new(Promised, Paid),
        // A debit order is credited at once, so it may be refunded before the bank ever confirms it.
        .. From([Promised, Paid], [Refunded, ChargedBack]),
        new(ChargedBack, Paid),
    ];

    private static readonly HashSet<PaymentEdge> Allowed = [.. Edges];

    public static bool Allows(PaymentState from, PaymentState to) => Allowed.Contains(new(from, to));

    /// <summary>Credited: the tickets are in the wallet and the receipt is out.</summary>
    public static bool IsCredited(this PaymentState state) => state is Paid or Promised;

    /// <summary>Credited one day, whatever became of it since: nobody has to pay that part again.</summary>
    public static bool BroughtMoney(this PaymentState state) => state.IsCredited() || state is Refunded or ChargedBack;

    /// <summary>Worth asking the provider again.</summary>
    public static bool IsOpen(this PaymentState state) => state is Created or Pending or Unknown;

    private static IEnumerable<PaymentEdge> From(PaymentState[] froms, PaymentState[] tos) =>
        from f in froms from t in tos select new PaymentEdge(f, t);
}

/// <summary>The copy of <see cref="PaymentStates.Edges"/> the database decides by; a change of the table is a migration.</summary>
internal sealed class PaymentEdgeRow
{
    public required PaymentState FromState { get; init; }
    public required PaymentState ToState { get; init; }
}
