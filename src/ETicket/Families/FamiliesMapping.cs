using ETicket.Families.Dossier;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Families;

internal sealed class FamiliesMapping :
    IEntityTypeConfiguration<Family>, IEntityTypeConfiguration<Guardian>, IEntityTypeConfiguration<Child>, IEntityTypeConfiguration<FamilyChild>,
    IEntityTypeConfiguration<Diet>, IEntityTypeConfiguration<FamilyQuotient>
{
    public void Configure(EntityTypeBuilder<Family> builder)
    {
        builder.ToTable("family", t => t.HasCheckConstraint("family_file_state", "file_state in ('Validated', 'ToSend', 'Sent', 'ToComplete')")).HasKey(f => new { f.StructureId, f.Id });
        builder.Property(f => f.FileState).HasDefaultValueSql("'Validated'");
        builder.HasOne<Structure>().WithMany().HasForeignKey(f => f.StructureId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(f => new { f.StructureId, f.Number }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Guardian> builder)
    {
        builder.ToTable("guardian", t =>
        {
            t.HasCheckConstraint("guardian_low_balance_days", "low_balance_days between 1 and 30");
            t.HasCheckConstraint("guardian_kind", "kind in ('Guardian', 'Trusted')");
            // Whoever writes letters asks receives_letters alone: these two never do.
            t.HasCheckConstraint("guardian_letters", "not receives_letters or (kind = 'Guardian' and left_at is null)");
            t.HasCheckConstraint("guardian_pays", "not pays or kind = 'Guardian'");
        }).HasKey(g => new { g.StructureId, g.Id });
        builder.Property(g => g.Kind).HasDefaultValueSql("'Guardian'");
        builder.HasOne<Family>().WithMany().HasForeignKey(g => new { g.StructureId, g.FamilyId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(g => new { g.StructureId, g.FamilyId }, "one_payer_per_file").IsUnique().HasFilter("pays and left_at is null");
        builder.HasIndex(g => new { g.StructureId, g.FamilyId });
    }

    public void Configure(EntityTypeBuilder<Child> builder)
    {
        builder.ToTable("child").HasKey(c => new { c.StructureId, c.Id });
        builder.HasOne<Site>().WithMany().HasForeignKey(c => new { c.StructureId, c.SchoolId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Diet>().WithMany().HasForeignKey(c => new { c.StructureId, c.DietId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<FamilyChild> builder)
    {
        builder.ToTable("family_child").HasKey(c => new { c.StructureId, c.FamilyId, c.ChildId });
        builder.HasOne<Family>().WithMany().HasForeignKey(c => new { c.StructureId, c.FamilyId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Child>().WithMany().HasForeignKey(c => new { c.StructureId, c.ChildId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Diet> builder)
    {
        builder.ToTable("diet").HasKey(d => new { d.StructureId, d.Id });
        builder.HasOne<Structure>().WithMany().HasForeignKey(d => d.StructureId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(d => new { d.StructureId, d.Label }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<FamilyQuotient> builder)
    {
        builder.ToTable("family_quotient", t => t.HasCheckConstraint("family_quotient_amount", "amount_cents >= 0")).HasKey(q => new { q.StructureId, q.FamilyId, q.StartsOn });
        builder.HasOne<Family>().WithMany().HasForeignKey(q => new { q.StructureId, q.FamilyId }).OnDelete(DeleteBehavior.Restrict);
    }
}
