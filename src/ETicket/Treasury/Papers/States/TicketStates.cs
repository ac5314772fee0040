using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using ETicket.Mail.Documents.Papers.States;
using ETicket.Persistence;
using ETicket.Treasury.Reports;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Papers.States;

/// <summary>« État des tickets en PDF » — vendus, consommés, recrédités, restants, for the tickets of one régie.</summary>
internal sealed class TicketStates(StateDesk desk)
{
    /// <summary>See <see cref="StateDesk"/>. Ticket types nobody ever held are left out.</summary>
    public Task<RenderedDocument?> PrintAsync(StructureId structure, RegieId regie, DateOnly from, DateOnly to, CancellationToken stop) =>
        desk.PrintAsync(structure, regie, from, to, async (facts, first, last) => await PaperAsync(facts, first, last, stop), stop);

    private static async Task<IssuedPaper> PaperAsync(StateDesk.Facts facts, DateOnly from, DateOnly to, CancellationToken stop)
    {
        var moves = (await TicketReport.ReadAsync(facts.Work, from, to, stop)).ToDictionary(m => m.TicketTypeId);
        var prices = await PricesAsync(facts.Work, to, stop);
        var told = facts.Tickets.Select(t => (Ticket: t, Moves: moves[t.Id])).Where(t => Counts(t.Moves).Any(c => c != TicketCount.None)).ToList();
        return new TicketStatePaper
        {
            PortalAddress = facts.PortalAddress,
            From = from,
            To = to,
            Types = told.ConvertAll(t => Row(t.Ticket, t.Moves, prices.GetValueOrDefault(t.Ticket.Id))),
            Values = told.ConvertAll(t => Value(t.Ticket, t.Moves)),
            OpeningCents = Of(m => m.Opening),
            SoldCents = Of(m => m.Sold),
            CancelledCents = Of(m => m.Cancelled),
            ReversedCents = Of(m => m.Reversed),
            RefundedCents = Of(m => m.Refunded),
            MovedCents = Of(m => m.Moved),
            ConsumedCents = Of(m => m.Consumed),
            ClosureCents = Of(m => m.RecreditedForClosure),
            AbsenceCents = Of(m => m.RecreditedForAbsence),
            GoodwillCents = Of(m => m.RecreditedByGoodwill),
        };

        long Of(Func<TicketMovements, TicketCount> movement) => told.Sum(t => movement(t.Moves).Value.Cents);
    }

    private static TicketStateRow Row(TicketType ticket, TicketMovements moves, long? price) => new(
        ticket.Code, ticket.Label, price, moves.Opening.Tickets, moves.Sold.Tickets, moves.Cancelled.Tickets, moves.Reversed.Tickets, moves.Refunded.Tickets, moves.Moved.Tickets,
        moves.Consumed.Tickets, moves.RecreditedForClosure.Tickets, moves.RecreditedForAbsence.Tickets, moves.RecreditedByGoodwill.Tickets, moves.Closing.Tickets,
        moves.ClosingNegative.Tickets);

    private static TicketStateValue Value(TicketType ticket, TicketMovements moves) => new(
        ticket.Code, moves.Opening.Value.Cents, (moves.Sold.Value + moves.Cancelled.Value + moves.Reversed.Value + moves.Moved.Value).Cents, moves.Refunded.Value.Cents,
        (moves.Consumed.Value + moves.RecreditedForClosure.Value + moves.RecreditedForAbsence.Value + moves.RecreditedByGoodwill.Value).Cents, moves.Closing.Value.Cents,
        moves.ClosingNegative.Value.Cents);

    private static TicketCount[] Counts(TicketMovements m) =>
    [
        m.Opening, m.Sold, m.Cancelled, m.Reversed, m.Refunded, m.Moved, m.Consumed, m.RecreditedForClosure, m.RecreditedForAbsence, m.RecreditedByGoodwill, m.Closing,
    ];

    /// <summary>The voted prices of a day, in cents.</summary>
    private static async Task<Dictionary<TicketTypeId, long?>> PricesAsync(Work work, DateOnly on, CancellationToken stop)
    {
        var tariffs = await work.Read<Tariff>().Where(t => t.StartsOn <= on).ToListAsync(stop);
        return tariffs.GroupBy(t => t.TicketTypeId).ToDictionary(g => g.Key, g => (long?)g.MaxBy(t => t.StartsOn)!.UnitPrice.Cents);
    }
}
