using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Structures;

/// <summary>
/// « Texte à accepter » — the terms of the portal or the rules of the structure, one version from a day on. Written once, never changed: what somebody accepted is what stands here.
/// </summary>
public sealed class StructureText
{
    public required StructureId StructureId { get; init; }
    public required Guid Id { get; init; }
    public required TextKind Kind { get; init; }
    public required int Version { get; init; }
    public required string Body { get; init; }
    public required DateOnly StartsOn { get; init; }

    /// <summary>« Textes du jour » — of each kind the last version that has begun. Reads, writes nothing.</summary>
    public static async Task<IReadOnlyList<StructureText>> OfAsync(Work work, DateOnly today, CancellationToken stop) =>
    [
        .. (await work.Read<StructureText>().Where(t => t.StructureId == work.Structure && t.StartsOn <= today).ToListAsync(stop)).GroupBy(t => t.Kind).Select(kind => kind.MaxBy(t => t.Version)!).OrderBy(t => t.Kind),
    ];
}

/// <summary>« Conditions d'utilisation » of the portal, « règlement intérieur » of the structure.</summary>
public enum TextKind { Terms, Rules }
