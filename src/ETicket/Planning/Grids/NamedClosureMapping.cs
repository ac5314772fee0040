using ETicket.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Planning.Grids;

internal sealed class NamedClosureMapping : IEntityTypeConfiguration<NamedClosure>
{
    public void Configure(EntityTypeBuilder<NamedClosure> builder)
    {
        builder.ToTable("closed_day", t => t.HasCheckConstraint("closed_day_has_a_name", "reason in ('PublicHoliday', 'LocalClosure', 'SchoolHoliday')"))
            .HasKey(c => new { c.StructureId, c.ActivityId, c.Day });
        builder.HasOne<Activity>().WithMany().HasForeignKey(c => new { c.StructureId, c.ActivityId }).OnDelete(DeleteBehavior.Restrict);
    }
}
