using ETicket.IntegrationTests.Mail;
using ETicket.IntegrationTests.Planning.Telling;
using ETicket.IntegrationTests.Schedule;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Persistence.Runs;
using ETicket.Wallets.Baskets;
using ETicket.Web.Schedule;

namespace ETicket.IntegrationTests.Planning.Foresight;

/// <summary>« Tickets bientôt épuisés » — told before, once, to the right people. The town serves five days a week; families are told at five days of use unless they chose otherwise.</summary>
public sealed class LowBalanceTests(Cluster cluster)
{
    [Fact]
    public async Task R114_E18_a_balance_that_oscillates_round_the_threshold_brings_one_letter_per_crossing_and_one_a_day_at_most()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(6, "CANT-B");
        await martin.WrittenIn("cantine", town.Days);
        Assert.Equal(0, await desk.Tells());

        for (var round = 0; round < 10; round++)
        {
            // The night eats one: five left. The letter comes; a ticket is bought, cancelled and bought again all day long; one more, six left for tomorrow.
            await town.SetsTheClock(town.Days[round].AddDays(1), "00:20");
            await town.ClosesTheDay(town.Days[round], "cantine");
            foreach (var hour in new[] { "08:05", "10:05", "14:05", "19:05" })
            {
                await town.SetsTheClock(town.Days[round].AddDays(1), hour);
                Assert.Equal(hour == "08:05" ? 1 : 0, await desk.Tells());
                var bought = await martin.Buys(1, "CANT-B");
                Assert.Equal(0, await desk.Tells());
                if (hour != "19:05")
                    await town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(Assert.Single(await martin.Sold(bought)), 1)], Guid.NewGuid(), CancellationToken.None);
            }
        }

        var letters = await desk.Letters();
        Assert.Equal(10, letters.Count);
        Assert.Equal(10, letters.Select(l => l.Day).Distinct().Count());
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(PaymentMeans.Cash)]
    [InlineData(PaymentMeans.PayFipCard)]
    public async Task Told_once_then_again_only_after_tickets_came_in_at_the_counter_or_on_line(PaymentMeans means)
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(4, "CANT-B");
        await martin.WrittenIn("cantine", town.Days.Take(20));

        Assert.Equal(1, await desk.Tells());
        foreach (var day in town.Days.Take(3))
        {
            Assert.Equal(0, await desk.TellsOn(day));
            await town.ClosesTheDay(day, "cantine");
        }
        await martin.Pays(8, "CANT-B", means);
        Assert.Equal(0, await desk.TellsOn(town.Days[3]));
        foreach (var day in town.Days.Skip(3).Take(4))
            await town.ClosesTheDay(day, "cantine");
        Assert.Equal(1, await desk.TellsOn(town.Days[7]));
        Assert.Equal(0, await desk.TellsOn(town.Days[8]));

        var letters = await desk.Letters();
        Assert.Equal(
            [new LineSeen("CANT-B", 4, town.Days[3], town.Days[4], null, 20), new LineSeen("CANT-B", 5, town.Days[11], town.Days[12], null, 20)],
            letters.Select(l => Assert.Single(l.Lines)));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Two_children_of_one_booklet_are_one_letter()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin", children: 2);
        await martin.Buys(7, "CANT-B");
        await martin.WrittenIn("cantine", town.Days.Take(5));
        await martin.WrittenIn("cantine", town.Days.Take(5), child: 1);

        Assert.Equal(1, await desk.Tells());

        var line = Assert.Single(Assert.Single(await desk.Letters()).Lines);
        Assert.Equal((7, town.Days[2], town.Days[3]), (line.Left, line.CoveredUntil, line.FirstUncovered));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Two_services_are_one_letter_and_one_basket()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin", children: 2, canteen: ["CANT-A", "CANT-B"]);
        await martin.SellAsync([(3, "CANT-A"), (1, "CANT-B"), (2, "BUS")]);
        await martin.WrittenIn("cantine", town.Days.Take(5));
        await martin.WrittenIn("cantine", town.Days.Take(5), child: 1);
        await martin.WrittenIn("car", town.Days.Take(5));

        Assert.Equal(1, await desk.Tells());

        var letter = Assert.Single(await desk.Letters());
        Assert.Equal([("BUS", 2, 20), ("CANT-A", 3, 20), ("CANT-B", 1, 20)], letter.Lines.Select(l => (l.Label, l.Left, l.ToBuy)));
        Assert.Equal(BasketLink.To(desk.Portal, [(town.Type("BUS"), 20), (town.Type("CANT-A"), 20), (town.Type("CANT-B"), 20)]), letter.Basket);
        Assert.Equal(0, await desk.Tells());
        var (to, subject, text) = Assert.Single(await MailDesk.ReadAsync<LowBalance>(books));
        Assert.Equal(("parent@famille.example", "Tickets à racheter : BUS, CANT-A, CANT-B"), (to, subject));
        Assert.Contains(
            "- BUS : il vous reste 2 tickets, de quoi aller jusqu’au mardi 8 septembre inclus. Premier jour prévu sans ticket : le mercredi 9 septembre. Pour quatre semaines, il faut 20 tickets de plus.",
            text, StringComparison.Ordinal);
        Assert.Contains(letter.Basket.ToString(), text, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Two_adults_of_a_file_are_told_each_at_their_own_threshold()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        var early = Assert.Single(await desk.GuardiansOf(martin));
        var late = await desk.Joins(martin, "Sacha");
        await desk.Chooses(martin, early, 8);
        await desk.Chooses(martin, late, 2);
        await martin.Buys(9, "CANT-B");
        await martin.WrittenIn("cantine", town.Days);

        foreach (var day in town.Days.Take(8))
        {
            await desk.TellsOn(day);
            await town.ClosesTheDay(day, "cantine");
        }

        Assert.Equal([(early, $"{town.Days[1]:O}", 8), (late, $"{town.Days[7]:O}", 2)], (await desk.Letters()).Select(l => (l.To, l.Day, l.ThresholdDays)));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task The_other_home_of_a_child_is_told_nothing_of_what_is_not_its_own()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var mother = await town.OpensAFile("Martin");
        var father = await desk.OtherHome(mother, "Petit");
        await mother.Buys(2, "CANT-B");
        await mother.WrittenIn("cantine", town.Days.Take(10));
        // His tickets would not last the week, if her days were his.
        await father.Buys(2, "CANT-B");

        foreach (var day in town.Days.Take(5))
        {
            await desk.TellsOn(day);
            await town.ClosesTheDay(day, "cantine");
        }

        var letter = Assert.Single(await desk.Letters());
        Assert.Equal(Assert.Single(await desk.GuardiansOf(mother)), letter.To);
        Assert.DoesNotContain("Petit", await books.AskAsync<string>("select string_agg(variables::text, ' ') from outbox_letter where name = 'LowBalance'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Whoever_stopped_these_letters_is_told_once_they_are_taken_up_again()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var (martin, telling) = (await town.OpensAFile("Martin"), new TellingDesk(town));
        await martin.Buys(4, "CANT-B");
        await martin.WrittenIn("cantine", town.Days.Take(20));
        await telling.Stops(martin, LetterTopic.LowBalance);
        Assert.Equal(0, await desk.Tells());
        Assert.Equal(0, await desk.TellsOn(town.Days[0]));

        await telling.Stops(martin, LetterTopic.LowBalance, stopped: false);

        Assert.Equal(1, await desk.Tells());
        Assert.Equal(0, await desk.TellsOn(town.Days[1]));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_commune_whose_forecast_fails_stops_no_other_and_rings_by_night_too()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var next = await Town.FoundAsync(books, new TownPlan("autre") { BusFloor = null });
        foreach (var family in new[] { await town.OpensAFile("Martin"), await next.OpensAFile("Petit") })
        {
            await family.Buys(2, "CANT-B");
            await family.WrittenIn("cantine", town.Days.Take(10));
        }
        await using (await Broken.LettersOfAsync(town, nameof(LowBalance)))
        {
            foreach (var hour in new[] { "08:00", "19:00" })
                await Assert.ThrowsAsync<Npgsql.PostgresException>(() => RingsAsync(hour));
            foreach (var hour in new[] { "20:00", "23:00" })
                Assert.Equal(0, await RingsAsync(hour));
        }
        await town.SetsTheClock(town.Days[1], "04:10");

        Assert.Single(await new ForesightDesk(next).Letters());
        Assert.Equal(("J2 travail en échec", "low-balance 2026-09-07"), (await books.AlarmsAsync()).Select(a => (a.Code, a.What)).Single(a => a.Code[0] == 'J'));
        Assert.Equal(1, await RingsAsync("08:00", day: 1));
        Assert.Single(await desk.Letters());
        Assert.DoesNotContain(await books.AlarmsAsync(), a => a.Code[0] == 'J');
        await books.ShouldBeHealthyAsync();

        async Task<int> RingsAsync(string hour, int day = 0)
        {
            await town.SetsTheClock(town.Days[day], hour);
            return await new JobRuns(books.Database, books.Clock).KeepAsync(
                Night.DutyOf(Timetable.LowBalance), "A", async (_, stop) => Figures.Of((Figures.Told, await desk.Alerts.RunAsync(stop))), CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_booklet_that_owes_tickets_is_not_told_that_it_soon_will_be_short()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.WrittenIn("cantine", town.Days.Take(10));
        await town.SetsTheClock(town.Days[0], "20:30");
        await town.ClosesTheDay(town.Days[0], "cantine");

        Assert.Equal(0, await desk.TellsOn(town.Days[1]));
        await martin.Buys(3, "CANT-B");
        Assert.Equal(1, await desk.TellsOn(town.Days[1], "09:05"));

        var line = Assert.Single(Assert.Single(await desk.Letters()).Lines);
        Assert.Equal((2, town.Days[2], town.Days[3]), (line.Left, line.CoveredUntil, line.FirstUncovered));
        await books.ShouldBeHealthyAsync();
    }
}
