using ETicket.Web.Security;

namespace ETicket.Web.Pages;

/// <summary>A page of someone signed in: the file or structure comes from the session, never from the address.</summary>
internal abstract class MemberPage : LoginPage
{
    public Visitor Visitor => Visitor.Of(User) ?? throw new InvalidOperationException("The page is not protected by a policy.");
}
