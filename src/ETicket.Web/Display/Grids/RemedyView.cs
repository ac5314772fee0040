using ETicket.Kernel;
using ETicket.Wallets.Baskets;

namespace ETicket.Web.Display.Grids;

/// <summary>« Il manque 2 tickets : acheter » — what to do about a no, and where.</summary>
internal sealed record RemedyView(string Text, string Address)
{
    /// <summary>The basket with what is missing already in it; without a figure where nothing can be counted.</summary>
    public static RemedyView Buy(IReadOnlyDictionary<TicketTypeId, int> missing) => new(
        missing.Count == 0 ? Words.Say("Remedy_Buy") : Words.Say("Remedy_Missing", French.Tickets(missing.Values.Sum())),
        BasketLink.PathTo(missing.Select(m => (m.Key, m.Value))));
}
