using ETicket.Kernel;
using ETicket.Planning;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Accueil de la mairie » — what waits for someone today.</summary>
internal sealed class IndexModel(DayClosing closing, TimeProvider clock) : MemberPage
{
    public DateOnly Today { get; private set; }
    public int DaysDue { get; private set; }

    public async Task OnGetAsync(CancellationToken stop) =>
        (Today, DaysDue) = (clock.Today(), (await closing.ClosableAsync(Visitor.Structure, stop)).Count);
}
