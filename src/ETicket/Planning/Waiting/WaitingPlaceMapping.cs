using ETicket.Catalogue;
using ETicket.Families;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Planning.Waiting;

internal sealed class WaitingPlaceMapping : IEntityTypeConfiguration<WaitingPlace>
{
    public void Configure(EntityTypeBuilder<WaitingPlace> builder)
    {
        // No key to the open day: a day nobody booked may go, and its queue with it.
        builder.ToTable("waiting_place", t => t.HasCheckConstraint("waiting_place_state", "state in ('Waiting', 'Given', 'Left')"))
            .HasKey(p => new { p.StructureId, p.ActivityId, p.Day, p.ChildId });
        builder.HasOne<Activity>().WithMany().HasForeignKey(p => new { p.StructureId, p.ActivityId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<FamilyChild>().WithMany().HasForeignKey(p => new { p.StructureId, p.FamilyId, p.ChildId }).OnDelete(DeleteBehavior.Restrict);
    }
}
