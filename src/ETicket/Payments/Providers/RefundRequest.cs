using ETicket.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Payments.Providers;

/// <summary>
/// « Demande de remboursement » — asked of a provider under this key: so many of each line of the payment, for this sum. It is written before the call and ended by its answer, or by a
/// person who says that none will come. Those of a payment follow one another by rank, from 0; at most one is open.
/// </summary>
public sealed class RefundRequest
{
    public required StructureId StructureId { get; init; }
    public required PaymentId PaymentId { get; init; }
    public required int Rank { get; init; }

    /// <summary>The provider keeps it with the refund it makes. Given up and asked again, a request keeps its key.</summary>
    public required Guid Key { get; init; }

    /// <summary>The transfers of the sale it takes from, and how many of each: tickets, or the one invoice.</summary>
    public required long[] Lines { get; init; }
    public required int[] Taken { get; init; }
    public required Money Amount { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Who asked, by the name papers print: its document says so, whoever brings the answer; null of those asked before that was kept.</summary>
    public string? AskedBy { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who said that no answer would come; null where the provider answered.</summary>
    public string? EndedBy { get; init; }

    /// <summary>What the provider answered, or what that person found and did.</summary>
    public string? Outcome { get; init; }

    /// <summary>The provider's own number of the refund it made of it, whenever it was told.</summary>
    public string? MadeAs { get; init; }

    /// <summary>Who read that number on the provider's statement, and when; null where nobody had to.</summary>
    public string? LeftBy { get; init; }
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>When the provider told that number itself, after that person.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    public IReadOnlyDictionary<long, int> Quantities => Lines.Zip(Taken).ToDictionary(l => l.First, l => l.Second);

    /// <summary>Ended by a person, and never made as far as anybody knows.</summary>
    public bool IsGivenUp => EndedBy is not null && MadeAs is null;
}

internal sealed class RefundRequestMapping : IEntityTypeConfiguration<RefundRequest>
{
    public void Configure(EntityTypeBuilder<RefundRequest> builder)
    {
        builder.ToTable("refund_request", t =>
        {
            t.HasCheckConstraint("refund_request_takes_something", "amount_cents > 0 and cardinality(lines) > 0 and cardinality(lines) = cardinality(taken)");
            t.HasCheckConstraint("refund_request_ended_with_its_outcome", "(ended_at is null) = (outcome is null) and (ended_by is null or ended_at is not null)");
            t.HasCheckConstraint("refund_request_left_under_a_number", "(left_by is null) = (left_at is null) and (left_by is null or made_as is not null) and (confirmed_at is null or left_by is not null)");
        }).HasKey(r => new { r.StructureId, r.PaymentId, r.Rank });
        builder.HasIndex(r => new { r.StructureId, r.PaymentId }, "one_open_refund_request_per_payment").IsUnique().HasFilter("ended_at is null");
        builder.HasOne<Payment>().WithMany().HasForeignKey(r => new { r.StructureId, r.PaymentId }).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(r => r.Quantities);
        builder.Ignore(r => r.IsGivenUp);
    }
}
