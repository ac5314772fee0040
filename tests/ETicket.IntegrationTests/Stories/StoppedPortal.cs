using System.Diagnostics;
using ETicket.IntegrationTests.World;
using ETicket.Web.Running.PrivatePostgres;

namespace ETicket.IntegrationTests.Stories;

/// <summary>A portal asked to stop stops, and takes with it only what is its own.</summary>
public sealed class StoppedPortal : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly PortalProcess _portal = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task A_database_somebody_else_started_outlives_the_portal_that_joined_it()
    {
        var folder = _portal.Settings["Data:Folder"]!;
        var started = await PrivateCluster.StartAsync(new ClusterOptions(folder, Durable: false), new Progress<string>(), CancellationToken.None);
        await _portal.StartAsync();

        Assert.Equal(0, await _portal.StopAsync());

        Assert.Equal(started.Pid, Postmaster.Read(new ClusterFolder(folder)) is { Alive: true } alive ? alive.Pid : 0);
    }

    [Fact]
    public async Task A_database_whose_starter_was_killed_is_stopped_by_the_portal_that_found_it()
    {
        await _portal.StartAsync();
        await _portal.KillAsync();
        await _portal.StartAsync();

        Assert.Equal(0, await _portal.StopAsync());

        Assert.False(Postmaster.Read(new ClusterFolder(_portal.Settings["Data:Folder"]!)) is { Alive: true });
    }

    [Fact]
    public async Task A_portal_whose_database_was_erased_under_it_still_stops()
    {
        await _portal.StartAsync();
        await PrivateCluster.EraseAsync(_portal.Settings["Data:Folder"]!, new Progress<string>(), CancellationToken.None);
        // Long enough for the timetable to meet the hole.
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
        var asked = Stopwatch.StartNew();

        await _portal.StopAsync();

        Assert.InRange(asked.Elapsed, TimeSpan.Zero, Limit);
    }
}
