using ETicket.Families;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Planning.Feeds;

internal sealed class CalendarFeedMapping : IEntityTypeConfiguration<CalendarFeed>
{
    public void Configure(EntityTypeBuilder<CalendarFeed> builder)
    {
        builder.ToTable("calendar_feed").HasKey(f => new { f.StructureId, f.Token });
        builder.Property(f => f.Token).HasDefaultValueSql("gen_random_uuid()");
        // One address a child and home at a time.
        builder.HasIndex(f => new { f.StructureId, f.FamilyId, f.ChildId }).IsUnique().HasFilter("ended_at is null");
        builder.HasOne<FamilyChild>().WithMany().HasForeignKey(f => new { f.StructureId, f.FamilyId, f.ChildId }).OnDelete(DeleteBehavior.Restrict);
    }
}
