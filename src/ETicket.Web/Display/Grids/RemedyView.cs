using ETicket.Kernel;
using ETicket.Wallets.Baskets;
using ETicket.Web.Display.Days;

namespace ETicket.Web.Display.Grids;

/// <summary>« Il manque 2 tickets : acheter » — what to do about a no, and where.</summary>
internal sealed record RemedyView(string Text, string Address)
{
    /// <summary>« Trop tard : signaler une absence » — of a ticked day that can no longer be changed: its child and its day are in the form already.</summary>
    public static RemedyView TellAbsence(ChildId child, DateOnly day) => new(Words.Say("Remedy_Absence"), AbsenceForm.AddressOf(child, day));

    /// <summary>The basket with what is missing already in it; without a figure where nothing can be counted.</summary>
    public static RemedyView Buy(IReadOnlyDictionary<TicketTypeId, int> missing) => new(
        missing.Count == 0 ? Words.Say("Remedy_Buy") : Words.Say("Remedy_Missing", French.Tickets(missing.Values.Sum())),
        BasketLink.PathTo(missing.Select(m => (m.Key, m.Value))));
}
