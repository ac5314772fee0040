using ETicket.Mail.Documents.Papers;
using ETicket.Planning.Papers;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Guide d'utilisation » — how the portal is used, with the structure's own contacts, services, limits and prices of today.</summary>
internal sealed class GuideModel(UserGuides guides) : MemberPage
{
    public UserGuide Guide { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken stop) => Guide = await guides.ReadAsync(Visitor.Structure, stop);
}
