using ETicket.Catalogue;
using ETicket.Families;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Planning.Away;

internal sealed class AbsenceMapping : IEntityTypeConfiguration<AbsenceRule>, IEntityTypeConfiguration<Absence>, IEntityTypeConfiguration<AbsenceDay>
{
    public void Configure(EntityTypeBuilder<AbsenceRule> builder)
    {
        builder.ToTable("absence_rule", t =>
        {
            t.HasCheckConstraint("absence_rule_reason", "reason in ('Illness', 'Outing', 'Strike', 'Other')");
            t.HasCheckConstraint("absence_rule_limits", "told_days_before between -7 and 7 and told_at_minute between 0 and 1440 and first_days_kept between 0 and 7 and proof_within_hours between 1 and 720");
        }).HasKey(r => new { r.StructureId, r.ActivityId, r.Reason, r.StartsOn });
        builder.Ignore(r => r.ToldAt);
        builder.HasOne<Activity>().WithMany().HasForeignKey(r => new { r.StructureId, r.ActivityId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Absence> builder)
    {
        builder.ToTable("absence", t =>
        {
            t.HasCheckConstraint("absence_reason", "reason in ('Illness', 'Outing', 'Strike', 'Other')");
            t.HasCheckConstraint("absence_ends_after_its_start", "last_day >= first_day");
        }).HasKey(a => new { a.StructureId, a.Id });
        builder.Property(a => a.Id).UseIdentityByDefaultColumn();
        builder.HasOne<FamilyChild>().WithMany().HasForeignKey(a => new { a.StructureId, a.FamilyId, a.ChildId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<AbsenceDay> builder)
    {
        builder.ToTable("absence_day", t =>
        {
            t.HasCheckConstraint("absence_day_state", "state in ('WaitsForProof', 'ProofSent', 'Accepted', 'Refused', 'Withdrawn', 'GivenBack')");
            t.HasCheckConstraint("absence_day_refused_says_why", "(state <> 'Refused' or why is not null) and (state <> 'WaitsForProof' or proof_until is not null)");
        }).HasKey(d => new { d.StructureId, d.AbsenceId, d.ActivityId, d.Day });
        // A cell is told absent once, whoever says it; withdrawn, it may be told again.
        builder.HasIndex(d => new { d.StructureId, d.ActivityId, d.Day, d.ChildId }).IsUnique().HasFilter("state <> 'Withdrawn'");
        builder.HasOne<Absence>().WithMany().HasForeignKey(d => new { d.StructureId, d.AbsenceId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Booking>().WithMany().HasForeignKey(d => new { d.StructureId, d.ActivityId, d.Day, d.ChildId }).OnDelete(DeleteBehavior.Restrict);
    }
}
