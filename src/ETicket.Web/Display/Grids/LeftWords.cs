using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Grids;

namespace ETicket.Web.Display.Grids;

/// <summary>« Il reste 3 tickets, jusqu’au jeudi 12 novembre » — what stands beside a service, said with the names of the children who share the booklet.</summary>
internal static class LeftWords
{
    public static string? Of(PlanRow row, IReadOnlyDictionary<long, TicketsLeft> booklets, DateOnly today)
    {
        if (row.Activity.Mode is ActivityMode.Billed)
            return Words.Say("Left_Billed");
        if (row.Wallet is null || !booklets.TryGetValue(row.Wallet.Id, out var left))
            return null;
        var said = left.Tickets switch
        {
            > 0 => Words.Say("Left_Some", French.Tickets(left.Tickets)),
            0 => Words.Say("Left_None"),
            _ => Words.Say("Left_Owed", French.Tickets(-left.Tickets)),
        };
        if (left.Children.Count > 1)
            said = Words.Say("Left_For", said, Words.List(left.Children));
        return left switch
        {
            { Tickets: > 0, Until: { } until } => Words.Say("Left_Until", said, Day(until, today)),
            { Tickets: > 0, RunsOutOn: { } lacking } => Words.Say("Left_NotFor", said, Day(lacking, today)),
            { Tickets: 0, RunsOutOn: { } from } => Words.Say("Left_From", said, Day(from, today)),
            _ => said,
        };
    }

    private static string Day(DateOnly day, DateOnly today) => day.Year == today.Year ? French.Weekday(day) : French.Day(day);
}
