using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Families;

/// <summary>An adult who receives the file's letters, and the days of use at which tickets are too few for them: their own choice, else the structure's.</summary>
public sealed record WarnedGuardian(GuardianId Id, string FirstName, int Days);

/// <summary>« Seuil d'alerte » — how early each adult of a file is warned that tickets run out, in days of use.</summary>
public sealed class LowBalanceThresholds(Database database)
{
    public const int Least = 1;
    public const int Most = 30;

    /// <summary>« Qui est prévenu » — the adults of a file who have an address and receive letters, by first name.</summary>
    public static async Task<IReadOnlyList<WarnedGuardian>> OfAsync(Work work, FamilyId family, CancellationToken stop)
    {
        var common = await work.Read<Structure>().Select(s => s.LowBalanceDays).SingleAsync(stop);
        return await work.Read<Guardian>().Where(g => g.FamilyId == family && g.ReceivesLetters && g.Email != null).OrderBy(g => g.FirstName).ThenBy(g => g.Id)
            .Select(g => new WarnedGuardian(g.Id, g.FirstName, g.LowBalanceDays ?? common)).ToListAsync(stop);
    }

    /// <summary>
    /// « Me prévenir quand mes tickets ne couvrent plus que … jours » — from the next letter on; setting the same again changes nothing. Refuses a number of days outside
    /// 1…30 with <see cref="ThresholdOutOfRange"/>, and an adult of another file with <see cref="UnknownGuardian"/>.
    /// </summary>
    public async Task SetAsync(StructureId structure, FamilyId family, GuardianId guardian, int days, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await SetAsync(work, family, guardian, days, stop);
        await work.CommitAsync(stop);
    }

    /// <summary>The same in the caller's transaction.</summary>
    internal static async Task SetAsync(Work work, FamilyId family, GuardianId guardian, int days, CancellationToken stop)
    {
        if (days is < Least or > Most)
            throw new ThresholdOutOfRange(Least, Most);
        if (await work.Db.Set<Guardian>().SingleOrDefaultAsync(g => g.Id == guardian && g.FamilyId == family, stop) is not { } found)
            throw new UnknownGuardian();
        found.LowBalanceDays = days;
    }
}
