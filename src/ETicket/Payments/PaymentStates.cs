using System.Runtime.InteropServices;
using ETicket.Kernel;
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

/// <summary>« Réponse » — what a provider last answered where it credited nothing; <see cref="Different"/> is money that is not what we asked for.</summary>
public enum ProviderAnswer { Nothing, Refused, Cancelled, Expired, Different, Silent }

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

    /// <summary>Worth asking the provider again.</summary>
    public static bool IsOpen(this PaymentState state) => state is Created or Pending or Unknown;

    /// <summary>Opened, and no money so far: the sweep asks on until the provider's last word.</summary>
    public static bool MayStillBePaid(this PaymentState state) => state is Pending or Unknown or Refused or Cancelled or Expired;

    private static IEnumerable<PaymentEdge> From(PaymentState[] froms, PaymentState[] tos) =>
        from f in froms from t in tos select new PaymentEdge(f, t);
}

/// <summary>The copy of <see cref="PaymentStates.Edges"/> the database decides by; a change of the table is a migration.</summary>
internal sealed class PaymentEdgeRow
{
    public required PaymentState FromState { get; init; }
    public required PaymentState ToState { get; init; }
}

/// <summary>One step of a payment's life, and what proved it.</summary>
public sealed class PaymentStep
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required PaymentId PaymentId { get; init; }
    public required PaymentState FromState { get; init; }
    public required PaymentState ToState { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Where the news came from: look-up, counter…</summary>
    public required string Source { get; init; }

    /// <summary>Amount the proof speaks of, in cents.</summary>
    public long? ProofCents { get; init; }

    /// <summary>The provider's answer, as JSON.</summary>
    public string? Proof { get; init; }
}
