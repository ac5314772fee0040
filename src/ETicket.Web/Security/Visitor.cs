using System.Security.Claims;
using ETicket.Access;
using ETicket.Kernel;

namespace ETicket.Web.Security;

/// <summary>« Visiteur » — who is signed in, and the one file or structure this session opens. Read from the session's claims, never from the address.</summary>
internal sealed record Visitor(Guid Login, string UserName, StructureId Structure, string StructureName, Role Role, FamilyId Family, string DisplayName, bool HasSeveral)
{
    public static Visitor? Of(ClaimsPrincipal user)
    {
        if (LoginOf(user) is not { } login || !Enum.TryParse<Role>(user.FindFirstValue(Claims.Role), out var role)
            || !StructureId.TryParse(user.FindFirstValue(Claims.Structure), null, out var structure))
            return null;
        _ = FamilyId.TryParse(user.FindFirstValue(Claims.Family), null, out var family);
        return new Visitor(
            login, user.Identity?.Name ?? "", structure, user.FindFirstValue(Claims.StructureName) ?? "", role, family,
            user.FindFirstValue(Claims.DisplayName) ?? "", user.HasClaim(Claims.Several, "1"));
    }

    public static Guid? LoginOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(Claims.Login), out var login) ? login : null;

    /// <summary>The row that keeps this session open (see <see cref="Sessions"/>).</summary>
    public static Guid? SessionOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(Claims.Session), out var session) ? session : null;

    /// <summary>The session of one access; or, when a login opens several and none is chosen yet, of the login alone.</summary>
    public static ClaimsPrincipal PrincipalOf(Guid session, OpenedAccess any, OpenedAccess? chosen, bool several)
    {
        List<Claim> claims = [new(Claims.Login, any.LoginId.ToString()), new(Claims.Session, session.ToString()), new(Claims.Name, any.UserName), new(Claims.Several, several ? "1" : "0")];
        if (chosen is not null)
        {
            claims.Add(new(Claims.Structure, chosen.Structure.ToString()));
            claims.Add(new(Claims.StructureName, chosen.StructureName));
            claims.Add(new(Claims.Role, chosen.Role.ToString()));
            claims.Add(new(Claims.DisplayName, chosen.DisplayName));
            if (chosen.Family is { } family)
                claims.Add(new(Claims.Family, family.ToString()));
        }
        return new ClaimsPrincipal(new ClaimsIdentity(claims, Portal.Scheme, Claims.Name, Claims.Role));
    }

    /// <summary>Whether what this session opens is still among what the login opens.</summary>
    public bool StillOpens(IEnumerable<OpenedAccess> opened) =>
        opened.Any(o => o.Structure == Structure && o.Role == Role && (o.Family ?? default) == Family);
}

/// <summary>Names of the session's claims.</summary>
internal static class Claims
{
    public const string Login = "login";
    public const string Session = "session";
    public const string Name = "name";
    public const string Structure = "structure";
    public const string StructureName = "structure_name";
    public const string Family = "family";
    public const string Role = "role";
    public const string DisplayName = "display_name";
    public const string Several = "several";
}
