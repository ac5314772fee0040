using ETicket.IntegrationTests.World;
using ETicket.Web.Running.PrivatePostgres;
using ETicket.Web.Schedule;
using Npgsql;

namespace ETicket.IntegrationTests.Schedule;

/// <summary>Two portals, two processes, one database: docker-compose.yml's « deux instances possibles », on a morning on which several nights are owed.</summary>
public sealed class TwoPortals(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Children = 500;
    private const int PatienceToCatchUp = 180;

    private readonly PortalProcess _one = new();
    private readonly PortalProcess _two = new();
    private string _admin = "";

    public async ValueTask InitializeAsync()
    {
        // The second keeps only its mailbox there; it is ours to erase all the same.
        new ClusterFolder(_two.Settings["Data:Folder"]!).Claim();
        _admin = (await PrivateCluster.StartAsync(new ClusterOptions(_one.Settings["Data:Folder"]!, Durable: false), new Progress<string>(), CancellationToken.None)).AdminConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        await _two.DisposeAsync();
        await _one.DisposeAsync();
    }

    [Fact]
    public async Task E2_Two_portals_on_one_database_run_each_owed_night_once()
    {
        string[] words = ["--Database:Admin", _admin];
        await _one.StartAsync(words);
        await using var database = _one.Database();
        await Eventually.HoldsAsync("the first portal has seen its timetable", () => database.AskAsync<bool>("select exists (select from job_run where outcome = 'Skipped' and name = 'close-days')"));
        await _one.StopAsync();
        var before = await NodesAsync(database);
        var days = await database.AskAsync<DateOnly[]>(
            """
            select array_agg(day order by day) from (
              select d.day from open_day d join ticket_type t on t.activity_id = d.activity_id
              where t.code = 'CANT-ELE' and d.day < paris_day(eticket_now()) - 1 order by d.day desc limit 3) last
            """);
        await OweAsync(database.Logins.Owner, days);

        _one.Begin(words);
        _two.Begin(words);
        await Task.WhenAll(_one.HealthyAsync(), _two.HealthyAsync());
        await Eventually.HoldsAsync(
            "every owed night is closed",
            () => database.AskAsync<bool>("select coalesce(max(due_on) >= paris_day(eticket_now()) - 2, false) from job_run where name = 'close-days' and outcome = 'Done'"),
            PatienceToCatchUp);

        foreach (var run in await database.AskAsync<string[]>("select array_agg(due_on || ' ' || node || ' ' || (did ->> 'tickets') order by due_on) from job_run where name = 'close-days' and outcome = 'Done'"))
            output.WriteLine(run);
        await Eventually.HoldsAsync("both portals have a scheduler of their own", async () => (await NodesAsync(database)).Except(before, StringComparer.Ordinal).Count() == 2);
        Assert.Equal(
            (Children * 3L, Children * 3L),
            (await database.AskAsync<long>("select count(*) from transfer where booking_id is not null"), await database.AskAsync<long>("select count(distinct booking_id) from transfer")));
        // Each night taken once, one after the other, none missing between the first and the last.
        Assert.True(await database.AskAsync<bool>(
            """
            select bool_and(attempt = 1 and did ->> 'left' = '0') and max(due_on) - min(due_on) + 1 = count(*) and min(due_on) = $1
                   and bool_and(coalesce(started_at >= before, true))
            from (select r.*, lag(r.ended_at) over (order by r.due_on) as before from job_run r where r.name = $2 and r.outcome = 'Done') runs
            """,
            days[0], Timetable.CloseDays));
        Assert.Equal(0L, await database.AskAsync<long>("select count(*) from booking where state = 'Held'"));
        Assert.Empty(await database.ViolationsAsync());
    }

    /// <summary>The schedulers Quartz ever saw on this database.</summary>
    private static async Task<string[]> NodesAsync(PortalDatabase database)
    {
        await using var command = database.Books.Worker.CreateCommand("select coalesce(array_agg(distinct instance_name), '{}') from qrtz_scheduler_state");
        return (string[])(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Children of as many families ate on those days, and the last night that ran is the one before them.</summary>
    private static async Task OweAsync(string owner, DateOnly[] days)
    {
        await using var source = NpgsqlDataSource.Create(owner);
        await using var command = source.CreateCommand(
            """
            do $$
            declare town uuid; canteen uuid; ticket uuid; eaten date[] := array[$DAYS]::date[];
            begin
              select structure_id, activity_id, id into town, canteen, ticket from ticket_type where code = 'CANT-ELE';
              create temp table crowd on commit drop as select n, gen_random_uuid() as family, gen_random_uuid() as child from generate_series(1, $CHILDREN) n;
              insert into family (structure_id, id, number, name) select town, family, 'K' || n, 'Foule' from crowd;
              insert into child (structure_id, id, first_name, last_name) select town, child, 'Enfant', 'Foule' from crowd;
              insert into family_child (structure_id, family_id, child_id) select town, family, child from crowd;
              insert into enrolment (structure_id, child_id, activity_id, starts_on, ticket_type_id) select town, child, canteen, eaten[1] - 30, ticket from crowd;
              perform wallets_open(town, array_agg(family), array_agg(ticket)) from crowd;
              insert into booking (structure_id, child_id, activity_id, day, state, wallet_id, booked_at, deadline, by_staff)
              select town, c.child, canteen, d.day, 'Held', w.id, eticket_now(), eticket_now(), true
              from crowd c join wallet w on w.structure_id = town and w.family_id = c.family cross join unnest(eaten) as d(day);
              update wallet w set held = cardinality(eaten) from crowd c where w.structure_id = town and w.family_id = c.family;
              update job_run set due_on = eaten[1] - 1 where name = 'close-days' and outcome = 'Skipped';
            end $$;
            """.Replace("$DAYS", string.Join(", ", days.Select(d => $"'{d:yyyy-MM-dd}'")), StringComparison.Ordinal).Replace("$CHILDREN", $"{Children}", StringComparison.Ordinal));
        await command.ExecuteNonQueryAsync();
    }
}
