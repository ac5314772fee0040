using ETicket.Families;
using ETicket.Kernel;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Payments.Invoicing;

/// <summary>
/// « Facture » — what a family owes a régie for a product billed after use. Issued once, under a number without gap per régie and year (series F), and never changed:
/// only what was paid of it moves: at once, or in parts, by whoever pays them.
/// </summary>
public sealed class Invoice
{
    public required StructureId StructureId { get; init; }
    public required InvoiceId Id { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required RegieId RegieId { get; init; }
    public required ServiceId ServiceId { get; init; }
    public required int Year { get; init; }
    public required int Number { get; init; }

    /// <summary>« Accueil du matin, octobre 2026 », as the family reads it.</summary>
    public required string Label { get; init; }
    public required Money Amount { get; init; }

    /// <summary>What stands paid: nothing, a part, or the amount; more where it was paid twice and not given back yet.</summary>
    public Money Paid { get; init; }

    /// <summary>UTC instant; the day it bears is that of Paris.</summary>
    public required DateTimeOffset IssuedAt { get; init; }
    public required DateOnly DueOn { get; init; }

    /// <summary>« F2026-000012 ».</summary>
    public string FullNumber => FormattableString.Invariant($"F{Year}-{Number:D6}");

    public bool IsPaid => Paid >= Amount;

    /// <summary>« Reste à payer », in cents; none once it is paid, even twice.</summary>
    public Money Left => IsPaid ? Money.Zero : Amount - Paid;

    public bool IsPaidInPart => Paid > Money.Zero && !IsPaid;
}

internal sealed class InvoicingMapping : IEntityTypeConfiguration<Invoice>
{
    public void Configure(EntityTypeBuilder<Invoice> builder)
    {
        builder.ToTable("invoice", t =>
        {
            t.HasCheckConstraint("invoice_amount_positive", "amount_cents > 0");
            t.HasCheckConstraint("invoice_paid_not_negative", "paid_cents >= 0");
        }).HasKey(i => new { i.StructureId, i.Id });
        builder.HasIndex(i => new { i.StructureId, i.RegieId, i.Year, i.Number }).IsUnique();
        builder.HasIndex(i => new { i.StructureId, i.FamilyId, i.IssuedAt });
        builder.HasOne<Family>().WithMany().HasForeignKey(i => new { i.StructureId, i.FamilyId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RegieService>().WithMany().HasForeignKey(i => new { i.StructureId, i.ServiceId }).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(i => i.FullNumber);
        builder.Ignore(i => i.IsPaid);
        builder.Ignore(i => i.Left);
        builder.Ignore(i => i.IsPaidInPart);
    }
}
