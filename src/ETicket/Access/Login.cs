using ETicket.Kernel;
using Microsoft.AspNetCore.Identity;

namespace ETicket.Access;

/// <summary>« Identifiant » — a person who signs in, parent or staff. It holds no family data: what it opens is in <see cref="LoginAccess"/>.</summary>
public sealed class Login : IdentityUser<Guid>
{
    /// <summary>One whose identifiant is chosen, and whose letters go to an address that was proved.</summary>
    internal static Login Of(string userName, string email) => new()
    {
        Id = LoginId.New().Value,
        UserName = userName,
        NormalizedUserName = userName.ToUpperInvariant(),
        Email = email,
        NormalizedEmail = email.ToUpperInvariant(),
        SecurityStamp = Guid.NewGuid().ToString(),
    };
}

/// <summary>What a login opens: a family file as parent, or a structure under a staff role. One login may hold dossiers in two structures.</summary>
public sealed class LoginAccess
{
    public required Guid LoginId { get; init; }
    public required StructureId StructureId { get; init; }
    public required Role Role { get; init; }

    /// <summary>The family file, for a parent; <see cref="Guid.Empty"/> for staff.</summary>
    public required FamilyId FamilyId { get; init; }

    /// <summary>When its owner closed it: it opens nothing since. The row stays, so that what was done by it keeps its author.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>« Rôle ». Ordonnateur and régisseur are never the same person (CGCT R1617-3).</summary>
public enum Role { Parent, Agent, Counter, Regisseur, Deputy, Ordonnateur, Accountant, Administrator, Operator }
