using ETicket.Catalogue;
using ETicket.Families;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Planning.Standing;

internal sealed class StandingMapping : IEntityTypeConfiguration<StandingBooking>, IEntityTypeConfiguration<StandingException>
{
    public void Configure(EntityTypeBuilder<StandingBooking> builder)
    {
        builder.ToTable("standing_booking", t =>
        {
            t.HasCheckConstraint("standing_booking_weekdays", "cardinality(weekdays) between 1 and 7 and weekdays <@ array[1, 2, 3, 4, 5, 6, 7]");
            t.HasCheckConstraint("standing_booking_rhythm", "every_weeks between 1 and 8");
            t.HasCheckConstraint("standing_booking_ends_after_its_start", "ends_on >= starts_on - 1");
        }).HasKey(s => new { s.StructureId, s.Id });
        builder.Property(s => s.Id).UseIdentityByDefaultColumn();
        builder.HasIndex(s => new { s.StructureId, s.ChildId, s.ActivityId });
        builder.HasOne<FamilyChild>().WithMany().HasForeignKey(s => new { s.StructureId, s.FamilyId, s.ChildId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Activity>().WithMany().HasForeignKey(s => new { s.StructureId, s.ActivityId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<StandingException> builder)
    {
        builder.ToTable("standing_exception").HasKey(e => new { e.StructureId, e.StandingBookingId, e.Day });
        builder.HasOne<StandingBooking>().WithMany().HasForeignKey(e => new { e.StructureId, e.StandingBookingId }).OnDelete(DeleteBehavior.Restrict);
    }
}
