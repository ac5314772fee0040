using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access;

/// <summary>What a signed-in person may open: a family file, or a structure under a staff role.</summary>
public sealed record OpenedAccess(Guid LoginId, string UserName, StructureId Structure, string StructureName, Role Role, FamilyId? Family, string DisplayName);

/// <summary>« Connexion » — identifiant and password, throttled; an unknown identifiant takes as long as a wrong password and reads the same.</summary>
public sealed class SignIn(Database database, IPasswordHasher<Login> hasher, TimeProvider clock)
{
    public const int TriesBeforePause = 5;
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    // Verified when the identifiant does not exist, so that time tells nothing.
    private static readonly Login Nobody = new() { UserName = "nobody" };
    private readonly string _nobodysHash = hasher.HashPassword(Nobody, Guid.NewGuid().ToString());

    /// <summary>Answers what the login opens. Refuses a wrong identifiant or password, and any try during a pause, with the same <see cref="WrongIdentifiers"/>.</summary>
    public async Task<IReadOnlyList<OpenedAccess>> EnterAsync(string userName, string password, CancellationToken stop)
    {
        await using var db = database.OutsideStructures();
        var normalized = userName.Trim().ToUpperInvariant();
        var login = await db.Set<Login>().SingleOrDefaultAsync(l => l.NormalizedUserName == normalized, stop);
        var verified = hasher.VerifyHashedPassword(login ?? Nobody, login?.PasswordHash ?? _nobodysHash, password);
        if (login is null)
            throw new WrongIdentifiers();

        var now = clock.GetUtcNow();
        if (login.LockoutEnd > now)
            throw new WrongIdentifiers();
        if (verified is PasswordVerificationResult.Failed)
        {
            // Counted by the database, so that a hundred tries at once are a hundred tries.
            await db.Set<Login>().Where(l => l.Id == login.Id).ExecuteUpdateAsync(
                set => set
                    .SetProperty(l => l.AccessFailedCount, l => l.AccessFailedCount + 1 >= TriesBeforePause ? 0 : l.AccessFailedCount + 1)
                    .SetProperty(l => l.LockoutEnd, l => l.AccessFailedCount + 1 >= TriesBeforePause ? now + Pause : l.LockoutEnd),
                stop);
            throw new WrongIdentifiers();
        }
        await db.Set<Login>().Where(l => l.Id == login.Id && l.AccessFailedCount > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.AccessFailedCount, 0), stop);
        return await OpensAsync(login.Id, stop);
    }

    /// <summary>What a login opens now; empty once its access was withdrawn.</summary>
    public async Task<IReadOnlyList<OpenedAccess>> OpensAsync(Guid loginId, CancellationToken stop)
    {
        await using var db = database.OutsideStructures();
        var rows = await (from a in db.Set<LoginAccess>() join l in db.Set<Login>() on a.LoginId equals l.Id where a.LoginId == loginId select new { Access = a, l.UserName }).ToListAsync(stop);
        var opened = new List<OpenedAccess>();
        foreach (var row in rows)
        {
            await using var work = await database.BeginAsync(row.Access.StructureId, stop);
            var structure = await work.Read<Structure>().SingleAsync(stop);
            var family = row.Access.Role is Role.Parent
                ? await work.Read<Family>().SingleOrDefaultAsync(f => f.Id == row.Access.FamilyId, stop)
                : null;
            opened.Add(new OpenedAccess(
                loginId, row.UserName!, structure.Id, structure.Name, row.Access.Role, row.Access.Role is Role.Parent ? row.Access.FamilyId : null, family?.Name ?? row.UserName!));
        }
        return opened;
    }
}
