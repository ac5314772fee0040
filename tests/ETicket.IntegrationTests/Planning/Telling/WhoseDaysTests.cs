using ETicket.IntegrationTests.Planning.Foresight;
using ETicket.IntegrationTests.World;
using ETicket.Mail.Letters;

namespace ETicket.IntegrationTests.Planning.Telling;

/// <summary>Whose days these are, and who wants to read of them: two homes of a child, another commune, a topic that was stopped.</summary>
public sealed class WhoseDaysTests(Cluster cluster)
{
    private static readonly DateOnly Friday = new(2026, 9, 4);
    private static readonly DateOnly Saturday = new(2026, 9, 19);

    [Fact]
    public async Task E23_Of_a_child_of_two_homes_each_home_reads_its_own_days_and_only_where_it_changed_some()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var (mother, father) = await town.TwoHomes();
        await mother.Ticks("cantine", town.Days[0], town.Days[1]);
        await father.Ticks("cantine", town.Days[2]);
        List<(string To, string Subject, string Text)> read = [];
        Assert.Equal(2, await desk.Evening(Friday));
        read.AddRange(await desk.Read<BookingSummary>());

        // The other day, the mother alone; then she gives a day up and the father takes it: each changed days.
        await mother.Ticks("cantine", town.Days[3]);
        Assert.Equal(1, await desk.Evening(Friday.AddDays(1)));
        read.AddRange(await desk.Read<BookingSummary>());
        await mother.Unticks("cantine", town.Days[1]);
        await father.Ticks("cantine", town.Days[1]);
        Assert.Equal(2, await desk.Evening(Friday.AddDays(2)));
        read.AddRange(await desk.Read<BookingSummary>());

        var letters = read.OrderBy(l => l.To, StringComparer.Ordinal).ToList();
        Assert.Equal([.. Enumerable.Repeat("mere@famille.example", 3), .. Enumerable.Repeat("pere@famille.example", 2)], letters.Select(l => l.To));
        Assert.All(letters.Take(3), l => Assert.All(new[] { "Petit", "mercredi 9" }, word => Assert.DoesNotContain(word, l.Subject + l.Text, StringComparison.Ordinal)));
        Assert.All(letters.Skip(3), l => Assert.All(new[] { "famille Martin", "jeudi 10" }, word => Assert.DoesNotContain(word, l.Subject + l.Text, StringComparison.Ordinal)));
        Assert.Equal([2, 1, 3, 2, 2], (await desk.Letters<BookingSummary>()).OrderBy(l => l.Reference, StringComparer.Ordinal).ThenBy(l => l.Letter.FamilyName, StringComparer.Ordinal).Select(l => l.Letter.TotalTickets));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task E23_Whose_change_it_was_is_known_although_the_staff_or_the_other_home_ticked_the_day_again_since()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var (mother, father) = await town.TwoHomes();
        await mother.WrittenIn("cantine", [town.Days[0], town.Days[1]]);
        await mother.Unticks("cantine", town.Days[0]);
        await father.WrittenIn("cantine", [town.Days[0]]);

        Assert.Equal(1, await desk.Evening(Friday));

        var (reference, letter) = (await desk.Letters<BookingSummary>()).Select(l => (l.Reference, l.Letter)).Single();
        Assert.Equal(($"{Friday:O}", "Martin", 1), (reference, letter.FamilyName, letter.TotalTickets));

        // A line written before the wallet was kept is of whoever held the day last.
        await mother.Ticks("cantine", town.Days[2]);
        await mother.Unticks("cantine", town.Days[2]);
        await father.WrittenIn("cantine", [town.Days[2]]);
        await using (var before = books.Owner.CreateCommand("update booking_change set wallet_id = null"))
            await before.ExecuteNonQueryAsync();
        Assert.Equal(1, await desk.Evening(Friday.AddDays(1)));
        Assert.Equal(["Martin", "Petit"], (await desk.Letters<BookingSummary>()).Select(l => l.Letter.FamilyName));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task E23_Of_a_child_of_two_homes_each_home_that_usually_ticks_is_reminded_and_the_other_is_not()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var (mother, father) = await town.TwoHomes();
        await mother.Ticks("cantine", town.Days[0], town.Days[5]);
        await father.Ticks("cantine", town.Days[1]);

        Assert.Equal(1, await desk.Morning(Saturday));

        var (to, _, text) = Assert.Single(await desk.Read<EmptyWeek>());
        Assert.Equal("mere@famille.example", to);
        Assert.DoesNotContain("Petit", text, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Where_both_homes_usually_tick_each_reads_its_own_letter()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var (mother, father) = await town.TwoHomes();
        await mother.Ticks("cantine", town.Days[0], town.Days[5]);
        await father.Ticks("cantine", town.Days[1], town.Days[6]);

        Assert.Equal(2, await desk.Morning(Saturday));

        Assert.Equal(["Martin", "Petit"], (await desk.Letters<EmptyWeek>()).Select(l => l.Letter.FamilyName).Order(StringComparer.Ordinal));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Whoever_stopped_a_topic_is_not_written_to_about_it_until_it_is_taken_up_again()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[0], town.Days[5]);
        await desk.Stops(martin, LetterTopic.Bookings);
        Assert.Equal(0, await desk.Evening(Friday));
        Assert.Equal(1, await desk.Morning(Saturday));

        var petit = await town.OpensAFile("Petit");
        await petit.WrittenIn("cantine", [town.Days[0], town.Days[5]]);
        await desk.Stops(petit, LetterTopic.Reminders);
        Assert.Equal(0, await desk.Morning(Saturday));
        await desk.Stops(petit, LetterTopic.Reminders, stopped: false);
        Assert.Equal(1, await desk.Morning(Saturday, "09:30"));
        await desk.Stops(martin, LetterTopic.Bookings, stopped: false);
        await martin.Ticks("cantine", town.Days[12]);
        Assert.Equal(1, await desk.Evening(Saturday));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_commune_reads_nothing_of_its_neighbour_and_one_that_fails_stops_no_other()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var next = await Town.FoundAsync(books, new TownPlan("autre") { BusFloor = null });
        var neighbour = new TellingDesk(next);
        foreach (var family in new[] { await town.OpensAFile("Martin"), await next.OpensAFile("Petit") })
            await family.Ticks("cantine", family.Town.Days[0], family.Town.Days[5]);
        await using (await Broken.LettersOfAsync(town, nameof(BookingSummary), nameof(EmptyWeek)))
        {
            await town.SetsTheClock(Friday, "19:30");
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Summaries.RunAsync(CancellationToken.None));
            await town.SetsTheClock(Saturday, "08:30");
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Weeks.RunAsync(CancellationToken.None));
        }

        var summary = Assert.Single(await neighbour.Letters<BookingSummary>()).Letter;
        Assert.Equal(("Petit", "autre"), (summary.FamilyName, summary.StructureName));
        Assert.Equal("Petit", Assert.Single(await neighbour.Letters<EmptyWeek>()).Letter.FamilyName);
        Assert.Equal(1, await desk.Weeks.RunAsync(CancellationToken.None));
        Assert.Equal("Martin", Assert.Single(await desk.Letters<EmptyWeek>()).Letter.FamilyName);
        await books.ShouldBeHealthyAsync();
    }
}
