using System.Globalization;
using ETicket.Kernel;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;
using ETicket.Web.Display;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Ticket proposé à l'achat » — one kind of ticket, its price today, what was typed for it, and the only child it is for, if there is only one.</summary>
internal sealed record TicketLine(TicketTypeId Type, string Name, Money Price, int Available, string? Child)
{
    public string Field => BasketLink.FieldOf(Type);
    public string Typed { get; private set; } = "0";

    /// <summary>The quantity of a link, from a letter: a proposal, so one that cannot be bought proposes nothing and says nothing.</summary>
    public TicketLine Proposing(string? linked)
    {
        if (QuantityField.Read(linked ?? "").Quantity is > 0 and var quantity)
            Typed = quantity.ToString(CultureInfo.InvariantCulture);
        return this;
    }

    /// <summary>The line of the basket, or null: none is wanted, or what was typed is no quantity, and <paramref name="errors"/> then say why.</summary>
    public BasketLine? Read(string typed, ModelStateDictionary errors)
    {
        Typed = typed;
        var (quantity, wrong) = QuantityField.Read(typed);
        if (wrong is not null)
            errors.AddModelError(Field, wrong);
        return quantity is > 0 ? new BasketLine(Type, quantity.Value, Child) : null;
    }
}
