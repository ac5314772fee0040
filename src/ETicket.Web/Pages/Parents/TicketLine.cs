using System.Globalization;
using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;
using ETicket.Web.Display;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents;

/// <summary>
/// « Ticket proposé à l'achat » — one kind of ticket for one child, its price today, and what was typed for it. Children who eat from one booklet have a line each, for the
/// receipt says whose tickets they are; the booklet stays the family's. Where the family has several children, each line says whose it is.
/// </summary>
/// <param name="Child">The child, null where nobody uses the ticket at the moment.</param>
/// <param name="Shares">Whether another child has a line of the same booklet.</param>
internal sealed record TicketLine(Booklet Booklet, string Name, ChildId? Child, string? FirstName, bool Shares)
{
    public TicketTypeId Type => Booklet.TicketType.Id;
    public Money Price => Booklet.PriceToday!.Value;
    public int Available => Booklet.Wallet.Available;
    public string Field => BasketLink.FieldOf(Type, Shares ? Child : null);
    public string Typed { get; private set; } = "0";

    /// <summary>The field of the price as this page shows it.</summary>
    public string PriceField => $"prix-{Field}";

    /// <summary>What this family may buy today, in the order of the planning.</summary>
    public static async Task<IReadOnlyList<TicketLine>> OfAsync(Work work, FamilyId family, DateOnly today, CancellationToken stop)
    {
        var booklets = await Booklet.OfAsync(work, family, today, stop);
        var eaters = await (from f in work.Read<FamilyChild>()
                            join c in work.Read<Child>() on f.ChildId equals c.Id
                            join e in work.Read<Enrolment>() on c.Id equals e.ChildId
                            where f.FamilyId == family && f.LeftAt == null && (e.EndsOn == null || e.EndsOn >= today)
                            orderby c.FirstName, c.Id
                            select new { e.TicketTypeId, c.Id, c.FirstName }).ToListAsync(stop);
        var several = eaters.DistinctBy(e => e.Id).Count() > 1;
        var lines =
            from booklet in booklets
            where booklet.Activity.Mode is ActivityMode.Prepaid && booklet.PriceToday is not null
            let alone = booklets.Count(other => other.Activity.Id == booklet.Activity.Id) == 1
            let name = alone ? booklet.Activity.Name : $"{booklet.Activity.Name}, {booklet.TicketType.Label}"
            let mine = eaters.Where(e => e.TicketTypeId == booklet.TicketType.Id).DistinctBy(e => e.Id).ToList()
            from child in mine.DefaultIfEmpty()
            select new TicketLine(booklet, child is not null && several ? Words.Say("Ticket_ForChild", name, child.FirstName) : name, child?.Id, child?.FirstName, mine.Count > 1);
        return [.. lines];
    }

    /// <summary>The quantities of a link, from a letter or another page: proposals, so one that cannot be bought proposes nothing and says nothing.</summary>
    public static void Propose(IReadOnlyList<TicketLine> lines, Func<string, string?> linked)
    {
        foreach (var (line, quantity) in Shared(lines, l => l.Shares ? Quantity(linked(l.Field)) : 0, type => Quantity(linked(BasketLink.FieldOf(type)))))
            line.Typed = quantity.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The quantities of the last purchase, each to the line of its child.</summary>
    public static IReadOnlyList<(TicketLine Line, int Quantity)> Usual(IReadOnlyList<TicketLine> lines, IReadOnlyDictionary<(TicketTypeId Ticket, string? Child), int> last)
    {
        var unnamed = last.Where(l => !lines.Any(line => line.IsOf(l.Key))).ToLookup(l => l.Key.Ticket, l => l.Value);
        return [.. Shared(lines, line => last.Where(l => line.IsOf(l.Key)).Sum(l => l.Value), type => unnamed[type].Sum()).Where(l => l.Quantity > 0)];
    }

    /// <summary>Each line its own, and what names no child of the booklet shared out between its lines.</summary>
    private static IEnumerable<(TicketLine Line, int Quantity)> Shared(IReadOnlyList<TicketLine> lines, Func<TicketLine, int> own, Func<TicketTypeId, int> unnamed) =>
        from booklet in lines.GroupBy(l => l.Type)
        let rest = unnamed(booklet.Key)
        let sharers = booklet.Count()
        from line in booklet.Select((line, rank) => (Line: line, Quantity: own(line) + (rest / sharers) + (rank < rest % sharers ? 1 : 0)))
        select (line.Line, Math.Min(line.Quantity, TopUps.MostTicketsPerLine));

    /// <summary>The line of the basket, or null: none is wanted, or what was typed is no quantity, and <paramref name="errors"/> then say why.</summary>
    public BasketLine? Read(IFormCollection form, ModelStateDictionary errors)
    {
        Typed = form[Field].ToString();
        var (quantity, wrong) = QuantityField.Read(Typed);
        if (wrong is not null)
            errors.AddModelError(Field, wrong);
        Money? shown = long.TryParse(form[PriceField], NumberStyles.None, CultureInfo.InvariantCulture, out var cents) ? new Money(cents) : null;
        return quantity is > 0 ? new BasketLine(Type, quantity.Value, FirstName) { Shown = shown } : null;
    }

    /// <summary>A field of a ticket that is no line: its child has just left, or the page is of another day. Nothing typed is dropped in silence.</summary>
    public static bool IsStray(IReadOnlyList<TicketLine> lines, string field, string? typed) =>
        BasketLink.IsField(field) && lines.All(l => l.Field != field) && typed?.Trim() is not (null or "" or "0");

    private bool IsOf((TicketTypeId Ticket, string? Child) bought) => Type == bought.Ticket && FirstName == bought.Child;

    private static int Quantity(string? linked) => QuantityField.Read(linked ?? "").Quantity ?? 0;
}
