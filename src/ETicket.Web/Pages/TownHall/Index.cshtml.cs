using ETicket.Planning;
using ETicket.Persistence;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Accueil de la mairie » — what waits for someone today.</summary>
internal sealed class IndexModel(Database database, DayClosing closing) : MemberPage
{
    public DateOnly Today { get; private set; }
    public int DaysDue { get; private set; }

    public async Task OnGetAsync(CancellationToken stop) =>
        (Today, DaysDue) = await ClosingModel.DueAsync(database, closing, Visitor.Structure, stop) is var (today, days) ? (today, days.Count) : default;
}
