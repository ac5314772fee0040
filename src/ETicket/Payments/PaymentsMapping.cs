using ETicket.Families;
using ETicket.Payments.Invoicing;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Payments;

internal sealed class PaymentsMapping :
    IEntityTypeConfiguration<Payment>, IEntityTypeConfiguration<PaymentLine>, IEntityTypeConfiguration<PaymentStep>,
    IEntityTypeConfiguration<Discrepancy>, IEntityTypeConfiguration<PaymentAddress>, IEntityTypeConfiguration<Notice>,
    IEntityTypeConfiguration<PaymentEdgeRow>
{
    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.ToTable("payment", t =>
        {
            t.HasCheckConstraint("payment_amount_positive", "amount_cents > 0");
            t.HasCheckConstraint("payment_credited_by_known_means", "state not in ('Paid', 'Promised') or means is not null");
            t.HasCheckConstraint("payment_payer_has_a_name", "(paid_by is null) = (payer_kind is null)");
            t.HasCheckConstraint("payment_attempt_retries_another", "part > 0 and attempt > 0 and (attempt = 1) = (retries_id is null)");
        }).HasKey(p => new { p.StructureId, p.Id });
        builder.HasStorageParameter("fillfactor", 80);
        builder.Property(p => p.Part).HasDefaultValue(1);
        builder.Property(p => p.Attempt).HasDefaultValue(1);
        builder.HasIndex(p => new { p.StructureId, p.BasketId, p.RegieId, p.Part, p.Attempt }, "one_payment_per_part_and_attempt").IsUnique();
        builder.HasIndex(p => new { p.StructureId, p.FamilyId, p.CreatedAt });
        builder.HasIndex(p => new { p.StructureId, p.RegieId, p.Reference }).IsUnique().HasFilter("provider <> 'Counter'");
        builder.HasIndex(p => p.CreatedAt).HasFilter("state in ('Created', 'Pending', 'Unknown')");
        builder.HasIndex(p => p.NextAskAt).HasFilter("state in ('Pending', 'Unknown', 'Refused', 'Cancelled', 'Expired') and next_ask_at is not null");
        builder.HasIndex(p => p.MirrorAt).HasFilter("mirror_at is not null");
        builder.Property(p => p.Asks).HasDefaultValue(0);
        builder.HasOne<Family>().WithMany().HasForeignKey(p => new { p.StructureId, p.FamilyId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Regie>().WithMany().HasForeignKey(p => new { p.StructureId, p.RegieId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PaymentLine> builder)
    {
        builder.ToTable("payment_line", t =>
        {
            t.HasCheckConstraint("payment_line_positive", "quantity > 0 and unit_price_cents > 0");
            t.HasCheckConstraint("payment_line_tickets_or_invoice", "(ticket_type_id is null) <> (invoice_id is null) and (invoice_id is null or quantity = 1)");
        }).HasKey(l => new { l.StructureId, l.PaymentId, l.Line });
        builder.HasIndex(l => new { l.StructureId, l.InvoiceId }).HasFilter("invoice_id is not null");
        builder.HasOne<Invoice>().WithMany().HasForeignKey(l => new { l.StructureId, l.InvoiceId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Payment>().WithMany().HasForeignKey(l => new { l.StructureId, l.PaymentId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PaymentStep> builder)
    {
        // Steps are read payment by payment: their key is that index too.
        builder.ToTable("payment_step").HasKey(s => new { s.StructureId, s.PaymentId, s.Id });
        // « Payé après coup » — few steps are: nearly every look at it finds nothing, at no cost (payments_flag_alike).
        builder.HasIndex(s => new { s.StructureId, s.PaymentId }).HasFilter("from_state in ('Refused', 'Cancelled', 'Expired') and to_state in ('Paid', 'Promised')");
        builder.Property(s => s.Id).UseIdentityByDefaultColumn();
        builder.Property(s => s.Proof).HasColumnType("jsonb");
    }

    public void Configure(EntityTypeBuilder<Discrepancy> builder)
    {
        builder.ToTable("discrepancy").HasKey(d => new { d.StructureId, d.Id });
        builder.Property(d => d.Id).UseIdentityByDefaultColumn();
        builder.HasIndex(d => new { d.StructureId, d.PaymentId, d.Field, d.Found }).IsUnique();
        builder.HasOne<Payment>().WithMany().HasForeignKey(d => new { d.StructureId, d.PaymentId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PaymentAddress> builder) =>
        builder.ToTable("payment_address").HasKey(a => new { a.Provider, a.ProviderReference });

    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.ToTable("notice").HasKey(n => n.Id);
        builder.Property(n => n.Id).UseIdentityByDefaultColumn();
        builder.HasIndex(n => n.ReceivedAt).HasFilter("handled_at is null");
        builder.HasIndex(n => n.ProviderReference);
    }

    public void Configure(EntityTypeBuilder<PaymentEdgeRow> builder)
    {
        builder.ToTable("payment_edge").HasKey(e => new { e.FromState, e.ToState });
        builder.HasData(PaymentStates.Edges.Select(e => new PaymentEdgeRow { FromState = e.From, ToState = e.To }));
    }
}

internal sealed class ReceiptsMapping :
    IEntityTypeConfiguration<Receipt>, IEntityTypeConfiguration<ReceiptLine>, IEntityTypeConfiguration<ReceiptCounter>
{
    private const string Sale = "Sale";

    public void Configure(EntityTypeBuilder<Receipt> builder)
    {
        builder.ToTable("receipt", t => t.HasCheckConstraint("receipt_series_known", "series in ('Q', 'R', 'B')")).HasKey(r => new { r.StructureId, r.Id });
        builder.HasIndex(r => new { r.StructureId, r.RegieId, r.Series, r.Year, r.Number }).IsUnique();
        // One index finds the documents of a payment and refuses a second sale: null, which every other kind has, repeats.
        builder.Property<bool?>(Sale).HasComputedColumnSql("case when kind = 'Sale' then true end", stored: true);
        builder.HasIndex([nameof(Receipt.StructureId), nameof(Receipt.PaymentId), Sale], "one_sale_receipt_per_payment").IsUnique();
        builder.HasIndex(r => new { r.StructureId, r.FamilyId, r.IssuedAt });
        builder.HasOne<Payment>().WithMany().HasForeignKey(r => new { r.StructureId, r.PaymentId }).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(r => r.FullNumber);
    }

    public void Configure(EntityTypeBuilder<ReceiptLine> builder) =>
        builder.ToTable("receipt_line").HasKey(l => new { l.StructureId, l.ReceiptId, l.Line });

    public void Configure(EntityTypeBuilder<ReceiptCounter> builder)
    {
        builder.ToTable("receipt_counter", t => t.HasCheckConstraint("receipt_counter_order", "last_number >= first_number - 1"))
            .HasKey(c => new { c.StructureId, c.RegieId, c.Series, c.Year });
        builder.HasStorageParameter("fillfactor", 50);
        builder.HasOne<Regie>().WithMany().HasForeignKey(c => new { c.StructureId, c.RegieId }).OnDelete(DeleteBehavior.Restrict);
    }
}
