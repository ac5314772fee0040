using System.Globalization;
using ETicket.Access;
using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Web.Display;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Pièces et listes » — the papers of the régies for whoever answers for them or controls them, the lists of a day for whoever serves it (<see cref="Rights"/>).</summary>
internal sealed class PapersModel(Database database, TimeProvider clock) : MemberPage
{
    /// <summary>The month the papers are of, from its first day to its last.</summary>
    public DateOnly First { get; private set; }
    public DateOnly Last => First.AddMonths(1).AddDays(-1);

    /// <summary>The day the lists are of.</summary>
    public DateOnly Day { get; private set; }
    public IReadOnlyList<Regie> Regies { get; private set; } = [];
    public IReadOnlyList<Activity> Activities { get; private set; } = [];

    public async Task OnGetAsync(string? mois, string? jour, CancellationToken stop)
    {
        var today = clock.Today();
        (First, Day) = (today.AddDays(1 - today.Day), today);
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        if (Visitor.Role.ReadsTheBooks())
        {
            First = Read(mois, "yyyy-MM", "mois", "Papers_MonthUnreadable") ?? First;
            Regies = await work.Read<Regie>().OrderBy(r => r.Name).ThenBy(r => r.Id).ToListAsync(stop);
        }
        if (Visitor.Role.ServesTheDay())
        {
            Day = Read(jour, "yyyy-MM-dd", "jour", "Papers_DayUnreadable") ?? Day;
            Activities = await work.Read<Activity>().OrderBy(a => a.Position).ThenBy(a => a.Id).ToListAsync(stop);
        }
    }

    private DateOnly? Read(string? written, string form, string field, string refusal)
    {
        if (string.IsNullOrEmpty(written))
            return null;
        // The years a régie may be asked about: of others, adding a month could leave the calendar.
        if (DateOnly.TryParseExact(written, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 2200)
            return day;
        ModelState.AddModelError(field, Words.Say(refusal));
        return null;
    }
}
