namespace ETicket.Mail.Letters;

/// <summary>« Invitation » — to the other parent, who gets an identifiant of their own. It names the children, never whoever asked for it.</summary>
/// <param name="AcceptAddress">Where the invitation is accepted, once.</param>
/// <param name="ValidUntil">First instant (UTC) at which it is refused.</param>
internal sealed record SecondAccountInvitation(
    string StructureName,
    string FamilyName,
    string GuardianFirstName,
    IReadOnlyList<NamedChild> Children,
    string AcceptAddress,
    DateTimeOffset ValidUntil,
    string PortalAddress) : ILetter
{
    public static string Name => nameof(SecondAccountInvitation);

    public static bool ByDay => false;
}

/// <summary>A child, by the first name alone.</summary>
internal sealed record NamedChild(string FirstName);
