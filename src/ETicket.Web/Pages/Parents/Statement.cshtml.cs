using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Wallets;
using ETicket.Web.Display;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Relevé » — every movement of one booklet, newest first. Only the family's own booklets.</summary>
internal sealed class StatementModel(Database database, TimeProvider clock) : MemberPage
{
    [BindProperty(SupportsGet = true)]
    public long Ticket { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Avant { get; set; }

    public DateOnly Today { get; } = clock.Today();

    /// <summary>The school year's first day: what a statement begins with, unless told otherwise.</summary>
    public DateOnly Since => new(Today.Month < 9 ? Today.Year - 1 : Today.Year, 9, 1);
    public IReadOnlyList<Child> Children { get; private set; } = [];
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
        var ids = work.Read<FamilyChild>().Where(c => c.FamilyId == Visitor.Family).Select(c => c.ChildId);
        Children = await work.Read<Child>().Where(c => ids.Contains(c.Id)).OrderBy(c => c.FirstName).ToListAsync(stop);
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
