using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Wallets;
using ETicket.Web.Display;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Relevé » — every movement of one booklet, newest first. Only the family's own booklets.</summary>
internal sealed class StatementModel(Database database, TimeProvider clock) : MemberPage
{
    [BindProperty(SupportsGet = true)]
    public long Ticket { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Avant { get; set; }

    public DateOnly Today { get; } = clock.Today();
    public Booklet Booklet { get; private set; } = null!;
    public IReadOnlyList<StatementLine> Lines { get; private set; } = [];
    public long? Older => Lines.Count == Statement.PageSize ? Lines[^1].Id : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        if ((await Booklet.OfAsync(work, Visitor.Family, Today, stop)).FirstOrDefault(b => b.Wallet.Id == Ticket) is not { } booklet)
            return NotFound();
        Booklet = booklet;
        Lines = await Statement.PageAsync(work, Ticket, Avant, stop);
        return Page();
    }

    /// <summary>One French line: what happened, for whom, for which day, why.</summary>
    public static string Tell(StatementLine line)
    {
        var what = line.Tickets == 0 ? Words.Say("EntryKind_PriceDifference") : Words.Of(line.Kind);
        if (line is { ChildName: { } child, BookedDay: { } day })
            what = day == line.EffectiveOn ? Words.Say("Statement_LineThatDay", what, child) : Words.Say("Statement_Line", what, child, French.Day(day));
        return line.Reason is { Length: > 0 } reason ? Words.Say("Statement_LineBecause", what, Words.Reason(reason)) : what;
    }
}
