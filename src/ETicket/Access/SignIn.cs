using ETicket.Access.Passwords;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access;

/// <summary>What a signed-in person may open: a family file, or a structure under a staff role.</summary>
public sealed record OpenedAccess(Guid LoginId, string UserName, StructureId Structure, string StructureName, Role Role, FamilyId? Family, string DisplayName);

/// <summary>« Connexion » — identifiant and password, throttled; an unknown identifiant costs what a wrong password costs, and reads the same.</summary>
public sealed class SignIn(Database database, IPasswordHasher<Login> hasher, Tries tries)
{
    // Verified when the identifiant does not exist, so that time tells nothing.
    private static readonly Login Nobody = new() { UserName = "nobody" };
    private readonly string _nobodysHash = hasher.HashPassword(Nobody, Guid.NewGuid().ToString());

    /// <summary>
    /// Answers what the login opens. Refuses a wrong identifiant or password, and any try during a pause, with the same <see cref="WrongIdentifiers"/> and after the same
    /// work: one read, one hash, nothing written.
    /// </summary>
    /// <param name="userName">As typed; capitals and spaces around do not count.</param>
    /// <param name="password">As typed.</param>
    /// <param name="address">Where the try comes from: see <see cref="Tries"/>.</param>
    /// <param name="stop">Cancellation.</param>
    public async Task<IReadOnlyList<OpenedAccess>> EnterAsync(string userName, string password, string address, CancellationToken stop)
    {
        var normalized = userName.Trim().ToUpperInvariant();
        var allowed = tries.Begin(normalized, address);
        await using var db = database.OutsideStructures();
        var login = await db.Set<Login>().AsNoTracking().SingleOrDefaultAsync(l => l.NormalizedUserName == normalized, stop);
        var verified = hasher.VerifyHashedPassword(login ?? Nobody, login?.PasswordHash ?? _nobodysHash, PasswordRules.Written(password));
        if (!allowed || login is null || verified is PasswordVerificationResult.Failed)
            throw new WrongIdentifiers();
        tries.Entered(normalized, address);
        return await OpensAsync(login.Id, stop);
    }

    /// <summary>What a login opens now; empty once its access was withdrawn, or closed by its owner.</summary>
    public async Task<IReadOnlyList<OpenedAccess>> OpensAsync(Guid loginId, CancellationToken stop)
    {
        await using var db = database.OutsideStructures();
        var rows = await (from a in db.Set<LoginAccess>() join l in db.Set<Login>() on a.LoginId equals l.Id where a.LoginId == loginId && a.EndedAt == null select new { Access = a, l.UserName }).ToListAsync(stop);
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
