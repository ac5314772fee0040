using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Families.Documents;

internal sealed class DocumentsMapping : IEntityTypeConfiguration<DocumentKind>, IEntityTypeConfiguration<FamilyDocument>, IEntityTypeConfiguration<DocumentRead>
{
    public void Configure(EntityTypeBuilder<DocumentKind> builder)
    {
        builder.ToTable("document_kind", t => t.HasCheckConstraint("document_kind_life", "life in ('Always', 'SchoolYear', 'Dated')")).HasKey(k => new { k.StructureId, k.Id });
        builder.HasOne<Structure>().WithMany().HasForeignKey(k => k.StructureId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<FamilyDocument> builder)
    {
        builder.ToTable("family_document", t =>
        {
            t.HasCheckConstraint("family_document_sender", "sender in ('Family', 'Structure')");
            t.HasCheckConstraint("family_document_media_type", "media_type in ('application/pdf', 'image/jpeg', 'image/png')");
            t.HasCheckConstraint("family_document_withdrawn_is_gone", "(withdrawn_at is null) = (sealed is not null)");
        }).HasKey(d => new { d.StructureId, d.Id });
        builder.HasOne<Family>().WithMany().HasForeignKey(d => new { d.StructureId, d.FamilyId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<DocumentKind>().WithMany().HasForeignKey(d => new { d.StructureId, d.KindId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<FamilyChild>().WithMany().HasForeignKey(d => new { d.StructureId, d.FamilyId, d.ChildId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(d => new { d.StructureId, d.FamilyId, d.Key }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<DocumentRead> builder)
    {
        builder.ToTable("document_read").HasKey(r => new { r.StructureId, r.Id });
        builder.Property(r => r.Id).UseIdentityByDefaultColumn();
        builder.HasIndex(r => new { r.StructureId, r.DocumentId, r.At });
    }
}
