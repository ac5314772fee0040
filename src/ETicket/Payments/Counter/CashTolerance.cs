using ETicket.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Payments.Counter;

/// <summary>
/// « Tolérance » — more cash than the law lets a régie take was taken for this payment, because somebody who runs the régie allowed it: who, why, and how much cash the sale brought that
/// régie. Written with the sale, at the instant the payment was made; only added.
/// </summary>
public sealed class CashTolerance
{
    public required StructureId StructureId { get; init; }
    public required PaymentId PaymentId { get; init; }
    public required LoginId AllowedById { get; init; }

    /// <summary>The name papers print.</summary>
    public required string AllowedBy { get; init; }
    public required string Reason { get; init; }

    /// <summary>All the cash of the sale for that régie, in cents: several payers may each have paid a part of it.</summary>
    public required Money Cash { get; init; }
}

internal sealed class CashToleranceMapping : IEntityTypeConfiguration<CashTolerance>
{
    public void Configure(EntityTypeBuilder<CashTolerance> builder)
    {
        builder.ToTable("cash_tolerance", t => t.HasCheckConstraint("cash_tolerance_says_why", "trim(reason) <> '' and cash_cents > 0")).HasKey(c => new { c.StructureId, c.PaymentId });
        builder.HasOne<Payment>().WithMany().HasForeignKey(c => new { c.StructureId, c.PaymentId }).OnDelete(DeleteBehavior.Restrict);
    }
}
