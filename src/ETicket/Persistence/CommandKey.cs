using ETicket.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Persistence;

/// <summary>
/// « Clé d'opération » — made with the page, kept with what it did: a repeated key with the same body returns the first answer, with another body is refused.
/// </summary>
public sealed class CommandKey
{
    public required StructureId StructureId { get; init; }
    public required Guid Key { get; init; }

    /// <summary>What the command asked, condensed; another body under the same key differs here.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The first answer, as JSON.</summary>
    public required string Answer { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class CommandKeyMapping : IEntityTypeConfiguration<CommandKey>
{
    public void Configure(EntityTypeBuilder<CommandKey> builder)
    {
        builder.ToTable("command_key").HasKey(k => new { k.StructureId, k.Key });
        builder.Property(k => k.Answer).HasColumnType("jsonb");
    }
}
