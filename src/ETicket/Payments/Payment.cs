using ETicket.Kernel;

namespace ETicket.Payments;

/// <summary>
/// « Règlement » — one payment of one family to one régie. Amount and lines are frozen when it is created; its state moves only along
/// <see cref="PaymentStates.Edges"/>. A basket over two régies is two payments of one basket.
/// </summary>
public sealed class Payment
{
    public required StructureId StructureId { get; init; }
    public required PaymentId Id { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required RegieId RegieId { get; init; }

    /// <summary>The posted form's own key: a double click is the same basket.</summary>
    public required Guid BasketId { get; init; }
    public required PaymentProvider Provider { get; init; }

    /// <summary>Known at once at the counter, told by the provider on line.</summary>
    public PaymentMeans? Means { get; set; }
    public required PaymentState State { get; set; }
    public required Money Amount { get; init; }

    /// <summary>Ours, unique for ever, 6 to 30 characters [A-Za-z0-9]: PayFiP's « refdet », or the cheque's number at the counter.</summary>
    public required string Reference { get; init; }

    /// <summary>The provider's: PayFiP's « idOp ».</summary>
    public string? ProviderReference { get; set; }

    /// <summary>Where to send the payer.</summary>
    public string? PayAt { get; set; }

    /// <summary>When the provider says it was paid (UTC), and its authorisation number.</summary>
    public DateTimeOffset? ProviderAt { get; set; }
    public string? Authorisation { get; set; }

    /// <summary>Budget year told to PayFiP (« exer »).</summary>
    public required int BudgetYear { get; init; }
    public string? PayerEmail { get; init; }

    /// <summary>Who asked: a login, an agent at the counter.</summary>
    public required string Actor { get; init; }

    /// <summary>The drawer that took it, at the counter.</summary>
    public LoginId? AgentId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its operation was opened at the provider, and under which client number and mode (« numcli », « saisie »): what its answers are compared with, whatever the régie's are by then.</summary>
    public DateTimeOffset? OpenedAt { get; set; }
    public string? ClientNumber { get; set; }
    public char? Mode { get; set; }

    /// <summary>When the payer was last sent to pay: the schedule of <c>next_ask</c> (Payments.sql) counts from here; and when the provider is to be asked next, null once it said its last word.</summary>
    public DateTimeOffset? AskFrom { get; set; }
    public DateTimeOffset? NextAskAt { get; set; }

    /// <summary>When the provider was last asked without crediting, what it answered, in detail where nobody could tell, and how many times it was asked so.</summary>
    public DateTimeOffset? AskedAt { get; set; }
    public ProviderAnswer? Answer { get; set; }
    public string? AnswerDetail { get; set; }
    public int Asks { get; set; }
}

/// <summary>A payment to record: one régie, its frozen lines. The amount is their sum.</summary>
public sealed record NewPayment(
    PaymentId Id, FamilyId FamilyId, RegieId RegieId, Guid BasketId, PaymentProvider Provider, PaymentMeans? Means, string Reference, string? PayerEmail,
    string Actor, LoginId? AgentId, DateTimeOffset CreatedAt, IReadOnlyList<NewPaymentLine> Lines)
{
    public Money Amount => Lines.Sum(l => l.UnitPrice * l.Quantity);
}

public sealed record NewPaymentLine(ServiceId ServiceId, TicketTypeId TicketTypeId, string Designation, int Quantity, Money UnitPrice);

/// <summary>Who takes the money.</summary>
public enum PaymentProvider { PayFip, Stripe, PayPal, Counter }

/// <summary>What each provider collects by.</summary>
public static class OnlineMeans
{
    public static IReadOnlyList<PaymentMeans> Means(this PaymentProvider provider) => provider switch
    {
        PaymentProvider.PayFip => [PaymentMeans.PayFipCard, PaymentMeans.PayFipDebit],
        PaymentProvider.Stripe => [PaymentMeans.StripeCard],
        PaymentProvider.PayPal => [PaymentMeans.PayPal],
        _ => [],
    };
}

/// <summary>« Ligne du panier » — what is bought: so many tickets of a type at the price of the day the basket was made. The child is only a label.</summary>
public sealed class PaymentLine
{
    public required StructureId StructureId { get; init; }
    public required PaymentId PaymentId { get; init; }
    public required int Line { get; init; }
    public required ServiceId ServiceId { get; init; }
    public required TicketTypeId TicketTypeId { get; init; }

    /// <summary>« 10 x [Lou] : Ticket(s) pour le service Cantine », without the quantity.</summary>
    public required string Designation { get; init; }
    public required int Quantity { get; init; }
    public required Money UnitPrice { get; init; }
}

/// <summary>« Écart » — a provider's answer that does not agree with our own record: nothing is credited, a person looks.</summary>
public sealed class Discrepancy
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required PaymentId PaymentId { get; init; }
    public required DateTimeOffset SeenAt { get; init; }
    public required string Field { get; init; }
    public required string Expected { get; init; }
    public required string Found { get; init; }
    public DateTimeOffset? ResolvedAt { get; set; }
    public string? ResolvedBy { get; set; }
    public string? Outcome { get; set; }
}

/// <summary>Provider reference → structure and payment: no family data, read before the structure is known.</summary>
public sealed class PaymentAddress
{
    public required PaymentProvider Provider { get; init; }
    public required string ProviderReference { get; init; }
    public required StructureId StructureId { get; init; }
    public required PaymentId PaymentId { get; init; }
}

/// <summary>« Avis » — a provider's notification, stored before anything is thought about it.</summary>
public sealed class Notice
{
    public long Id { get; init; }
    public required PaymentProvider Provider { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required string Content { get; init; }
    public string? ProviderReference { get; init; }
    public DateTimeOffset? HandledAt { get; set; }
    public string? Outcome { get; set; }
}
