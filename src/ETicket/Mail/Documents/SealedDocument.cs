using ETicket.Kernel;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Mail.Documents;

/// <summary>« Document remis » — one file that was given: its code, its hash, and what the public page may say of it. Several files may bear one code: a duplicate, a template mended since.</summary>
internal sealed class SealedDocument
{
    public required StructureId StructureId { get; init; }
    public required string Code { get; init; }

    /// <summary>Of the file, 32 bytes.</summary>
    public required byte[] Sha256 { get; init; }
    public required string Kind { get; init; }
    public string? Number { get; init; }
    public required DateOnly DatedOn { get; init; }
    public required Money Amount { get; init; }

    /// <summary>When it was first given (UTC, the database's clock).</summary>
    public required DateTimeOffset GivenAt { get; init; }
}

/// <summary>« Clé des codes » — the secret of a structure's codes, made by the database when the first is needed.</summary>
internal sealed class SealKey
{
    public required StructureId StructureId { get; init; }
    public required byte[] Key { get; init; }
}

internal sealed class SealMapping : IEntityTypeConfiguration<SealedDocument>, IEntityTypeConfiguration<SealKey>
{
    public void Configure(EntityTypeBuilder<SealedDocument> builder)
    {
        builder.ToTable("sealed_document", t => t.HasCheckConstraint("sealed_document_sha256_whole", "length(sha256) = 32")).HasKey(d => new { d.StructureId, d.Code, d.Sha256 });
        builder.HasOne<Structure>().WithMany().HasForeignKey(d => d.StructureId).OnDelete(DeleteBehavior.Restrict);
        // The public page knows a code and no structure.
        builder.HasIndex(d => d.Code);
    }

    public void Configure(EntityTypeBuilder<SealKey> builder)
    {
        builder.ToTable("seal_key", t => t.HasCheckConstraint("seal_key_long_enough", "length(key) = 32")).HasKey(k => k.StructureId);
        builder.HasOne<Structure>().WithMany().HasForeignKey(k => k.StructureId).OnDelete(DeleteBehavior.Restrict);
    }
}
