using System.Resources;
using ETicket.Kernel;

namespace ETicket.Wallets;

/// <summary>« Désignation » of a bought line, as families know it: « [Lou] : Ticket(s) pour le service Cantine ».</summary>
internal static class Designations
{
    private static readonly ResourceManager Book = new("ETicket.Wallets.Designations", typeof(Designations).Assembly);

    public static string Tickets(string? child, string activity) =>
        string.IsNullOrWhiteSpace(child) ? Fill("Tickets", activity) : Fill("TicketsForChild", child.Trim(), activity);

    public static string Invoice(string number, string label) => Fill("Invoice", number, label);

    private static string Fill(string name, params object[] facts) => string.Format(French.Culture, Book.GetString(name, French.Culture)!, facts);
}
