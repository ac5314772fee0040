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
    /// <summary>Nothing of it is left sold: cancelled at the counter, refunded by the provider or by the commune. Paid again where the refund failed.</summary>
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
/// « Vie d'un règlement » — what happens to a payment in each state: every pair is decided here, and here only. The page states.md is this table; the database holds a copy of
/// its steps. Late truth wins: an expired, cancelled or refused payment may still turn out paid, and then it credits (PayFiP: an abandoned operation stays open for the payer).
/// </summary>
public static class PaymentStates
{
    private static PaymentState? No => null;

    /// <summary>One row per event, one column per state in the order of <see cref="PaymentState"/>: the state afterwards, the same where it stays; « no » where the act is refused.</summary>
    private static readonly PaymentState?[][] Table = Rows(new()
    {
        // What openings say. A twin's page may not be kept yet when one of two openings of the same payment fails: the sweep asks about it.
        //                                       Created    Pending      Promised     Paid         Refused    Cancelled  Expired   Unknown    Refunded  ChargedBack
        [PaymentEvent.Opened] = [Pending, Pending, No, No, No, No, No, Pending, No, No],
        [PaymentEvent.OpeningRefused] = [Refused, Refused, No, No, No, Refused, No, Refused, No, No],
        [PaymentEvent.OpeningUnanswered] = [Unknown, Unknown, No, No, No, No, No, Unknown, No, No],
        [PaymentEvent.LeftOvernight] = [Expired, Pending, Promised, Paid, Refused, Cancelled, Expired, Expired, Refunded, ChargedBack],
        // What look-ups say. A debit order is credited at once; money that left is not brought back by an answer.
        [PaymentEvent.Credited] = [Paid, Paid, Paid, Paid, Paid, Paid, Paid, Paid, Refunded, ChargedBack],
        [PaymentEvent.CreditPromised] = [Promised, Promised, Promised, Paid, Promised, Promised, Promised, Promised, Refunded, ChargedBack],
        [PaymentEvent.CreditOfAnother] = [Created, Pending, Promised, Paid, Refused, Cancelled, Expired, Unknown, Refunded, ChargedBack],
        [PaymentEvent.StillPending] = [Created, Pending, Promised, Paid, Refused, Cancelled, Expired, Unknown, Refunded, ChargedBack],
        [PaymentEvent.Refused] = [Refused, Refused, Promised, Paid, Refused, Refused, Expired, Refused, Refunded, ChargedBack],
        [PaymentEvent.Cancelled] = [Cancelled, Cancelled, Promised, Paid, Cancelled, Cancelled, Expired, Cancelled, Refunded, ChargedBack],
        [PaymentEvent.Expired] = [Expired, Expired, Promised, Paid, Expired, Expired, Expired, Expired, Refunded, ChargedBack],
        [PaymentEvent.Silent] = [Created, Pending, Promised, Paid, Refused, Cancelled, Expired, Unknown, Refunded, ChargedBack],
        // What undoes a sale, and what undoes that.
        [PaymentEvent.RefundedInPart] = [No, No, Promised, Paid, No, No, No, No, No, No],
        [PaymentEvent.RefundedWhole] = [No, No, Refunded, Refunded, No, No, No, No, No, No],
        [PaymentEvent.TakenByTheBankInPart] = [No, No, Promised, Paid, No, No, No, No, No, No],
        // What the commune refunded whole never left the régie: the bank may still take it. Given back by its provider or across the counter, there is nothing left to take, and it is refused.
        [PaymentEvent.TakenByTheBank] = [No, No, ChargedBack, ChargedBack, No, No, No, No, ChargedBack, No],
        [PaymentEvent.WonBack] = [No, No, Promised, Paid, No, No, No, No, Paid, Paid],
        [PaymentEvent.CancelledAtTheCounter] = [No, No, No, Refunded, No, No, No, No, No, No],
    });

    /// <summary>Every step of the table.</summary>
    public static IReadOnlyList<PaymentEdge> Edges { get; } =
    [
        .. (from what in Enum.GetValues<PaymentEvent>() from state in Enum.GetValues<PaymentState>()
            let next = After(state, what) where next is not null && next != state select new PaymentEdge(state, next.Value)).Distinct(),
    ];

    /// <summary>The state after an event, the same where it changes nothing; null where the act is refused and nothing is written.</summary>
    public static PaymentState? After(PaymentState state, PaymentEvent what) => Table[(int)what][(int)state];

    /// <summary>What a look-up's answer is; <paramref name="ours"/> tells whether a credit agrees with our own record.</summary>
    public static PaymentEvent EventOf(ProviderView view, bool ours) => view switch
    {
        ProviderView.Credited when !ours => PaymentEvent.CreditOfAnother,
        ProviderView.Credited credited => credited.Promised ? PaymentEvent.CreditPromised : PaymentEvent.Credited,
        ProviderView.Refused => PaymentEvent.Refused,
        ProviderView.Cancelled => PaymentEvent.Cancelled,
        ProviderView.Expired => PaymentEvent.Expired,
        ProviderView.Pending => PaymentEvent.StillPending,
        _ => PaymentEvent.Silent,
    };

    /// <summary>Credited: the tickets are in the wallet and the receipt is out.</summary>
    public static bool IsCredited(this PaymentState state) => state is Paid or Promised;

    /// <summary>Credited one day, whatever became of it since: nobody has to pay that part again.</summary>
    public static bool BroughtMoney(this PaymentState state) => state.IsCredited() || state is Refunded or ChargedBack;

    /// <summary>Worth asking the provider again.</summary>
    public static bool IsOpen(this PaymentState state) => state is Created or Pending or Unknown;

    /// <summary>Opened, and no money so far: the sweep asks on until the provider's last word.</summary>
    public static bool MayStillBePaid(this PaymentState state) => state is Pending or Unknown or Refused or Cancelled or Expired;

    private static PaymentState?[][] Rows(Dictionary<PaymentEvent, PaymentState?[]> table) => [.. Enum.GetValues<PaymentEvent>().Select(what => table[what])];
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
