using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Planning;

internal sealed class PlanningMapping :
    IEntityTypeConfiguration<Enrolment>, IEntityTypeConfiguration<CutOff>, IEntityTypeConfiguration<OpenDay>,
    IEntityTypeConfiguration<Booking>, IEntityTypeConfiguration<BookingChange>
{
    public void Configure(EntityTypeBuilder<Enrolment> builder)
    {
        builder.ToTable("enrolment").HasKey(e => new { e.StructureId, e.ChildId, e.ActivityId, e.StartsOn });
        builder.HasOne<Child>().WithMany().HasForeignKey(e => new { e.StructureId, e.ChildId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<TicketType>().WithMany().HasForeignKey(e => new { e.StructureId, e.TicketTypeId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<CutOff> builder)
    {
        builder.ToTable("cut_off").HasKey(c => new { c.StructureId, c.ActivityId, c.StartsOn });
        builder.Property(c => c.Adding).HasColumnType("jsonb");
        builder.Property(c => c.Cancelling).HasColumnType("jsonb");
        builder.HasOne<Activity>().WithMany().HasForeignKey(c => new { c.StructureId, c.ActivityId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<OpenDay> builder)
    {
        builder.ToTable("open_day").HasKey(d => new { d.StructureId, d.ActivityId, d.Day });
        builder.HasOne<Activity>().WithMany().HasForeignKey(d => new { d.StructureId, d.ActivityId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Booking> builder)
    {
        // One row a cell is what makes two live bookings of a day impossible; the order of the key is the order in which a day is closed.
        builder.ToTable("booking").HasKey(b => new { b.StructureId, b.ActivityId, b.Day, b.ChildId });
        // Each row is consumed once, in place: half of each page is left for that night.
        builder.HasStorageParameter("fillfactor", 50);
        builder.Property(b => b.Id).UseIdentityByDefaultColumn();
        builder.HasIndex(b => new { b.StructureId, b.Id }).IsUnique();
        builder.HasIndex(b => new { b.StructureId, b.ChildId, b.Day });
        builder.HasOne<Child>().WithMany().HasForeignKey(b => new { b.StructureId, b.ChildId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<OpenDay>().WithMany().HasForeignKey(b => new { b.StructureId, b.ActivityId, b.Day }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Wallet>().WithMany().HasForeignKey(b => new { b.StructureId, b.WalletId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<BookingChange> builder)
    {
        builder.ToTable("booking_change").HasKey(c => new { c.StructureId, c.Id });
        builder.Property(c => c.Id).UseIdentityByDefaultColumn();
        builder.HasIndex(c => new { c.StructureId, c.BookingId });
    }
}
