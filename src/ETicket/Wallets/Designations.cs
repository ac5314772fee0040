using System.Resources;
using ETicket.Kernel;
using ETicket.Payments.Invoicing;

namespace ETicket.Wallets;

/// <summary>« Désignation » of a bought line, as families know it: « [Lou] : Ticket(s) pour le service Cantine ».</summary>
internal static class Designations
{
    private static readonly ResourceManager Book = new("ETicket.Wallets.Designations", typeof(Designations).Assembly);

    public static string Tickets(string? child, string activity) =>
        string.IsNullOrWhiteSpace(child) ? Fill("Tickets", activity) : Fill("TicketsForChild", child.Trim(), activity);

    /// <summary>The child a designation names; null where it names none.</summary>
    public static string? ChildOf(string designation)
    {
        var around = Book.GetString("TicketsForChild", French.Culture)!.Split("{0}");
        var (start, end) = (around[0], around[1].Replace("{1}", "", StringComparison.Ordinal));
        var at = designation.StartsWith(start, StringComparison.Ordinal) ? designation.IndexOf(end, StringComparison.Ordinal) : -1;
        return at < 0 ? null : designation[start.Length..at];
    }

    /// <summary>An invoice paid at once, or what a payer pays of one: some of it, or what others left.</summary>
    public static string Invoice(SharePriced share) =>
        Fill(share.LeavesSome ? "PartOfInvoice" : share.EndsOthers ? "RestOfInvoice" : "Invoice", share.Invoice.FullNumber, share.Invoice.Label);

    /// <summary>Whether it names a part of an invoice after which some was still due.</summary>
    public static bool LeavesSome(string designation) => designation.StartsWith(Book.GetString("PartOfInvoice", French.Culture)!.Split("{0}")[0], StringComparison.Ordinal);

    private static string Fill(string name, params object[] facts) => string.Format(French.Culture, Book.GetString(name, French.Culture)!, facts);
}
