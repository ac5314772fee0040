using ETicket.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Families.Health;

/// <summary>« Fiche sanitaire scellée » — of the child, whichever home wrote it last; the database holds bytes it cannot read.</summary>
public sealed class HealthRecord
{
    public required StructureId StructureId { get; init; }
    public required ChildId ChildId { get; init; }
    public required byte[] Sealed { get; set; }
    public required DateTimeOffset WrittenAt { get; set; }
    public required string WrittenBy { get; set; }
}

/// <summary>« Lecture notée » — one opening of a card: written by the very statement that reads it.</summary>
public sealed class HealthRead
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required ChildId ChildId { get; init; }

    /// <summary>The home it was opened from.</summary>
    public required FamilyId FamilyId { get; init; }
    public required Guid LoginId { get; init; }
    public required string ReadBy { get; init; }
    public required DateTimeOffset At { get; init; }
    public required HealthPurpose Purpose { get; init; }
}

/// <summary>family: shown to an adult of a home; change: compared with what they send.</summary>
public enum HealthPurpose { Family, Change }

internal sealed class HealthMapping : IEntityTypeConfiguration<HealthRecord>, IEntityTypeConfiguration<HealthRead>
{
    public void Configure(EntityTypeBuilder<HealthRecord> builder)
    {
        builder.ToTable("health_record").HasKey(r => new { r.StructureId, r.ChildId });
        builder.HasOne<Child>().WithMany().HasForeignKey(r => new { r.StructureId, r.ChildId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<HealthRead> builder)
    {
        builder.ToTable("health_read", t => t.HasCheckConstraint("health_read_purpose", "purpose in ('Family', 'Change')")).HasKey(r => new { r.StructureId, r.Id });
        builder.Property(r => r.Id).UseIdentityByDefaultColumn();
        // The child may be erased one day; who read its card stays noted.
        builder.HasIndex(r => new { r.StructureId, r.ChildId, r.At });
    }
}
