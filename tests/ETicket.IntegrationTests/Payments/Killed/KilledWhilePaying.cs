using System.Collections.Concurrent;
using System.Diagnostics;
using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Tresor;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ETicket.IntegrationTests.Payments.Killed;

/// <summary>
/// The program dies a hundred times (<see cref="Volume"/>), each at a random moment between « payer » and the receipt of some payers, and is started again; the Trésor lives on. Payers come back or not,
/// press again or not. After the last start and one sweep, what was paid at the Trésor is credited and receipted once, and nothing else is.
/// </summary>
public sealed class KilledWhilePaying(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly int Deaths = Volume.Of(2, 100);
    private static readonly int Lanes = Volume.Of(1, 2);
    private const int Payers = 3;

    private readonly WebApplication _tresor = TresorHost.Build(new TresorOptions { Urls = "http://127.0.0.1:0", LogLevel = LogLevel.None });
    private readonly ConcurrentDictionary<string, int> _moments = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync() => await _tresor.StartAsync();

    public ValueTask DisposeAsync() => _tresor.DisposeAsync();

    [Fact]
    public async Task Killed_again_and_again_between_pay_and_the_receipt_nothing_is_lost_and_nothing_doubled()
    {
        var seed = Volume.Seed;
        var watch = Stopwatch.StartNew();
        // Of a hundred deaths, two portals, each with its own books, die on their own: half the time.
        var deaths = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => LiveAsync(new Random(seed + lane)))));

        output.WriteLine($"Seed {seed}: {deaths.Sum()} deaths in {watch.Elapsed.TotalSeconds:0} s; payers were {string.Join(", ", _moments.OrderBy(m => m.Key).Select(m => $"{m.Key} {m.Value}"))}.");
        Assert.Equal(Deaths, deaths.Sum());
    }

    /// <summary>One portal and its payers; how often it died while one of them was between « payer » and the receipt.</summary>
    private async Task<int> LiveAsync(Random random)
    {
        await using var portal = new PortalProcess();
        var address = new Uri(_tresor.Urls.Single());
        string[] words = [$"--PayFip:ServiceAddress={address}tpa/services/securite", $"--PayFip:PayerPage={address}tpa/paiementws.web"];
        await portal.StartAsync(words);
        using var parent = await ParentSession.EnterAsync(portal.Address, PortalLogin.Parent);
        var desk = await PayerDesk.OpenAsync(portal, parent, address);
        var before = await TicketsAsync(portal);
        await portal.KillAsync();
        await portal.StartAsync(words);
        // A portal just started is slow, as every one that dies here: one whole trip says how long they take.
        var trip = Stopwatch.StartNew();
        await desk.Enter().GoAsync();
        var longest = (int)trip.ElapsedMilliseconds;

        var deaths = 0;
        for (var tries = 0; deaths < Deaths / Lanes; tries++)
        {
            // Few deaths leave more to chance than many: each lane may miss as often again as the hundred would.
            Assert.True(tries < Deaths + 10, "payers are too quick to be caught");
            var moment = random.Next(longest);
            var onTheirWay = desk.Returning(random).Concat(Enumerable.Range(0, Payers).Select(_ => desk.Enter())).ToArray();
            var starts = onTheirWay.Select((_, i) => i == 0 ? 0 : random.Next(moment + 1)).ToArray();
            var trips = onTheirWay.Select((payer, i) => Task.Run(() => payer.GoAsync(after: starts[i]))).ToArray();
            await Task.Delay(moment, TestContext.Current.CancellationToken);
            var stages = onTheirWay.Select(p => p.Stage).ToArray();
            await portal.KillAsync();
            await Task.WhenAll(trips);
            deaths += stages.Any(s => s is not (PayerStage.NotYet or PayerStage.Receipt)) ? 1 : 0;
            foreach (var stage in stages)
                _moments.AddOrUpdate(stage.ToString(), 1, (_, n) => n + 1);
            await portal.StartAsync(words);
        }

        await SweepOnceAsync(portal, address);
        await using var database = portal.Database();
        var paid = desk.Paid;
        var credited = await database.AskAsync<string[]>("select coalesce(array_agg(provider_reference order by provider_reference), '{}') from payment where state = 'Paid'");
        Assert.Equal(paid, credited);
        Assert.Equal(
            (paid.Length, paid.Length, paid.Length, before + (paid.Length * PayerDesk.Tickets)),
            (await database.AskAsync<long>("select count(*) from entry where kind = 'Sale'"), await database.AskAsync<long>("select count(distinct payment_id) from receipt"),
             await database.AskAsync<long>("select count(*) from outbox_letter where name = 'TopUpReceipt'"), await TicketsAsync(portal)));
        Assert.Empty(await database.ViolationsAsync());
        return deaths;
    }

    private static async Task<int> TicketsAsync(PortalProcess portal)
    {
        await using var database = portal.Database();
        return await database.AskAsync<int>(
            "select coalesce(sum(w.tickets), 0)::int from wallet w join family f on f.id = w.family_id join ticket_type t on t.id = w.ticket_type_id where f.name = 'Devret' and t.code = 'BUS'");
    }

    /// <summary>The sweep leaves payments of the last minutes to their payers: these are made older, as if it came a little later.</summary>
    private static async Task SweepOnceAsync(PortalProcess portal, Uri tresor)
    {
        await using var database = portal.Database();
        await using (var owner = NpgsqlDataSource.Create(database.Logins.Owner))
        await using (var older = owner.CreateCommand(
            "update payment set (created_at, opened_at, ask_from, next_ask_at) = (created_at - $1, opened_at - $1, ask_from - $1, next_ask_at - $1)"))
        {
            older.Parameters.Add(new() { Value = TimeSpan.FromMinutes(10) });
            await older.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        await using var verbs = database.Verbs(portal, tresor);
        await verbs.GetRequiredService<Sweep>().RunAsync(TestContext.Current.CancellationToken);
    }
}
