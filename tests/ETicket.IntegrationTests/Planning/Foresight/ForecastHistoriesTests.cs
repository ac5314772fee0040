using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Foresight;

namespace ETicket.IntegrationTests.Planning.Foresight;

/// <summary>Whatever two homes of a child do, in any order, the forecast is the one a secretary would work out on paper.</summary>
public sealed class ForecastHistoriesTests(Cluster cluster, ITestOutputHelper output)
{
    private const int Histories = 12;
    private const int Length = 40;

    [Fact]
    public async Task Any_history_is_foreseen_as_on_paper()
    {
        // ETICKET_FORECAST replays a failure: the number printed with it.
        var seed = int.TryParse(Environment.GetEnvironmentVariable("ETICKET_FORECAST"), out var replayed) ? replayed : Random.Shared.Next();
        output.WriteLine($"ETICKET_FORECAST={seed}");
        for (var history = 0; history < Histories; history++)
            await LiveAsync(new Random(seed + history));
    }

    private async Task LiveAsync(Random chance)
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var mother = await town.OpensAFile("Martin", children: 2, canteen: ["CANT-A", "CANT-B"]);
        FamilyFile[] homes = [mother, await desk.OtherHome(mother, "Petit")];
        var rules = new List<(FamilyFile Home, long Id)>();
        for (var act = 0; act < Length; act++)
        {
            await ActAsync(town, desk, homes, rules, chance);
            if (act % 8 == 7)
                await CompareAsync(town);
        }
        await books.ShouldBeHealthyAsync();
    }

    private static async Task ActAsync(Town town, ForesightDesk desk, FamilyFile[] homes, List<(FamilyFile Home, long Id)> rules, Random chance)
    {
        var home = homes[chance.Next(homes.Length)];
        var (child, activity) = (home.Children[chance.Next(home.Children.Count)], chance.Next(2) == 0 ? "cantine" : "car");
        var from = town.Days[chance.Next(town.Days.Count)];
        switch (chance.Next(10))
        {
            case 0:
                await home.Buys(chance.Next(1, 12), new[] { "CANT-A", "CANT-B", "BUS" }[chance.Next(3)]);
                break;
            case < 5:
                var (wanted, origin) = (chance.Next(3) > 0, chance.Next(3) > 0 ? ChangeOrigin.Parent : ChangeOrigin.Staff);
                await home.SetAsync(child, activity, wanted, origin, [.. town.Days.Where(d => d >= from && d < from.AddDays(9) && chance.Next(3) > 0).DefaultIfEmpty(from)]);
                break;
            case 5:
                rules.Add((home, await desk.Subscribes(
                    home, activity, [.. Enumerable.Range(1, 5).Where(_ => chance.Next(2) == 0).DefaultIfEmpty(2)], from.AddDays(chance.Next(3) - 1),
                    chance.Next(2) == 0 ? null : from.AddDays(chance.Next(1, 60)), chance.Next(1, 4), child)));
                break;
            case 6 when rules.Count > 0:
                var (owner, id) = rules[chance.Next(rules.Count)];
                await AllowedAsync(() => chance.Next(3) == 0
                    ? desk.Standing.EndAsync(desk.Says(owner), id, from, CancellationToken.None)
                    : desk.Standing.ExceptAsync(desk.Says(owner), id, from, chance.Next(3) > 0, CancellationToken.None));
                break;
            case 7:
                await desk.Closes(activity, from);
                break;
            default:
                // Hours, and now and then holidays.
                await town.Books.Clock.SetAsync(town.Books.Clock.GetUtcNow().AddHours(chance.Next(8) == 0 ? chance.Next(150, 700) : chance.Next(5, 40)));
                await town.ClosesTheDay(town.Books.Clock.Today.AddDays(-1));
                break;
        }
    }

    /// <summary>A refusal is an answer like another.</summary>
    private static async Task AllowedAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Refusal)
        {
            // Nothing is written.
        }
    }

    private static async Task CompareAsync(Town town)
    {
        var until = town.Books.Clock.Today.AddDays(50);
        var wallets = await town.Books.ListAsync(
            town.Structure, "select id, family_id, ticket_type_id, tickets from wallet order by id", r => (Id: r.GetInt64(0), Family: new FamilyId(r.GetGuid(1)), Type: new TicketTypeId(r.GetGuid(2)), Tickets: r.GetInt32(3)));
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        var foreseen = await Forecasts.OfAsync(work, [.. wallets.Select(w => w.Id)], until, CancellationToken.None);

        var paper = await ForecastModel.LookAsync(town);
        Assert.Equal(wallets.Select(w => (w.Id, w.Tickets)), foreseen.Select(f => (f.WalletId, f.Tickets)));
        foreach (var (wallet, forecast) in wallets.Zip(foreseen))
            Assert.Equal(paper.DaysOf(wallet.Id, wallet.Family, wallet.Type, until), forecast.Days);
    }
}
