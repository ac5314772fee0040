using ETicket.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Families.Photos;

/// <summary>« Photo de l'enfant » — one a home, sealed: what stands behind a child tells where a home is, so the other home sees its own.</summary>
public sealed class ChildPhoto
{
    public required StructureId StructureId { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required ChildId ChildId { get; init; }
    public required string MediaType { get; set; }
    public required byte[] Sealed { get; set; }
    public required DateTimeOffset SentAt { get; set; }
    public required string SentBy { get; set; }
}

internal sealed class ChildPhotoMapping : IEntityTypeConfiguration<ChildPhoto>
{
    public void Configure(EntityTypeBuilder<ChildPhoto> builder)
    {
        builder.ToTable("child_photo", t => t.HasCheckConstraint("child_photo_media_type", "media_type in ('image/jpeg', 'image/png')")).HasKey(p => new { p.StructureId, p.FamilyId, p.ChildId });
        builder.HasOne<FamilyChild>().WithMany().HasForeignKey(p => new { p.StructureId, p.FamilyId, p.ChildId }).OnDelete(DeleteBehavior.Restrict);
    }
}
