using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Families;

internal sealed class FamiliesMapping :
    IEntityTypeConfiguration<Family>, IEntityTypeConfiguration<Guardian>, IEntityTypeConfiguration<Child>, IEntityTypeConfiguration<FamilyChild>
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
        builder.ToTable("guardian", t => t.HasCheckConstraint("guardian_low_balance_days", "low_balance_days between 1 and 30")).HasKey(g => new { g.StructureId, g.Id });
        builder.HasOne<Family>().WithMany().HasForeignKey(g => new { g.StructureId, g.FamilyId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Child> builder)
    {
        builder.ToTable("child").HasKey(c => new { c.StructureId, c.Id });
        builder.HasOne<Site>().WithMany().HasForeignKey(c => new { c.StructureId, c.SchoolId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<FamilyChild> builder)
    {
        builder.ToTable("family_child").HasKey(c => new { c.StructureId, c.FamilyId, c.ChildId });
        builder.HasOne<Family>().WithMany().HasForeignKey(c => new { c.StructureId, c.FamilyId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Child>().WithMany().HasForeignKey(c => new { c.StructureId, c.ChildId }).OnDelete(DeleteBehavior.Restrict);
    }
}
