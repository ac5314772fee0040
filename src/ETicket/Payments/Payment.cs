using ETicket.Kernel;

namespace ETicket.Payments;

/// <summary>
/// « Règlement » — one payment of one family to one régie. Amount and lines are frozen when it is created; its state moves only along
/// <see cref="PaymentStates.Edges"/>. A basket over two régies is two payments of one basket; so is one paid at the counter by two people.
/// </summary>
public sealed class Payment
{
    public required StructureId StructureId { get; init; }
    public required PaymentId Id { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required RegieId RegieId { get; init; }

    /// <summary>The posted form's own key: a double click is the same basket.</summary>
    public required Guid BasketId { get; init; }

    /// <summary>« Part » — which payer's at the counter, where several share one basket; 1 on line.</summary>
    public int Part { get; init; } = 1;

    /// <summary>« Essai » — 1, then one more each time the payer tries again; <see cref="RetriesId"/> is the payment this one takes the place of.</summary>
    public int Attempt { get; init; } = 1;
    public PaymentId? RetriesId { get; init; }
    public required PaymentProvider Provider { get; init; }

    /// <summary>Known at once at the counter, told by the provider on line.</summary>
    public PaymentMeans? Means { get; set; }
    public required PaymentState State { get; set; }
    public required Money Amount { get; init; }

    /// <summary>Ours, unique for ever, 6 to 30 characters [A-Za-z0-9]: PayFiP's « refdet ». At the counter the number of the paper handed over, by which it is found; what the quittance prints of it is in <see cref="Counter.PaymentPaper"/>.</summary>
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

    /// <summary>Who pays, when it is not the family; null when it is.</summary>
    public string? PaidBy { get; init; }
    public PayerKind? PayerKind { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its operation was opened at the provider, and under which client number and mode (« numcli », « saisie »): what its answers are compared with, whatever the régie's are by then.</summary>
    public DateTimeOffset? OpenedAt { get; set; }
    public string? ClientNumber { get; set; }
    public char? Mode { get; set; }

    /// <summary>When the payer was last sent to pay: the schedule of <c>next_ask</c> (Payments.sql) counts from here; and when the provider is to be asked next, null once it said its last word.</summary>
    public DateTimeOffset? AskFrom { get; set; }
    public DateTimeOffset? NextAskAt { get; set; }

    /// <summary>When the provider is asked again about money it said left and whose mirror is not known to be written; null while there is none.</summary>
    public DateTimeOffset? MirrorAt { get; set; }

    /// <summary>When the provider was last asked without crediting, what it answered, in detail where nobody could tell (a refusal: when), and how many times it was asked so.</summary>
    public DateTimeOffset? AskedAt { get; set; }
    public ProviderAnswer? Answer { get; set; }
    public string? AnswerDetail { get; set; }
    public int Asks { get; set; }
}

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

/// <summary>« Ligne du panier » — so many tickets of a type at the price of the day the basket was made (the child is only a label), or one invoice.</summary>
public sealed class PaymentLine
{
    public required StructureId StructureId { get; init; }
    public required PaymentId PaymentId { get; init; }
    public required int Line { get; init; }
    public required ServiceId ServiceId { get; init; }
    public TicketTypeId? TicketTypeId { get; init; }
    public InvoiceId? InvoiceId { get; init; }

    /// <summary>« 10 x [Lou] : Ticket(s) pour le service Cantine », without the quantity.</summary>
    public required string Designation { get; init; }
    public required int Quantity { get; init; }
    public required Money UnitPrice { get; init; }

    /// <summary>« Tarif » — the price line as it was called when it was sold (« Quotient B »); null for an invoice, and for what was sold before it was kept.</summary>
    public string? Tariff { get; init; }
}

/// <summary>« Écart » — a provider's answer that does not agree with our own record: nothing is credited, a person looks.</summary>
public sealed class Discrepancy
{
    /// <summary>The field of one that is no difference but a second payment of what was paid.</summary>
    public const string PaidTwice = "paid twice";

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
