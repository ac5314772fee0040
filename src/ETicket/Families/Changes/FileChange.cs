using System.Text.Json;
using ETicket.Families.Dossier;
using ETicket.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Families.Changes;

/// <summary>
/// « Demande de changement » of one field of a validated file: what is kept, what its family asks for, and what the mairie answered. Values are those of the card, as text. « Ajout
/// demandé »: a whole card, a child or a responsable more, in the place of a field.
/// </summary>
public sealed class FileChange
{
    /// <summary>In place of the name of a field: the card itself, whose fields are the new value.</summary>
    public const string WholeCard = "*";

    public required StructureId StructureId { get; init; }
    public required Guid Id { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required CardKind Kind { get; init; }
    public required Guid Subject { get; init; }
    public required string Field { get; init; }
    public required string OldValue { get; init; }
    public required string NewValue { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public required string AskedBy { get; init; }
    public ChangeState State { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? DecidedBy { get; init; }

    /// <summary>Why the mairie said no, for the family to read.</summary>
    public string? Reason { get; init; }

    public bool IsCard => Field == WholeCard;

    /// <summary>The card asked for, as it would be kept.</summary>
    public Card Wanted => new(Kind, Subject, "", JsonSerializer.Deserialize<Dictionary<string, string>>(IsCard ? NewValue : "{}")!);

    internal static string Written(IReadOnlyDictionary<string, string> values) => JsonSerializer.Serialize(values);
}

public enum ChangeState { Pending, Accepted, Refused, Withdrawn }

internal sealed class FileChangeMapping : IEntityTypeConfiguration<FileChange>
{
    public void Configure(EntityTypeBuilder<FileChange> builder)
    {
        builder.ToTable("file_change", t => t.HasCheckConstraint("file_change_state", "state in ('Pending', 'Accepted', 'Refused', 'Withdrawn')")).HasKey(c => new { c.StructureId, c.Id });
        builder.HasOne<Family>().WithMany().HasForeignKey(c => new { c.StructureId, c.FamilyId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(c => new { c.StructureId, c.FamilyId, c.Subject, c.Field }, "one_pending_change_per_field").IsUnique().HasFilter("state = 'Pending'");
        builder.HasIndex(c => new { c.StructureId, c.FamilyId });
    }
}
