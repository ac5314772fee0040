using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using ETicket.Mail.Documents.Papers.States;
using ETicket.Treasury.Reports;

namespace ETicket.Treasury.Papers.States;

/// <summary>« Balance des comptes familles en PDF » — every booklet of the tickets of one régie, against the accounts that control them.</summary>
internal sealed class FamilyBalances(StateDesk desk)
{
    /// <summary>See <see cref="StateDesk"/>.</summary>
    public Task<RenderedDocument?> PrintAsync(StructureId structure, RegieId regie, DateOnly from, DateOnly to, CancellationToken stop) =>
        desk.PrintAsync(structure, regie, from, to, async (facts, first, last) => await PaperAsync(facts, first, last, stop), stop);

    private static async Task<IssuedPaper> PaperAsync(StateDesk.Facts facts, DateOnly from, DateOnly to, CancellationToken stop)
    {
        var tickets = facts.Tickets.ToDictionary(t => t.Id);
        var accounts = (await FamilyAccountReport.ReadAsync(facts.Work, from, to, stop)).Where(a => tickets.ContainsKey(a.TicketTypeId)).ToList();
        var controls = await FamilyAccountReport.ControlsAsync(facts.Work, to, stop);
        var booklets = accounts.ToLookup(a => a.TicketTypeId);
        return new FamilyBalancePaper
        {
            PortalAddress = facts.PortalAddress,
            From = from,
            To = to,
            Accounts = accounts.ConvertAll(a => new FamilyAccount(a.FamilyNumber, a.FamilyName, a.Code, a.Opening, a.Bought, a.Used, a.Adjusted, a.Closing, a.Value.Cents)),
            Controls =
            [
                .. from ticket in facts.Tickets
                   let mine = booklets[ticket.Id].ToList()
                   let control = controls.GetValueOrDefault(ticket.Id) ?? new TicketControl(ticket.Id, 0, Money.Zero)
                   where mine.Count > 0 || control.Tickets != 0 || control.Value != Money.Zero
                   select new ControlAccount(
                       ticket.Code, ticket.Label, mine.Sum(a => a.Opening), mine.Sum(a => a.Bought), mine.Sum(a => a.Used), mine.Sum(a => a.Adjusted), control.Tickets, control.Value.Cents),
            ],
        };
    }
}
