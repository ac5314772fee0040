using ETicket.Payments;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Treasury.Reconciliation;

internal sealed class ReconciliationMapping :
    IEntityTypeConfiguration<ProviderLine>, IEntityTypeConfiguration<ProviderDay>, IEntityTypeConfiguration<ProviderGap>
{
    public void Configure(EntityTypeBuilder<ProviderLine> builder)
    {
        builder.ToTable("provider_line", t => t.HasCheckConstraint("provider_line_adds_up", "net_cents = gross_cents - fee_cents")).HasKey(l => new { l.StructureId, l.Id });
        builder.Property(l => l.Id).UseIdentityByDefaultColumn();
        builder.Property(l => l.About).HasDefaultValueSql("'{}'");
        builder.HasIndex(l => new { l.StructureId, l.Provider, l.Account, l.Key, l.Kind }).IsUnique();
        builder.HasIndex(l => new { l.StructureId, l.Provider, l.Account, l.At });
        builder.HasOne<Regie>().WithMany().HasForeignKey(l => new { l.StructureId, l.RegieId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ProviderDay> builder) =>
        builder.ToTable("provider_day").HasKey(d => new { d.StructureId, d.Provider, d.Account, d.Day });

    public void Configure(EntityTypeBuilder<ProviderGap> builder)
    {
        builder.ToTable("provider_gap", t => t.HasCheckConstraint("provider_gap_closed_with_its_outcome", "(resolved_at is null) = (outcome is null)"))
            .HasKey(g => new { g.StructureId, g.Id });
        builder.Property(g => g.Id).UseIdentityByDefaultColumn();
        builder.HasIndex(g => new { g.StructureId, g.Provider, g.Account, g.Kind, g.Subject }, "one_open_gap_per_subject").IsUnique().HasFilter("resolved_at is null");
        builder.Ignore(g => g.Case);
        builder.HasIndex(g => new { g.StructureId, g.FollowsId }, "one_gap_follows_another").IsUnique().HasFilter("follows_id is not null");
        builder.HasOne<ProviderGap>().WithMany().HasForeignKey(g => new { g.StructureId, g.FollowsId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Regie>().WithMany().HasForeignKey(g => new { g.StructureId, g.RegieId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Payment>().WithMany().HasForeignKey(g => new { g.StructureId, g.PaymentId }).OnDelete(DeleteBehavior.Restrict);
    }
}
