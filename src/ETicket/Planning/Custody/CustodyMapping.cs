using ETicket.Families;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Planning.Custody;

internal sealed class CustodyMapping : IEntityTypeConfiguration<CustodyRule>, IEntityTypeConfiguration<CustodyBook>
{
    public void Configure(EntityTypeBuilder<CustodyRule> builder)
    {
        builder.ToTable("custody_rule", t =>
        {
            t.HasCheckConstraint("custody_rule_weekdays", "odd <@ array[1, 2, 3, 4, 5, 6, 7] and even <@ array[1, 2, 3, 4, 5, 6, 7]");
            t.HasCheckConstraint("custody_rule_two_homes", "(family_id is null) = (other_family_id is null) and (family_id is null or family_id <> other_family_id)");
            t.HasCheckConstraint("custody_rule_ends_after_it_began", "last_day >= first_day");
            t.HasCheckConstraint("custody_rule_withdrawn_by", "(withdrawn_at is null) = (withdrawn_by is null)");
        }).HasKey(r => new { r.StructureId, r.Id });
        builder.Property(r => r.Id).UseIdentityByDefaultColumn();
        builder.HasIndex(r => new { r.StructureId, r.ChildId, r.FirstDay, r.LastDay }, "one_custody_rule_per_span").IsUnique().AreNullsDistinct(false).HasFilter("withdrawn_at is null");
        builder.HasOne<FamilyChild>().WithMany().HasForeignKey(r => new { r.StructureId, r.FamilyId, r.ChildId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<FamilyChild>().WithMany().HasForeignKey(r => new { r.StructureId, r.OtherFamilyId, r.ChildId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CustodyBook>().WithMany().HasForeignKey(r => new { r.StructureId, r.ChildId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<CustodyBook> builder)
    {
        builder.ToTable("custody_book").HasKey(b => new { b.StructureId, b.ChildId });
        builder.HasOne<Child>().WithMany().HasForeignKey(b => new { b.StructureId, b.ChildId }).OnDelete(DeleteBehavior.Restrict);
    }
}
