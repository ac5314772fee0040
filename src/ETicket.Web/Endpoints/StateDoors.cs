using ETicket.Access;
using ETicket.Kernel;
using ETicket.Planning.Papers;
using ETicket.Treasury.Papers;
using ETicket.Treasury.Papers.States;
using ETicket.Web.Security;
using static ETicket.Web.Endpoints.PaperDoors;

namespace ETicket.Web.Endpoints;

/// <summary>
/// « États et listes à télécharger » — the states of a régie for those who read its books, the lists of a day for those who serve it (<see cref="Rights"/>). A month is told where no
/// days are asked for, today where no day is.
/// </summary>
internal static class StateDoors
{
    public static void MapStates(this IEndpointRouteBuilder app)
    {
        var states = app.MapGroup("/mairie/etats/{regie:guid}").RequireAuthorization(Policies.Staff).AddEndpointFilter((c, next) => OnlyAsync(Rights.ReadsTheBooks, c, next));
        states.MapGet("/journal", (Guid regie, string? du, string? au, HttpContext context, TakingsJournals papers, TimeProvider clock, CancellationToken stop) =>
            GiveAsync(context, who => papers.PrintAsync(who.Structure, new RegieId(regie), DayOf(du) ?? FirstOfMonth(clock), DayOf(au) ?? clock.Today(), stop)));
        states.MapGet("/versement/{annee:int}/{mois:int}", (Guid regie, int annee, int mois, HttpContext context, RemittanceStatements papers, CancellationToken stop) =>
            GiveAsync(context, who => papers.PrintAsync(who.Structure, new RegieId(regie), annee, mois, stop)));
        states.MapGet("/tickets", (Guid regie, string? du, string? au, HttpContext context, TicketStates papers, TimeProvider clock, CancellationToken stop) =>
            GiveAsync(context, who => papers.PrintAsync(who.Structure, new RegieId(regie), DayOf(du) ?? FirstOfMonth(clock), DayOf(au) ?? clock.Today(), stop)));
        states.MapGet("/balance", (Guid regie, string? du, string? au, HttpContext context, FamilyBalances papers, TimeProvider clock, CancellationToken stop) =>
            GiveAsync(context, who => papers.PrintAsync(who.Structure, new RegieId(regie), DayOf(du) ?? FirstOfMonth(clock), DayOf(au) ?? clock.Today(), stop)));
        states.MapGet("/frais", (Guid regie, string? du, string? au, HttpContext context, FeeStates papers, TimeProvider clock, CancellationToken stop) =>
            GiveAsync(context, who => papers.PrintAsync(who.Structure, new RegieId(regie), DayOf(du) ?? FirstOfMonth(clock), DayOf(au) ?? clock.Today(), stop)));
        states.MapGet("/impayes", (Guid regie, HttpContext context, DebtorStates papers, CancellationToken stop) =>
            GiveAsync(context, who => papers.PrintAsync(who.Structure, new RegieId(regie), stop)));
        states.MapGet("/credits-dormants", (Guid regie, string? depuis, HttpContext context, DormantCredits papers, CancellationToken stop) =>
            GiveAsync(context, who => papers.PrintAsync(who.Structure, new RegieId(regie), DayOf(depuis), stop)));

        var lists = app.MapGroup("/mairie/listes").RequireAuthorization(Policies.Staff).AddEndpointFilter((c, next) => OnlyAsync(Rights.ServesTheDay, c, next));
        lists.MapGet("/appel/{activity:guid}", (Guid activity, string? jour, HttpContext context, AttendanceSheets papers, TimeProvider clock, CancellationToken stop) =>
            GiveAsync(context, who => papers.PrintAsync(who.Structure, new ActivityId(activity), DayOf(jour) ?? clock.Today(), stop)));
        lists.MapGet("/bus/{activity:guid}", (Guid activity, string? jour, HttpContext context, BusLists papers, TimeProvider clock, CancellationToken stop) =>
            GiveAsync(context, who => papers.PrintAsync(who.Structure, new ActivityId(activity), DayOf(jour) ?? clock.Today(), stop)));
        lists.MapGet("/cuisine", (string? du, string? au, HttpContext context, KitchenLists papers, TimeProvider clock, CancellationToken stop) =>
            GiveAsync(context, async who => await papers.PrintAsync(who.Structure, DayOf(du) ?? clock.Today(), DayOf(au) ?? DayOf(du) ?? clock.Today(), stop)));
    }

    internal static async ValueTask<object?> OnlyAsync(Func<Role, bool> may, EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Visitor.Of(context.HttpContext.User) is { } visitor && may(visitor.Role) ? await next(context) : Results.StatusCode(StatusCodes.Status403Forbidden);

    private static DateOnly FirstOfMonth(TimeProvider clock) => clock.Today().AddDays(1 - clock.Today().Day);
}
