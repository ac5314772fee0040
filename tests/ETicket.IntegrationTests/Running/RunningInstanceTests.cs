using System.Text.Json;
using ETicket.Web.Running;
using ETicket.Web.Running.PrivatePostgres;

namespace ETicket.IntegrationTests.Running;

public sealed class RunningInstanceTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();
    private readonly Heard heard = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Card => Path.Combine(folder.FullName, "instance.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_newcomer_stops_its_elder_and_takes_its_place()
    {
        using var elder = Sleeper.Start();
        await WriteAsync(elder.Pid, Native.IdentityOf(elder.Pid)!);

        using var newcomer = await RunningInstance.TakeOverAsync(folder.FullName, heard, TimeProvider.System, Stop);

        Assert.True(await elder.EndsAsync());
        Assert.Contains(heard.Steps, step => step.Contains(elder.Pid.ToString(), StringComparison.Ordinal));
        Assert.Contains(Environment.ProcessId.ToString(), await File.ReadAllTextAsync(Card, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_elder_deaf_to_polite_requests_is_killed_after_its_delay()
    {
        using var elder = Sleeper.Deaf();
        await WriteAsync(elder.Pid, Native.IdentityOf(elder.Pid)!);

        using var newcomer = await RunningInstance.TakeOverAsync(folder.FullName, heard, new Hurried(), Stop);

        Assert.True(await elder.EndsAsync());
    }

    [Fact]
    public async Task A_program_that_inherited_the_number_is_left_alone()
    {
        using var stranger = Sleeper.Start();
        using var twin = Sleeper.Start();
        await WriteAsync(stranger.Pid, Native.IdentityOf(twin.Pid)!);

        using var newcomer = await RunningInstance.TakeOverAsync(folder.FullName, heard, TimeProvider.System, Stop);

        Assert.True(stranger.Lives);
        Assert.Empty(heard.Steps);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"Pid\":")]
    public async Task A_card_cut_short_by_a_power_cut_hinders_nobody(string cut)
    {
        (await RunningInstance.TakeOverAsync(folder.FullName, heard, TimeProvider.System, Stop)).Dispose();
        await File.WriteAllTextAsync(Card, cut, Stop);

        using var newcomer = await RunningInstance.TakeOverAsync(folder.FullName, heard, TimeProvider.System, Stop);

        Assert.Contains(Environment.ProcessId.ToString(), await File.ReadAllTextAsync(Card, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clean_exit_takes_its_card_away_but_never_that_of_its_successor()
    {
        var first = await RunningInstance.TakeOverAsync(folder.FullName, heard, TimeProvider.System, Stop);
        first.Dispose();
        Assert.False(File.Exists(Card));

        var second = await RunningInstance.TakeOverAsync(folder.FullName, heard, TimeProvider.System, Stop);
        using var successor = Sleeper.Start();
        await WriteAsync(successor.Pid, Native.IdentityOf(successor.Pid)!);
        second.Dispose();

        Assert.True(File.Exists(Card));
    }

    [Fact]
    public void Two_processes_never_share_an_identity_and_a_dead_one_has_none()
    {
        using var one = Sleeper.Start();
        using var other = Sleeper.Start();

        Assert.NotEqual(Native.IdentityOf(one.Pid), Native.IdentityOf(other.Pid));
        Assert.Equal(Native.IdentityOf(one.Pid), Native.IdentityOf(one.Pid));
        Assert.Null(Native.IdentityOf(int.MaxValue));
    }

    private Task WriteAsync(int pid, string identity)
    {
        new ClusterFolder(folder.FullName).Claim();
        return File.WriteAllTextAsync(Card, JsonSerializer.Serialize(new RunningInstance.Card(pid, identity)), Stop);
    }

    /// <summary>A clock on which ten seconds pass between two looks.</summary>
    private sealed class Hurried : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Add(ref now, 10);
    }
}
