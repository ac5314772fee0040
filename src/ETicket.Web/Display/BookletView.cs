using ETicket.Kernel;
using ETicket.Wallets;

namespace ETicket.Web.Display;

/// <summary>« Carnet à l'écran » — what a booklet shows, and what is short, said plainly; the same words for the page and for the script.</summary>
internal sealed record BookletView(string Id, bool Low, string Available, string Unit, string Held, string Tickets, string Value, string? Note)
{
    public static BookletView Of(Booklet booklet)
    {
        var wallet = booklet.Wallet;
        return new(
            "c" + wallet.Id,
            wallet.Available <= 0,
            Words.Say("Booklet_Available", wallet.Available),
            Words.Say(Math.Abs(wallet.Available) < 2 ? "Booklet_UnitOne" : "Booklet_UnitMany"),
            Words.Say("Booklet_Held", wallet.Held),
            Words.Say("Booklet_Tickets", wallet.Tickets),
            French.Euros(booklet.Value),
            NoteOf(booklet));
    }

    private static string? NoteOf(Booklet booklet)
    {
        var wallet = booklet.Wallet;
        if (wallet.Tickets < 0)
            return Words.Say("Booklet_Owed", booklet.Activity.Name, French.Tickets(-wallet.Tickets), French.Euros(-booklet.Value));
        return wallet.Available < 0 ? Words.Say("Booklet_Short", booklet.Activity.Name, French.Tickets(-wallet.Available)) : null;
    }
}
