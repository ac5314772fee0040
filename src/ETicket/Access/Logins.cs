using ETicket.Access.Passwords;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access;

/// <summary>« Comptes » — makes logins and says what they open.</summary>
public sealed class Logins(Database database, IPasswordHasher<Login> hasher)
{
    /// <summary>The login of an identifiant, capitals and spaces around aside; null where there is none.</summary>
    public async Task<LoginId?> FindAsync(string userName, CancellationToken stop)
    {
        var normalized = userName.Trim().ToUpperInvariant();
        await using var db = database.OutsideStructures();
        var found = await db.Set<Login>().AsNoTracking().Where(l => l.NormalizedUserName == normalized).Select(l => (Guid?)l.Id).SingleOrDefaultAsync(stop);
        return found is { } login ? new LoginId(login) : null;
    }

    /// <summary>Makes a login with its accesses. The identifiant is unique over the installation.</summary>
    public async Task<LoginId> CreateAsync(
        string userName, string? email, string password, IReadOnlyList<(StructureId Structure, Role Role, FamilyId? Family)> accesses, CancellationToken stop)
    {
        var login = new Login
        {
            Id = LoginId.New().Value,
            UserName = userName,
            NormalizedUserName = userName.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email?.ToUpperInvariant(),
            SecurityStamp = Guid.NewGuid().ToString(),
        };
        login.PasswordHash = hasher.HashPassword(login, PasswordRules.Written(password));
        await using var db = database.OutsideStructures();
        db.Add(login);
        db.AddRange(accesses.Select(a => new LoginAccess { LoginId = login.Id, StructureId = a.Structure, Role = a.Role, FamilyId = a.Family ?? new FamilyId(Guid.Empty) }));
        await db.SaveChangesAsync(stop);
        return new LoginId(login.Id);
    }
}
