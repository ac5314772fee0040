using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Structures;

internal sealed class StructuresMapping :
    IEntityTypeConfiguration<Structure>, IEntityTypeConfiguration<Site>, IEntityTypeConfiguration<Regie>,
    IEntityTypeConfiguration<RegieService>, IEntityTypeConfiguration<AllowedMeans>, IEntityTypeConfiguration<FormerName>, IEntityTypeConfiguration<StructureText>
{
    public void Configure(EntityTypeBuilder<Structure> builder)
    {
        builder.ToTable("structure", t => t.HasCheckConstraint("structure_low_balance_days", "low_balance_days between 1 and 30")).HasKey(s => s.Id);
        builder.Property(s => s.LowBalanceDays).HasDefaultValue(5);
        builder.HasIndex(s => s.Slug).IsUnique();
        builder.HasIndex(s => s.RegistrationCode).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Site> builder)
    {
        builder.ToTable("site").HasKey(s => new { s.StructureId, s.Id });
        builder.HasOne<Structure>().WithMany().HasForeignKey(s => s.StructureId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Regie> builder)
    {
        builder.ToTable("regie", t =>
        {
            t.HasCheckConstraint("regie_client_number_six_digits", "client_number ~ '^[0-9]{6}$'");
            t.HasCheckConstraint("regie_amounts_positive", "cash_ceiling_cents >= 0 and cash_float_cents >= 0");
        }).HasKey(r => new { r.StructureId, r.Id });
        builder.HasOne<Structure>().WithMany().HasForeignKey(r => r.StructureId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RegieService> builder)
    {
        builder.ToTable("regie_service").HasKey(s => new { s.StructureId, s.Id });
        builder.HasOne<Regie>().WithMany().HasForeignKey(s => new { s.StructureId, s.RegieId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => new { s.StructureId, s.RegieId, s.Code }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<AllowedMeans> builder)
    {
        builder.ToTable("allowed_means", t => t.HasCheckConstraint("allowed_means_ends_by_a_decision", "(ends_on is null) = (ending_decision is null) and ends_on >= starts_on"))
            .HasKey(m => new { m.StructureId, m.ServiceId, m.Means, m.StartsOn });
        builder.HasIndex(m => new { m.StructureId, m.ServiceId, m.Means }, "means_allowed_once").IsUnique().HasFilter("ends_on is null");
        builder.HasOne<RegieService>().WithMany().HasForeignKey(m => new { m.StructureId, m.ServiceId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<StructureText> builder)
    {
        builder.ToTable("structure_text").HasKey(t => new { t.StructureId, t.Id });
        builder.HasOne<Structure>().WithMany().HasForeignKey(t => t.StructureId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(t => new { t.StructureId, t.Kind, t.Version }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<FormerName> builder)
    {
        builder.ToTable("former_name").HasKey(n => new { n.StructureId, n.Id });
        builder.Property(n => n.Id).UseIdentityByDefaultColumn();
        builder.Property(n => n.Said).HasColumnType("jsonb");
        builder.HasIndex(n => new { n.StructureId, n.Until });
        builder.HasOne<Structure>().WithMany().HasForeignKey(n => n.StructureId).OnDelete(DeleteBehavior.Restrict);
    }
}
