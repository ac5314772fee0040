using ETicket.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Payments.Counter;

/// <summary>« Papier d’un règlement » — what was handed over for a payment, as the slip that sends it to be cashed will list it; only added.</summary>
public sealed class PaymentPaper
{
    public required StructureId StructureId { get; init; }
    public required PaymentId PaymentId { get; init; }

    /// <summary>1 for a cheque; vouchers follow each other.</summary>
    public required int Rank { get; init; }
    public string? Number { get; init; }

    /// <summary>Of a cheque, the bank it is drawn on and who signed it; null for anything else.</summary>
    public string? Bank { get; init; }
    public string? Signer { get; init; }

    /// <summary>Of a CESU or a chèque-vacances, the value printed on it in cents; null for anything else.</summary>
    public long? FaceCents { get; init; }

    internal HandedPaper Handed => new(Number, Bank, Signer, FaceCents is { } cents ? new Money(cents) : null);
}

internal sealed class PaymentPaperMapping : IEntityTypeConfiguration<PaymentPaper>
{
    public void Configure(EntityTypeBuilder<PaymentPaper> builder)
    {
        builder.ToTable("payment_paper", t =>
        {
            t.HasCheckConstraint("payment_paper_says_something", "rank > 0 and (number is not null or face_cents is not null)");
            t.HasCheckConstraint("payment_paper_cheque_whole", "(bank is null) = (signer is null) and (bank is null or (number is not null and face_cents is null))");
            t.HasCheckConstraint("payment_paper_worth", "face_cents > 0");
            t.HasCheckConstraint("payment_paper_short", "length(number) <= 30 and length(bank) <= 60 and length(signer) <= 100");
        }).HasKey(p => new { p.StructureId, p.PaymentId, p.Rank });
        builder.HasOne<Payment>().WithMany().HasForeignKey(p => new { p.StructureId, p.PaymentId }).OnDelete(DeleteBehavior.Restrict);
    }
}
