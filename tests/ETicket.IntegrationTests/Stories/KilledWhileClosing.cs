using System.Diagnostics;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using Npgsql;

namespace ETicket.IntegrationTests.Stories;

/// <summary>The program dies while it closes the day of a hundred thousand children (<see cref="Volume"/>).</summary>
public sealed class KilledWhileClosing(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly int Bookings = Volume.Of(40_000, 100_000);

    private const int PatienceToRecover = 150;

    private readonly PortalProcess _portal = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task E3_A_portal_killed_while_it_closes_a_day_ends_it_when_it_is_back_and_consumes_each_booking_once()
    {
        await _portal.StartAsync();
        await using var database = _portal.Database();
        // A day the canteen is open: started again, the portal opens its days anew and lets go of what was ticked on any other.
        var day = await database.AskAsync<DateOnly>(
            "select max(d.day) from open_day d join ticket_type t on t.activity_id = d.activity_id where t.code = 'CANT-ELE' and d.day < $1", TimeProvider.System.Today());
        await CrowdAsync(database.Logins.Owner, day);
        using var staff = await ParentSession.EnterAsync(_portal.Address, PortalLogin.Staff);
        var code = await database.AskAsync<string>("select activity_id || '.' || day from booking where day = $1 group by 1, activity_id, day order by count(*) desc limit 1", day);
        var closing = staff.PostAsync("/mairie/cloture", ("journee", code));
        await Eventually.HoldsAsync("the portal closes the day", async () => await ConsumedAsync(database, day) > 0, PatienceToRecover);
        await _portal.KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => closing);
        var killed = await ConsumedAsync(database, day);
        output.WriteLine($"Killed after {killed} of {Bookings} bookings.");

        var again = Stopwatch.StartNew();
        await _portal.StartAsync();
        await Eventually.HoldsAsync("the portal ended the day", async () => await ConsumedAsync(database, day) >= Bookings, PatienceToRecover);
        output.WriteLine($"Started again and closed in {again.ElapsedMilliseconds} ms.");

        Assert.InRange(killed, 1, Bookings - 1);
        Assert.Equal(Bookings, await ConsumedAsync(database, day));
        Assert.Equal(
            (Bookings, Bookings),
            (await database.AskAsync<long>("select count(*) from transfer where booking_id is not null"), await database.AskAsync<long>("select count(distinct booking_id) from transfer")));
        Assert.Equal(0, await database.AskAsync<long>("select sum(held)::bigint from wallet"));
        Assert.Empty(await database.ViolationsAsync());
    }

    private static Task<long> ConsumedAsync(PortalDatabase database, DateOnly day) =>
        database.AskAsync<long>("select count(*) from booking where day = $1 and state = 'Consumed'", day);

    /// <summary>Families of four children, three tickets for the four of them: the day also makes a debt for each.</summary>
    private static async Task CrowdAsync(string owner, DateOnly day)
    {
        await using var source = NpgsqlDataSource.Create(owner);
        await using var command = source.CreateCommand(
            """
            do $$
            declare
              town uuid; canteen uuid; ticket uuid; eaten date := '$DAY';
            begin
              select structure_id, activity_id, id into town, canteen, ticket from ticket_type where code = 'CANT-ELE';
              insert into open_day (structure_id, activity_id, day, add_until, cancel_until)
              values (town, canteen, eaten, eaten - interval '7 days', eaten - interval '7 days') on conflict do nothing;
              create temp table crowd on commit drop as
              select n, gen_random_uuid() as family, gen_random_uuid() as child from generate_series(1, $BOOKINGS) n;
              update crowd c set family = f.family from crowd f where f.n = (c.n + 3) / 4 * 4;
              insert into family (structure_id, id, number, name) select town, family, 'K' || n / 4, 'Foule' from crowd where n % 4 = 0;
              insert into child (structure_id, id, first_name, last_name) select town, child, 'Enfant', 'Foule' from crowd;
              insert into family_child (structure_id, family_id, child_id) select town, family, child from crowd;
              insert into enrolment (structure_id, child_id, activity_id, starts_on, ticket_type_id) select town, child, canteen, eaten - 30, ticket from crowd;
              perform wallets_open(town, array_agg(family), array_agg(ticket)) from crowd where n % 4 = 0;
              perform wallets_open_balances(town, eaten - 30, array_agg(w.family_id || '/crowd'), array_agg(w.id), array_agg(3), array_agg(270::bigint))
              from wallet w join crowd c on c.family = w.family_id and c.n % 4 = 0;
              insert into booking (structure_id, child_id, activity_id, day, state, wallet_id, booked_at, deadline, by_staff)
              select town, c.child, canteen, eaten, 'Held', w.id, eticket_now(), eticket_now(), true from crowd c join wallet w on w.structure_id = town and w.family_id = c.family;
              update wallet w set held = 4 from crowd c where c.n % 4 = 0 and w.structure_id = town and w.family_id = c.family;
            end $$;
            analyze;
            """.Replace("$DAY", Iso(day), StringComparison.Ordinal).Replace("$BOOKINGS", $"{Bookings}", StringComparison.Ordinal));
        command.CommandTimeout = 180;
        await command.ExecuteNonQueryAsync();
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
