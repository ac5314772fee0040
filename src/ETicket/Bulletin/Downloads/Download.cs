using ETicket.Kernel;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Bulletin.Downloads;

/// <summary>« Document pour tous » — a file the structure puts at the disposal of all its families.</summary>
public sealed class Download
{
    public const int TitleMost = 120;
    public const int CategoryMost = 60;

    public required StructureId StructureId { get; init; }

    /// <summary>Drawn, since it stands in an address.</summary>
    public required Guid Id { get; init; }

    /// <summary>Made with the form: sent twice, it is kept once.</summary>
    public required Guid Key { get; init; }
    public required string Title { get; init; }

    /// <summary>Under which families find it.</summary>
    public required string Category { get; init; }
    public required string FileName { get; init; }
    public required string MediaType { get; init; }
    public required int Size { get; init; }
    public required DateTimeOffset SentAt { get; init; }
    public required string SentBy { get; init; }

    /// <summary>Once withdrawn the bytes are gone; that it was there stays written.</summary>
    public byte[]? Content { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string? WithdrawnBy { get; init; }
}

internal sealed class DownloadMapping : IEntityTypeConfiguration<Download>
{
    public void Configure(EntityTypeBuilder<Download> builder)
    {
        builder.ToTable("download", t =>
        {
            t.HasCheckConstraint("download_media_type", "media_type in ('application/pdf', 'image/jpeg', 'image/png')");
            t.HasCheckConstraint("download_withdrawn_is_gone", "(withdrawn_at is null) = (content is not null)");
        }).HasKey(d => new { d.StructureId, d.Id });
        builder.HasOne<Structure>().WithMany().HasForeignKey(d => d.StructureId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(d => new { d.StructureId, d.Key }).IsUnique();
    }
}
