using ETicket.Access;
using Microsoft.AspNetCore.Authorization;

namespace ETicket.Web.Security;

/// <summary>Who may open which part of the portal. A page of no listed folder asks for a session all the same.</summary>
internal static class Policies
{
    /// <summary>A signed-in login, whatever it opens.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>A parent, inside one family file.</summary>
    public const string Family = "family";

    /// <summary>Any member of the structure's staff.</summary>
    public const string Staff = "staff";

    public static void Declare(AuthorizationOptions options)
    {
        options.AddPolicy(SignedIn, p => p.RequireAuthenticatedUser());
        options.AddPolicy(Family, p => p.RequireAuthenticatedUser().RequireAssertion(c => Visitor.Of(c.User) is { Role: Role.Parent } v && v.Family != default));
        options.AddPolicy(Staff, p => p.RequireAuthenticatedUser().RequireAssertion(c => Visitor.Of(c.User) is { } v && v.Role is not Role.Parent));
    }
}
