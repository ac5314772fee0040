using ETicket.Planning.Away;
using ETicket.Planning.Custody;
using ETicket.Planning.Feeds;
using ETicket.Planning.Foresight;
using ETicket.Planning.Gate;
using ETicket.Planning.Grids;
using ETicket.Planning.Papers;
using ETicket.Planning.Standing;
using ETicket.Planning.Telling;
using ETicket.Planning.Usual;
using ETicket.Planning.Waiting;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.Planning;

/// <summary>What this module offers to the program.</summary>
public static class PlanningModule
{
    public static IServiceCollection AddPlanning(this IServiceCollection services) => services
        .AddSingleton<Enrolments>()
        .AddSingleton<CustodyRules>()
        .AddSingleton<Homes>()
        .AddSingleton<OpenDays>()
        .AddSingleton<OpeningPlanner>()
        .AddSingleton<Bookings>()
        .AddSingleton<LastClicks>()
        .AddSingleton<Places>()
        .AddSingleton<Rights>()
        .AddSingleton<DayClosing>()
        .AddSingleton<Recredits>()
        .AddSingleton<Absences>().AddSingleton<AbsenceSettling>().AddSingleton<AbsenceDesk>().AddSingleton<AbsenceRules>()
        .AddSingleton<StandingBookings>()
        .AddSingleton<StandingTicks>()
        .AddSingleton<StandingSkips>()
        .AddSingleton<ModelWeeks>()
        .AddSingleton<CalendarFeeds>()
        .AddSingleton<LowBalanceAlerts>()
        .AddSingleton<BookingSummaries>()
        .AddSingleton<EmptyWeeks>()
        .AddSingleton<AttendanceSheets>()
        .AddSingleton<KitchenLists>()
        .AddSingleton<BusLists>()
        .AddSingleton<UserGuides>();
}
