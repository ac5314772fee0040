using ETicket.Families;
using ETicket.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Payments.Invoicing;

/// <summary>
/// « Ligne de facture » — what was used, by which child, how many times and at which price in cents: the lines of an invoice make its amount. An invoice of one sum has none.
/// Never changed.
/// </summary>
public sealed class InvoiceLine
{
    public required StructureId StructureId { get; init; }
    public required InvoiceId InvoiceId { get; init; }

    /// <summary>1, then one more each: the order they are read in.</summary>
    public required int Line { get; init; }

    /// <summary>Null where what is billed is no child's, such as a membership.</summary>
    public ChildId? ChildId { get; init; }

    /// <summary>Null where only the régie's product is known.</summary>
    public ActivityId? ActivityId { get; init; }

    /// <summary>« Accueil du matin, octobre 2026 », as the family reads it.</summary>
    public required string Label { get; init; }
    public required int Quantity { get; init; }
    public required Money UnitPrice { get; init; }
}

internal sealed class InvoiceLineMapping : IEntityTypeConfiguration<InvoiceLine>
{
    public void Configure(EntityTypeBuilder<InvoiceLine> builder)
    {
        builder.ToTable("invoice_line", t => t.HasCheckConstraint("invoice_line_positive", "line > 0 and quantity > 0 and unit_price_cents >= 0"))
            .HasKey(l => new { l.StructureId, l.InvoiceId, l.Line });
        builder.HasOne<Invoice>().WithMany().HasForeignKey(l => new { l.StructureId, l.InvoiceId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Child>().WithMany().HasForeignKey(l => new { l.StructureId, l.ChildId }).OnDelete(DeleteBehavior.Restrict);
    }
}
