using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Catalogue;

internal sealed class CatalogueMapping :
    IEntityTypeConfiguration<Activity>, IEntityTypeConfiguration<TicketType>, IEntityTypeConfiguration<Tariff>,
    IEntityTypeConfiguration<Opening>, IEntityTypeConfiguration<Closure>
{
    public void Configure(EntityTypeBuilder<Activity> builder)
    {
        builder.ToTable("activity", t =>
        {
            t.HasCheckConstraint("activity_floor_not_negative", "floor >= 0");
            t.HasCheckConstraint("activity_has_a_place", "capacity > 0");
        }).HasKey(a => new { a.StructureId, a.Id });
        builder.HasOne<RegieService>().WithMany().HasForeignKey(a => new { a.StructureId, a.ServiceId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Site>().WithMany().HasForeignKey(a => new { a.StructureId, a.SiteId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<TicketType> builder)
    {
        builder.ToTable("ticket_type").HasKey(t => new { t.StructureId, t.Id });
        builder.HasOne<Activity>().WithMany().HasForeignKey(t => new { t.StructureId, t.ActivityId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(t => new { t.StructureId, t.Code }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Tariff> builder)
    {
        builder.ToTable("tariff", t => t.HasCheckConstraint("tariff_price_positive", "unit_price_cents > 0")).HasKey(t => new { t.StructureId, t.TicketTypeId, t.StartsOn });
        builder.HasOne<TicketType>().WithMany().HasForeignKey(t => new { t.StructureId, t.TicketTypeId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Opening> builder)
    {
        builder.ToTable("opening").HasKey(o => new { o.StructureId, o.ActivityId, o.StartsOn });
        builder.HasOne<Activity>().WithMany().HasForeignKey(o => new { o.StructureId, o.ActivityId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Closure> builder)
    {
        builder.ToTable("closure").HasKey(c => new { c.StructureId, c.Id });
        builder.HasOne<Activity>().WithMany().HasForeignKey(c => new { c.StructureId, c.ActivityId }).OnDelete(DeleteBehavior.Restrict);
    }
}
