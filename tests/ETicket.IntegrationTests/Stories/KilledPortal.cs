using System.Diagnostics;
using System.Net;
using ETicket.IntegrationTests.World;
using ETicket.Web.Display;
using ETicket.Web.Running.PrivatePostgres;
using Npgsql;

namespace ETicket.IntegrationTests.Stories;

/// <summary>The program dies while it starts and while people use it; started again, it goes on. Asked to stop, it stops, and takes with it only what is its own.</summary>
public sealed class KilledPortal(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly PortalProcess _portal = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task A_portal_killed_at_any_moment_of_its_start_starts_the_next_time()
    {
        var seed = Volume.Seed;
        output.WriteLine($"Seed: {seed}");
        var random = new Random(seed);
        foreach (var most in new[] { 2_000, 5_000, 8_000 })
        {
            var life = random.Next(200, most);
            _portal.Begin();
            // A moment is what this story is about: there is no fact to wait for.
            await Task.Delay(life, TestContext.Current.CancellationToken);
            await _portal.KillAsync();
            output.WriteLine($"Killed {life} ms after its birth.");
        }

        await _portal.StartAsync();

        await using var database = _portal.Database();
        Assert.Equal((1, 3), (await database.AskAsync<long>("select count(*) from structure"), await database.AskAsync<long>("select count(*) from family")));
        Assert.Empty(await database.ViolationsAsync());
        using var parent = await ParentSession.EnterAsync(_portal.Address, PortalLogin.Parent);
    }

    [Fact]
    public async Task A_portal_killed_while_it_serves_keeps_its_data_and_its_sessions_and_reset_forgets_both()
    {
        await _portal.StartAsync();
        using var parent = await ParentSession.EnterAsync(_portal.Address, PortalLogin.Parent);
        await TickAsync(parent);

        await _portal.KillAsync();
        await _portal.StartAsync();
        var afterDeath = (await StatusAsync(parent), await BookingsAsync());
        var exit = await _portal.StopAsync();
        var databaseStopped = DatabaseIsStopped();
        await _portal.StartAsync();
        var afterRest = (await StatusAsync(parent), await BookingsAsync());
        await _portal.StopAsync();
        NpgsqlConnection.ClearAllPools();
        await _portal.StartAsync("--reset");
        var afterReset = (await StatusAsync(parent), await BookingsAsync());
        var stopping = await ErasedAndStoppedAsync();

        Assert.Equal((HttpStatusCode.OK, 1), afterDeath);
        Assert.Equal(0, exit);
        Assert.True(databaseStopped, "The database its killed starter left is stopped by the portal that found it.");
        Assert.Equal((HttpStatusCode.OK, 1), afterRest);
        Assert.Equal((HttpStatusCode.Redirect, 0), afterReset);
        Assert.InRange(stopping, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_second_start_on_the_same_folder_takes_the_place_of_the_first_and_a_database_somebody_else_started_outlives_both()
    {
        var started = await PrivateCluster.StartAsync(new ClusterOptions(_portal.Settings["Data:Folder"]!, Durable: false), new Progress<string>(), CancellationToken.None);
        await _portal.StartAsync();
        var elder = _portal.Taken();

        _portal.Begin();
        await Eventually.HoldsAsync("the elder is gone", () => Task.FromResult(elder.HasExited));
        await _portal.HealthyAsync();

        Assert.Equal(0, elder.ExitCode);
        using (await ParentSession.EnterAsync(_portal.Address, PortalLogin.Parent))
            Assert.Equal(0, await _portal.StopAsync());
        Assert.Equal(started.Pid, Postmaster.Read(new ClusterFolder(_portal.Settings["Data:Folder"]!)) is { Alive: true } alive ? alive.Pid : 0);
    }

    private bool DatabaseIsStopped() => Postmaster.Read(new ClusterFolder(_portal.Settings["Data:Folder"]!)) is not { Alive: true };

    /// <summary>Its database is erased under it, and it is asked to stop: how long that takes.</summary>
    private async Task<TimeSpan> ErasedAndStoppedAsync()
    {
        await PrivateCluster.EraseAsync(_portal.Settings["Data:Folder"]!, new Progress<string>(), CancellationToken.None);
        // Long enough for the timetable to meet the hole.
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
        var asked = Stopwatch.StartNew();
        await _portal.StopAsync();
        return asked.Elapsed;
    }

    private async Task TickAsync(ParentSession parent)
    {
        await using var database = _portal.Database();
        var (julia, canteen) = (await database.ChildAsync("Julia"), await database.ActivityAsync("Cantine"));
        var day = await database.AskAsync<DateOnly>("select min(day) from open_day where activity_id = $1 and add_until > eticket_now() + interval '1 hour'", canteen.Value);
        using var ticked = await parent.PostAsync("/famille/planning", ("voeux", WishCode.Write([new(julia, canteen, day, true)])));
        Assert.Equal(HttpStatusCode.SeeOther, ticked.StatusCode);
    }

    private static async Task<HttpStatusCode> StatusAsync(ParentSession parent)
    {
        using var answer = await parent.GetAsync("/famille/planning");
        return answer.StatusCode;
    }

    private async Task<long> BookingsAsync()
    {
        await using var database = _portal.Database();
        return await database.AskAsync<long>("select count(*) from booking where state = 'Held'");
    }
}
