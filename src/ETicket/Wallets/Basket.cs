using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Counter;
using ETicket.Payments.Invoicing;

namespace ETicket.Wallets;

/// <summary>A line as the buyer asks it: so many tickets of a type; the child is only a label on the receipt.</summary>
public sealed record BasketLine(TicketTypeId TicketTypeId, int Quantity, string? ChildLabel = null)
{
    /// <summary>The price of one ticket as the buyer read it: another one is never charged. Null where nobody was shown a price.</summary>
    public Money? Shown { get; init; }
}

/// <summary>
/// « Panier » — as the buyer posts it: tickets of any activities and children, invoices, or both. <paramref name="Key"/> is the page's own: a double click, a reload, a second
/// tab are the same basket. <paramref name="Reference"/> imposes our reference instead of a fresh one (taking over another book).
/// </summary>
/// <param name="Provider">Whose button was pressed. Where the basket is split, a part that cannot be paid there goes to another provider its régie's act allows.</param>
public sealed record Basket(
    Guid Key, StructureId Structure, FamilyId Family, PaymentProvider Provider, string Actor, string? PayerEmail, IReadOnlyList<BasketLine> Lines,
    PaymentMeans? Means = null, LoginId? AgentId = null, string? Reference = null)
{
    /// <summary>All that is left of each, or at the counter a part.</summary>
    public IReadOnlyList<InvoiceShare> Invoices { get; init; } = [];

    /// <summary>Which payer's share this is, where several pay one basket at the counter.</summary>
    public int Part { get; init; } = 1;

    /// <summary>Null when the family pays for itself.</summary>
    public Payer? Payer { get; init; }

    /// <summary>What is handed over at the counter for it, as it is kept.</summary>
    public IReadOnlyList<HandedPaper> Papers { get; init; } = [];

    /// <summary>
    /// « Le même panier, à l'instant » — the same tickets and invoices, prepared by this family less than twenty minutes ago and still open, are answered instead of being
    /// prepared a second time.
    /// </summary>
    public bool ReusesLive { get; init; }

    /// <summary>Payments opened on line and left, which take nothing by themselves: they hold no invoice (<see cref="Baskets.LeftOpen"/>).</summary>
    public IReadOnlySet<PaymentId> Idle { get; init; } = new HashSet<PaymentId>();
}

/// <summary>What one régie collects of a basket, at the prices of the day: one payment.</summary>
internal sealed record BasketPart(RegieId Regie, string RegieName, IReadOnlyList<PricedLine> Lines)
{
    public Money Amount => Lines.Sum(l => l.Line.UnitPrice * l.Line.Quantity);

    public IEnumerable<ServiceId> Services => Lines.Select(l => l.Line.ServiceId).Distinct();
}

/// <summary>A line with its price, the product it is collected under, and the name it is sold by.</summary>
internal sealed record PricedLine(NewPaymentLine Line, string Service, string Name);
