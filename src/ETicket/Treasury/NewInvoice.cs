using ETicket.Kernel;

namespace ETicket.Treasury;

/// <summary>An invoice to issue: one product, one amount in whole cents, due on a Paris day.</summary>
public sealed record NewInvoice(InvoiceId Id, FamilyId Family, ServiceId Service, string Label, Money Amount, DateOnly DueOn)
{
    /// <summary>What makes the amount, in the order the family reads it; none where only the sum is known.</summary>
    public IReadOnlyList<NewInvoiceLine> Lines { get; init; } = [];
}

/// <summary>So many uses by one child at one price in cents; the activity is one of the product's.</summary>
public sealed record NewInvoiceLine(ChildId? Child, ActivityId? Activity, string Label, int Quantity, Money UnitPrice);
