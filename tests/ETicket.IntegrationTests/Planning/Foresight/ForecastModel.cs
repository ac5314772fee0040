using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning.Foresight;
using Npgsql;

namespace ETicket.IntegrationTests.Planning.Foresight;

/// <summary>The forecast as a secretary would work it out on paper: child by child, day by day, looking each cell up in the lists. Slow, and without a query that counts anything.</summary>
internal sealed class ForecastModel
{
    private sealed record Cell(ChildId Child, ActivityId Activity, DateOnly Day, string State, long Wallet);

    private sealed record Rule(long Id, FamilyId Family, ChildId Child, ActivityId Activity, int[] Weekdays, int Every, DateOnly From, DateOnly? Until);

    private sealed record Right(ChildId Child, ActivityId Activity, TicketTypeId Type);

    private readonly List<Cell> _cells = [];
    private readonly List<Rule> _rules = [];
    private readonly List<Right> _rights = [];
    private readonly HashSet<(long Rule, DateOnly Day)> _excepted = [];
    private readonly Dictionary<(ActivityId Activity, DateOnly Day), (bool Closed, DateTimeOffset AddUntil)> _open = [];
    private readonly HashSet<(FamilyId Family, ChildId Child)> _files = [];
    private DateTimeOffset _now;

    private DateOnly Today => ParisTime.DayOf(_now);

    public static async Task<ForecastModel> LookAsync(Town town)
    {
        var model = new ForecastModel { _now = town.Books.Clock.GetUtcNow() };
        await EachAsync("select child_id, activity_id, day, state, wallet_id from booking", r => model._cells.Add(new(new(r.GetGuid(0)), new(r.GetGuid(1)), Day(r, 2), r.GetString(3), r.GetInt64(4))));
        await EachAsync("select id, family_id, child_id, activity_id, weekdays, every_weeks, starts_on, ends_on from standing_booking order by id", r => model._rules.Add(new(
            r.GetInt64(0), new(r.GetGuid(1)), new(r.GetGuid(2)), new(r.GetGuid(3)), r.GetFieldValue<int[]>(4), r.GetInt32(5), Day(r, 6), r.IsDBNull(7) ? null : Day(r, 7))));
        await EachAsync("select standing_booking_id, day from standing_exception where excepted", r => model._excepted.Add((r.GetInt64(0), Day(r, 1))));
        await EachAsync("select activity_id, day, closed_for, add_until from open_day", r => model._open[(new(r.GetGuid(0)), Day(r, 1))] = (!r.IsDBNull(2), r.GetFieldValue<DateTimeOffset>(3)));
        await EachAsync("select family_id, child_id from family_child", r => model._files.Add((new(r.GetGuid(0)), new(r.GetGuid(1)))));
        await EachAsync("select child_id, activity_id, ticket_type_id from enrolment", r => model._rights.Add(new(new(r.GetGuid(0)), new(r.GetGuid(1)), new(r.GetGuid(2)))));
        return model;

        async Task EachAsync(string sql, Action<NpgsqlDataReader> keep) =>
            await town.Books.ListAsync(town.Structure, sql, r =>
            {
                keep(r);
                return 0;
            });
    }

    /// <summary>What a booklet will be used for, day by day.</summary>
    public IReadOnlyList<ForecastDay> DaysOf(long wallet, FamilyId family, TicketTypeId type, DateOnly until)
    {
        var days = new List<ForecastDay>();
        var children = _rights.Where(r => r.Type == type && _files.Contains((family, r.Child))).ToList();
        for (var day = Today.AddDays(-60); day <= until; day = day.AddDays(1))
        {
            var planned = children.Count(c => IsTicked(wallet, c, day) || IsRuled(family, c, day));
            var expected = children.Count(c => IsUsual(wallet, family, c, day));
            if (planned + expected > 0)
                days.Add(new(day, planned, expected));
        }
        return days;
    }

    private bool IsTicked(long wallet, Right child, DateOnly day) => CellOf(child, day) is { State: "Held" } cell && cell.Wallet == wallet;

    private bool IsRuled(FamilyId family, Right child, DateOnly day) =>
        day >= Today && CellOf(child, day) is null && CanBeTicked(child.Activity, day)
        && _rules.FirstOrDefault(r => r.Child == child.Child && r.Activity == child.Activity && Asks(r, day)) is { } first && first.Family == family;

    private bool IsUsual(long wallet, FamilyId family, Right child, DateOnly day)
    {
        var ours = _cells.Where(c => c.Child == child.Child && c.Activity == child.Activity && c.Wallet == wallet && c.State != "Released").ToList();
        if (ours.Count == 0 || ours.Max(c => c.Day) is var last && (last < Today.AddDays(-28) || day <= last || day <= Today) || CellOf(child, day) is not null)
            return false;
        var monday = last.AddDays(-Iso(last) + 1);
        if (_rules.Any(r => r.Child == child.Child && r.Activity == child.Activity && r.Family == family && (r.Until is null || r.Until >= monday)))
            return false;
        var beyond = day > _open.Keys.Where(o => o.Activity == child.Activity).Max(o => o.Day);
        return ours.Any(c => c.Day >= monday && Iso(c.Day) == Iso(day)) && (beyond || CanBeTicked(child.Activity, day));
    }

    private bool Asks(Rule rule, DateOnly day)
    {
        if (day < rule.From || day > rule.Until || !rule.Weekdays.Contains(Iso(day)) || _excepted.Contains((rule.Id, day)))
            return false;
        var week = rule.From.AddDays(1 - Iso(rule.From));
        var weeks = 0;
        for (; week.AddDays(7) <= day; week = week.AddDays(7))
            weeks++;
        return weeks % rule.Every == 0;
    }

    private bool CanBeTicked(ActivityId activity, DateOnly day) => _open.TryGetValue((activity, day), out var open) && !open.Closed && _now < open.AddUntil;

    private Cell? CellOf(Right child, DateOnly day) => _cells.SingleOrDefault(c => c.Child == child.Child && c.Activity == child.Activity && c.Day == day);

    private static int Iso(DateOnly day) => day.DayOfWeek is DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek;

    private static DateOnly Day(NpgsqlDataReader row, int column) => row.GetFieldValue<DateOnly>(column);
}
