using ETicket.Bulletin.Menus;
using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Web.Display.Bulletin;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents.Bulletin;

/// <summary>« Les menus » — week by week, of each service that serves something, with the allergens of each dish.</summary>
internal sealed class MenusModel(Database database) : MemberPage
{
    public const string Address = "/famille/menus";

    [BindProperty(SupportsGet = true)]
    public string? Semaine { get; set; }

    public DateOnly Today { get; private set; }
    public DateOnly Monday { get; private set; }
    public IReadOnlyList<(Activity Service, MenuWeek Week)> Served { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken stop)
    {
        ModelState.Clear();
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Today = ParisTime.DayOf(await work.NowAsync(stop));
        Monday = Typed.Monday(Semaine, Today);
        List<(Activity Service, MenuWeek Week)> served = [];
        foreach (var service in await MenuBook.ServicesAsync(work, stop))
        {
            var week = await MenuBook.WeekAsync(work, service.Id, Monday, stop);
            if (service.Kind is ActivityKind.Canteen || week.Dishes.Count > 0)
                served.Add((service, week));
        }
        Served = served;
    }
}
