using System.Globalization;
using ETicket.Kernel;

namespace ETicket.Wallets.Baskets;

/// <summary>« Lien vers le panier » — the address that opens the tickets page with quantities filled in. They are proposals: the price is the page's own, and the family changes what it wants.</summary>
public static class BasketLink
{
    /// <summary>The name of a ticket's field on that page; where several children eat from one booklet, each has a field of its own.</summary>
    public static string FieldOf(TicketTypeId ticket, ChildId? child = null) => "n" + ticket.Value.ToString("N") + child?.Value.ToString("N");

    /// <summary>Whether a posted field is of some ticket, sold or not.</summary>
    public static bool IsField(string name) => name.Length is 33 or 65 && name[0] == 'n' && name.Skip(1).All(char.IsAsciiHexDigitLower);

    /// <summary>On the portal, for these tickets; a quantity of 0 proposes nothing, one above what is sold at once proposes that much.</summary>
    public static Uri To(PortalAddress portal, IEnumerable<(TicketTypeId Ticket, int Quantity)> proposed) => portal.At(PathTo(proposed));

    /// <summary>The same from a page of the portal.</summary>
    public static string PathTo(IEnumerable<(TicketTypeId Ticket, int Quantity)> proposed) => PathTo(proposed.Select(p => (FieldOf(p.Ticket), p.Quantity)), []);

    /// <summary>The same, child by child where the page has a field for each, with the invoices that are chosen there.</summary>
    public static string PathTo(IEnumerable<(string Field, int Quantity)> proposed, IEnumerable<Guid> invoices)
    {
        var fields = proposed.Where(p => p.Quantity > 0)
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Field}={Math.Min(p.Quantity, TopUps.MostTicketsPerLine)}"))
            .Concat(invoices.Select(i => $"facture={i}")).ToList();
        return fields.Count == 0 ? PortalAddress.Tickets : $"{PortalAddress.Tickets}?{string.Join('&', fields)}";
    }
}
