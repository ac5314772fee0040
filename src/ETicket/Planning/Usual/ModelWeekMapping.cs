using ETicket.Catalogue;
using ETicket.Families;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Planning.Usual;

internal sealed class ModelWeekMapping : IEntityTypeConfiguration<ModelWeek>
{
    public void Configure(EntityTypeBuilder<ModelWeek> builder)
    {
        builder.ToTable("model_week", t =>
        {
            t.HasCheckConstraint("model_week_weekdays", "odd <@ array[1, 2, 3, 4, 5, 6, 7] and even <@ array[1, 2, 3, 4, 5, 6, 7]");
            t.HasCheckConstraint("model_week_has_a_day", "cardinality(odd) + cardinality(even) between 1 and 14");
        }).HasKey(m => new { m.StructureId, m.FamilyId, m.ChildId, m.ActivityId });
        builder.HasOne<FamilyChild>().WithMany().HasForeignKey(m => new { m.StructureId, m.FamilyId, m.ChildId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Activity>().WithMany().HasForeignKey(m => new { m.StructureId, m.ActivityId }).OnDelete(DeleteBehavior.Restrict);
    }
}
