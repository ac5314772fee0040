using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Web.Schedule;
using Npgsql;

namespace ETicket.IntegrationTests.Schedule;

/// <summary>The closing of the days, run by the timetable: each day once, in order, whatever rings twice, dies or comes late.</summary>
public sealed class NightRunsTests(Cluster cluster)
{
    [Fact]
    public async Task E1_A_night_rung_again_consumes_nothing_more()
    {
        await using var books = await Books.OpenAsync(cluster);
        await using var night = await MondayAsync(books);
        await night.Town.SetsTheClock(night.Town.Days[1], "00:20");

        var (first, again) = (await night.RingAsync(Timetable.CloseDays), await night.RingAsync(Timetable.CloseDays));
        await night.Town.SetsTheClock(night.Town.Days[1], "23:59");
        var evening = await night.RingAsync(Timetable.CloseDays, "B");

        Assert.Equal((1, 0, 0), (first, again, evening));
        Assert.Equal([night.Town.Days[0]], await night.EatenAsync());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task E2_Eight_nodes_that_ring_at_once_run_each_night_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        await using var night = await MondayAsync(books);
        await night.Town.SetsTheClock(night.Town.Days[3], "00:20");

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(node => Task.Run(() => night.RingAsync(Timetable.CloseDays, $"N{node}"))));

        // A node that comes while another is at one of the days has nothing to do; whoever is at it does the three.
        Assert.Equal(3, made.Sum());
        Assert.Equal(night.Town.Days.Take(3), await night.EatenAsync());
        Assert.Equal(["1", "1", "1"], await books.AskAsync<string[]>("select array_agg(attempt::text) from job_run where outcome = 'Done'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task E3_A_night_that_died_half_way_is_resumed_by_another_node_once_its_lease_is_over()
    {
        await using var books = await Books.OpenAsync(cluster);
        await using var night = await MondayAsync(books, children: 3);
        var town = night.Town;
        await town.SetsTheClock(town.Days[1], "00:20");
        await DiesAsync(books, town);

        await town.SetsTheClock(town.Days[1], "00:21");
        var tooSoon = await night.RingAsync(Timetable.CloseDays, "B");
        var halfWay = (await night.EatenAsync()).Count;
        await town.SetsTheClock(town.Days[1], "00:22");
        var resumed = await night.RingAsync(Timetable.CloseDays, "B");

        Assert.Equal((0, 1, 1), (tooSoon, halfWay, resumed));
        Assert.Equal((3L, 3L), (await books.AskAsync<long>("select count(*) from transfer where booking_id is not null"), await books.AskAsync<long>("select count(distinct booking_id) from transfer")));
        // It is told as one run, that began when the dead one did.
        Assert.Equal(["2026-09-07 Done 2026-09-07T22:20:00Z"], await night.RanAsync(Timetable.CloseDays));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_run_cut_or_failed_rings_until_one_of_its_kind_ended_well_and_no_longer()
    {
        await using var books = await Books.OpenAsync(cluster);
        await using var night = await MondayAsync(books);
        await using var cut = books.Owner.CreateCommand(
            """
            insert into job_run (name, due_on, attempt, started_at, lease_until, node, ended_at, outcome)
            values ('sweep-payments', '2026-09-01', 1, eticket_now() - interval '2 hours', eticket_now() - interval '2 hours', 'A', null, null),
                   ('send-letters', '2026-09-01', 1, eticket_now() - interval '2 hours', eticket_now() - interval '2 hours', 'A', eticket_now(), 'Failed')
            """);
        await cut.ExecuteNonQueryAsync();
        var rung = await books.AlarmsAsync();
        await using var after = books.Owner.CreateCommand(
            """
            insert into job_run (name, due_on, attempt, started_at, lease_until, node, ended_at, outcome)
            select name, '2026-09-02', 1, eticket_now(), eticket_now(), 'A', eticket_now(), 'Done' from (values ('sweep-payments'), ('send-letters')) x(name)
            """);
        await after.ExecuteNonQueryAsync();

        Assert.Equal(["J1", "J2"], rung.Select(a => a.Code[..2]).Where(c => c[0] == 'J').Order(StringComparer.Ordinal));
        Assert.DoesNotContain(await books.AlarmsAsync(), a => a.Code[0] == 'J');
    }

    [Fact]
    public async Task E4_Two_days_stopped_are_caught_up_in_order_each_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        await using var night = await MondayAsync(books);
        await night.Town.SetsTheClock(night.Town.Days[3], "09:12");

        var made = await night.RingAsync(Timetable.CloseDays);
        var audits = await night.RingAsync(Timetable.AuditBooks);

        Assert.Equal((3, 1), (made, audits));
        Assert.Equal(night.Town.Days.Take(3), await night.EatenAsync());
        Assert.Equal(["2026-09-07 Done", "2026-09-08 Done", "2026-09-09 Done"], (await night.RanAsync(Timetable.CloseDays)).Select(r => r[..15]));
        // The books of tonight say all that the audits of the missed nights would have said.
        Assert.Equal(["2026-09-09 Done"], (await night.RanAsync(Timetable.AuditBooks)).Select(r => r[..15]));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_portal_seen_for_the_first_time_owes_no_day_before_its_first_night()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await using var night = await Night.OpenAsync(town);

        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-2), "00:19");
        var before = await night.RingAsync(Timetable.CloseDays);
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-2), "00:20");

        Assert.Equal((0, 1), (before, await night.RingAsync(Timetable.CloseDays)));
        Assert.Equal(["2026-09-04 Done 2026-09-04T22:20:00Z"], await night.RanAsync(Timetable.CloseDays));
    }

    /// <summary>Monday evening: Martin's children eat on Monday, Tuesday and Wednesday, and no night came yet.</summary>
    private static async Task<Night> MondayAsync(Books books, int children = 1)
    {
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children);
        foreach (var child in martin.Children)
            await martin.SetAsync(child, "cantine", wanted: true, ChangeOrigin.Parent, children > 1 ? town.Days.Take(1).ToArray() : [.. town.Days.Take(3)]);
        await town.SetsTheClock(town.Days[0], "20:00");
        return await Night.OpenAsync(town);
    }

    /// <summary>A node takes the night, consumes the first child and is killed: nothing more is heard of it.</summary>
    private static async Task DiesAsync(Books books, Town town)
    {
        await using var command = books.Database.Worker.CreateCommand(
            """
            select closed, (select due_on from job_take($1, '00:20', null, true, 'A', interval '2 minutes', interval '15 minutes'))
            from planning_close_days($2, $3, $4, null, 1, 0, 1, 'http://localhost:5000/', 'http://localhost:5000/famille/tickets')
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = Timetable.CloseDays });
        command.Parameters.Add(new NpgsqlParameter { Value = new[] { town.Structure.Value } });
        command.Parameters.Add(new NpgsqlParameter { Value = new[] { town.Activity("cantine").Value } });
        command.Parameters.Add(new NpgsqlParameter { Value = new[] { town.Days[0] } });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        Assert.Equal((1, town.Days[0]), (reader.GetInt32(0), reader.GetFieldValue<DateOnly>(1)));
    }
}
