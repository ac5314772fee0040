using System.Threading.Channels;
using ETicket.IntegrationTests.Pages.Days;
using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using Npgsql;

namespace ETicket.IntegrationTests.Pages.Grid.Network;

/// <summary>A network that carries nothing until it is told: what the planning posts waits, and is answered or lost one by one.</summary>
internal sealed class SlowNetwork : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Channel<IRoute> _waiting = Channel.CreateUnbounded<IRoute>();
    private readonly CancellationTokenSource _over = new(TimeSpan.FromMinutes(1));

    public static async Task<SlowNetwork> OfAsync(IPage page)
    {
        var network = new SlowNetwork();
        await page.RouteAsync("**/famille/planning**", route =>
            route.Request.Method == "POST" ? network._waiting.Writer.WriteAsync(route).AsTask() : route.ContinueAsync());
        return network;
    }

    /// <summary>The oldest that waits, or the next that comes, reaches the portal and is answered.</summary>
    public async Task AnswerAsync() => await (await NextAsync()).ContinueAsync();

    /// <summary>It is lost on its way; or where it was <paramref name="done"/>, its answer is.</summary>
    public async Task LoseAsync(bool done = false)
    {
        var route = await NextAsync();
        if (done)
            await route.FetchAsync();
        await route.AbortAsync("connectionfailed");
    }

    public void Dispose() => _over.Dispose();

    private async Task<IRoute> NextAsync() => await _waiting.Reader.ReadAsync(_over.Token).AsTask().WaitAsync(Patience);
}

/// <summary>Somebody else writes in the booklet of this home: every click on it waits until this is disposed of.</summary>
internal sealed class BusyWallet(NpgsqlDataSource owner, NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<BusyWallet> OfAsync(PortalRunning running, SubscriberHome home)
    {
        await using var database = running.Portal.Database();
        var owner = NpgsqlDataSource.Create(database.Logins.Owner);
        var connection = await owner.OpenConnectionAsync(Stop);
        var transaction = await connection.BeginTransactionAsync(Stop);
        await using var hold = new NpgsqlCommand("select from wallet where family_id = $1 for update", connection, transaction) { Parameters = { new() { Value = home.Family.Value } } };
        await hold.ExecuteNonQueryAsync(Stop);
        return new BusyWallet(owner, connection, transaction);
    }

    /// <summary>A click has come, and waits.</summary>
    public async Task WaitedForAsync()
    {
        await using var waits = owner.CreateCommand("select exists (select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database())");
        for (var turn = 0; !(bool)(await waits.ExecuteScalarAsync(Stop))!; turn++)
        {
            Assert.True(turn < 200, "No click came.");
            await Task.Delay(25, Stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
        await owner.DisposeAsync();
    }
}
