using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Reconciliation;

/// <summary>« Écarts avec les prestataires » — written once each while they last; a person says what was done, or they close by themselves. Nothing else of the books moves.</summary>
public static class ProviderGaps
{
    /// <summary>« À traiter » — those nobody dealt with yet, the oldest first.</summary>
    public static async Task<IReadOnlyList<ProviderGapSeen>> OpenAsync(Work work, CancellationToken stop) =>
        await ProviderGapSeen.OfAsync(work, work.Read<ProviderGap>().Where(g => g.ResolvedAt == null).OrderBy(g => g.Day).ThenBy(g => g.Id), stop);

    /// <summary>How many wait for a person.</summary>
    public static Task<int> CountAsync(Work work, CancellationToken stop) => work.Read<ProviderGap>().CountAsync(g => g.ResolvedAt == null, stop);

    /// <summary>One that is closed, to say who closed it; null where it waits, or is not of this structure.</summary>
    public static Task<ProviderGap?> ClosedAsync(Work work, long gap, CancellationToken stop) => work.Read<ProviderGap>().SingleOrDefaultAsync(g => g.Id == gap && g.ResolvedAt != null, stop);

    /// <summary>« Traités » — those a person closed, opened again since or not, the latest first.</summary>
    public static Task<ProviderGapPage> DealtWithAsync(Work work, int page, CancellationToken stop) =>
        ProviderGapPage.OfAsync(work, work.Read<ProviderGap>().Where(g => g.ResolvedAt != null && !g.Healed), page, stop);

    /// <summary>« Refermés d'eux-mêmes » — those on which both sides came to agree, the latest first. One that another follows is told with that one.</summary>
    public static Task<ProviderGapPage> HealedAsync(Work work, int page, CancellationToken stop) =>
        ProviderGapPage.OfAsync(work, work.Read<ProviderGap>().Where(g => g.Healed && !work.Read<ProviderGap>().Any(n => n.FollowsId == g.Id)), page, stop);

    /// <summary>
    /// « Écart traité » — a person says what was done; it leaves the alarms, stays in the file, and is not raised again as long as its figures stay what they are. One that is closed
    /// keeps its first outcome. Refuses a blank outcome with <see cref="OutcomeMissing"/>, and one whose figures changed since it was shown with <see cref="GapSaidOtherwise"/>.
    /// </summary>
    public static async Task ResolveAsync(Database database, StructureId structure, long gap, string? outcome, string by, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(outcome))
            throw new OutcomeMissing();
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command(
            "update provider_gap set resolved_at = eticket_now(), resolved_by = $3, outcome = $4 where structure_id = $1 and id = $2 and resolved_at is null",
            structure.Value, gap, by, outcome.Trim());
        if (await command.ExecuteNonQueryAsync(stop) == 0 && await work.Read<ProviderGap>().AnyAsync(g => g.FollowsId == gap, stop))
            throw new GapSaidOtherwise();
        await work.CommitAsync(stop);
    }
}
