using ETicket.Kernel;

namespace ETicket.Mail;

/// <summary>« Lettre à envoyer » — one row per (event, recipient).</summary>
public sealed class OutboxLetter
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required string Name { get; init; }
    public required string Reference { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required GuardianId GuardianId { get; init; }
    public required string Variables { get; init; }
    public required string State { get; set; }
    public int Attempts { get; set; }
    public required DateTimeOffset QueuedAt { get; init; }
    public required DateTimeOffset NextAttemptAt { get; set; }
    public DateTimeOffset? ClaimedAt { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public string? LastError { get; set; }
    public string? MessageId { get; set; }
}
