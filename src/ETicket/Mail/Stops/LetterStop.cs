using ETicket.Kernel;
using ETicket.Mail.Letters;

namespace ETicket.Mail.Stops;

/// <summary>
/// « Arrêt des courriers » — the address under which one guardian may stop one topic without signing in, and whether he did. It is made when the first such letter leaves.
/// </summary>
internal sealed class LetterStop
{
    public required StructureId StructureId { get; init; }
    public required GuardianId GuardianId { get; init; }
    public required LetterTopic Topic { get; init; }

    /// <summary>Drawn at random by the database (122 bits): whoever knows it may stop this topic for this person, and nothing else.</summary>
    public required Guid Token { get; init; }

    /// <summary>Null: such letters leave.</summary>
    public DateTimeOffset? StoppedAt { get; set; }

    /// <summary>A notification instead of the letter, where a device takes it.</summary>
    public bool ByPush { get; set; }
}
