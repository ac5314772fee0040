using ETicket.Kernel;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Bulletin.News;

/// <summary>« Information » — a short message of the structure to all its families; without a day it is a draft, and before its day nobody outside reads it.</summary>
public sealed class NewsItem
{
    public const int TitleMost = 120;
    public const int BodyMost = 4_000;

    public required StructureId StructureId { get; init; }

    /// <summary>Made with the form: sent twice, it is one.</summary>
    public required Guid Id { get; init; }
    public required string Title { get; init; }
    public required string Body { get; init; }
    public DateOnly? PublishedOn { get; init; }

    /// <summary>One more at each writing: whoever saves says which one they read.</summary>
    public required int Version { get; init; }
    public required DateTimeOffset WrittenAt { get; init; }
    public required string WrittenBy { get; init; }
}

internal sealed class NewsMapping : IEntityTypeConfiguration<NewsItem>
{
    public void Configure(EntityTypeBuilder<NewsItem> builder)
    {
        builder.ToTable("news_item").HasKey(n => new { n.StructureId, n.Id });
        builder.HasOne<Structure>().WithMany().HasForeignKey(n => n.StructureId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(n => new { n.StructureId, n.PublishedOn });
    }
}
