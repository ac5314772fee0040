using ETicket.IntegrationTests.Planning.Foresight;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Planning;

namespace ETicket.IntegrationTests.Planning.Telling;

/// <summary>« Récapitulatif des réservations » — the evening of the day on which a parent changed days, what is still ticked. Towns are founded on Friday 4 September.</summary>
public sealed class BookingSummariesTests(Cluster cluster)
{
    private static readonly DateOnly Friday = new(2026, 9, 4);

    [Fact]
    public async Task A_family_whose_parent_changed_days_reads_the_days_still_ticked_that_evening_each_adult_once()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin", children: 2);
        await martin.JoinedBy("Alix", "alix@famille.example");
        await martin.JoinedBy("Sans", null);
        await martin.JoinedBy("Muet", "muet@famille.example", receivesLetters: false);
        var petit = await town.OpensAFile("Petit", email: "petit@famille.example");
        await petit.WrittenIn("cantine", town.Days.Take(5));
        await martin.Ticks("cantine", town.Days[0], town.Days[1], town.Days[3], town.Days[7]);
        await martin.Ticks("car", town.Days[0]);
        await martin.Unticks("cantine", town.Days[1]);
        await martin.WrittenIn("cantine", [town.Days[2]], child: 1);

        Assert.Equal(2, await desk.Evening(Friday));
        Assert.Equal(0, await desk.Evening(Friday, "19:45"));

        var letters = await desk.Read<BookingSummary>();
        Assert.Equal(["alix@famille.example", "parent@famille.example"], letters.Select(l => l.To));
        Assert.All(letters, l => Assert.Equal("Vos jours cochés, du samedi 5 septembre au mercredi 16 septembre", l.Subject));
        Assert.Contains(
            """
            Bonjour Alix,

            Vos jours cochés

            Du samedi 5 septembre 2026 au mercredi 16 septembre 2026 :

            - Martin 1, cantine (3 tickets) :
              lundi 7 septembre, jeudi 10 septembre
              mercredi 16 septembre
            - Martin 1, car (1 ticket) :
              lundi 7 septembre
            - Martin 2, cantine (1 ticket) :
              mercredi 9 septembre

            En tout : 5 tickets.

            Tant qu’une case est modifiable, vous pouvez encore changer d’avis.

            Voir le planning :
            https://familles.example/famille/planning
            """.ReplaceLineEndings("\n"),
            letters[0].Text, StringComparison.Ordinal);
        Assert.Contains("Les messages « récapitulatif des réservations » sont facultatifs", letters[0].Text, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Six_at_once_write_one_letter_and_a_second_run_none()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[0]);
        await town.SetsTheClock(Friday, "19:30");

        var told = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => desk.Summaries.RunAsync(CancellationToken.None)));
        await martin.Ticks("cantine", town.Days[1]);

        Assert.Equal((1, 0), (told.Sum(), await desk.Evening(Friday, "19:59")));
        Assert.Equal($"{Friday:O}", Assert.Single(await desk.Letters<BookingSummary>()).Reference);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task What_the_staff_a_closure_the_night_or_a_bought_booklet_changed_brings_no_summary()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", [.. town.Days.Take(5)]);
        Assert.Equal(1, await desk.Told(Friday));

        await town.SetsTheClock(town.Days[0], "14:00");
        await martin.WrittenIn("cantine", [town.Days[6]]);
        await martin.SetAsync(martin.Children[0], "cantine", wanted: false, ChangeOrigin.Staff, town.Days[4]);
        await martin.Buys(3, "CANT-B");
        await new ForesightDesk(town).Closes("cantine", town.Days[2]);
        await town.ClosesTheDay(town.Days[0]);
        Assert.Equal(0, await desk.Told(town.Days[0]));

        // A click that changes nothing is no change either.
        await martin.Ticks("cantine", town.Days[6]);
        Assert.Equal(0, await desk.Told(town.Days[1]));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("2026-09-06")]
    [InlineData("2026-10-25")]
    [InlineData("2027-03-28")]
    public async Task A_change_of_half_past_seven_is_of_the_evening_after_and_each_change_of_one_evening_only(string sunday)
    {
        var (eve, day) = (DateOnly.Parse(sunday).AddDays(-1), DateOnly.Parse(sunday));
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster, new TownPlan { FirstDay = day.AddDays(8), BusFloor = null });
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await TicksAt(eve, "19:29", 0);
        await TicksAt(eve, "19:30", 1);
        var told = new List<int> { await desk.Told(eve, "19:52") };
        await TicksAt(day, "02:30", 2);
        await TicksAt(day, "19:29", 3);
        told.Add(await desk.Told(day, "19:52"));
        told.Add(await desk.Told(day.AddDays(1), "19:52"));
        await TicksAt(day.AddDays(2), "19:30", 4);
        told.Add(await desk.Told(day.AddDays(2), "19:52"));
        told.Add(await desk.Told(day.AddDays(3), "19:30"));

        Assert.Equal([1, 1, 0, 0, 1], told);
        Assert.Equal([$"{eve:O} 2", $"{day:O} 4", $"{day.AddDays(3):O} 5"], (await desk.Letters<BookingSummary>()).Select(l => $"{l.Reference} {l.Letter.TotalTickets}"));
        await books.ShouldBeHealthyAsync();

        async Task TicksAt(DateOnly on, string hour, int ticked)
        {
            await town.SetsTheClock(on, hour);
            await martin.Ticks("cantine", town.Days[ticked]);
        }
    }

    [Fact]
    public async Task Days_beyond_four_weeks_are_counted_and_not_listed()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        // The Friday four weeks away is the last one told day by day.
        await martin.Ticks("cantine", town.Days[0], town.Days[19], town.Days[20], town.Days[25]);

        Assert.Equal(1, await desk.Evening(Friday));

        var letter = Assert.Single(await desk.Letters<BookingSummary>()).Letter;
        Assert.Equal((new DateOnly(2026, 10, 2), 2, 2), (letter.LastDay, letter.TotalTickets, letter.LaterTickets));
        Assert.Equal([town.Days[0], town.Days[19]], Assert.Single(letter.Lines).Weeks.SelectMany(w => w.Dates).Select(d => d.Day));
        Assert.Contains("Des jours sont cochés plus tard (2 tickets) : ils sont sur le planning.", Assert.Single(await desk.Read<BookingSummary>()).Text, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Whoever_unticked_everything_reads_that_nothing_is_ticked()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.WrittenIn("cantine", [town.Days[0]]);
        await martin.Unticks("cantine", town.Days[0]);

        Assert.Equal(1, await desk.Evening(Friday));

        Assert.Contains("Du samedi 5 septembre 2026 au vendredi 2 octobre 2026 :\n\nAucun jour n’est coché (0 ticket).\n\nTant", Assert.Single(await desk.Read<BookingSummary>()).Text, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_change_with_more_than_a_thousand_others_behind_it_is_found()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[0]);
        var many = await town.OpensAFile("Nombreux", children: 40);
        foreach (var half in many.Children.Chunk(16))
            await many.SetAsync(Guid.NewGuid(), ChangeOrigin.Staff, [.. half.SelectMany(c => town.Days.Select(d => new DayWish(c, town.Activity("cantine"), d, true)))]);

        Assert.Equal((1201L, 1), (await books.AskAsync<long>("select count(*) from booking_change"), await desk.Evening(Friday)));
        await books.ShouldBeHealthyAsync();
    }
}
