using ETicket.IntegrationTests.Mail;
using ETicket.IntegrationTests.Schedule;
using ETicket.IntegrationTests.World;
using ETicket.Mail.Letters;
using ETicket.Persistence.Runs;
using ETicket.Web.Schedule;

namespace ETicket.IntegrationTests.Planning.Telling;

/// <summary>« Récapitulatif » of an evening that never came, or came for some communes only: the next one speaks to those nobody spoke to, and to no other. Towns are founded on Friday 4 September.</summary>
public sealed class MissedEveningsTests(Cluster cluster)
{
    private static readonly DateOnly Friday = new(2026, 9, 4);

    [Fact]
    public async Task Evenings_that_were_missed_are_caught_up_by_the_next_one_in_one_letter_that_tells_the_days_as_they_are()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var petit = await town.OpensAFile("Petit");
        await petit.Ticks("cantine", town.Days[0]);
        await RingsAsync(town, desk, Friday);
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[1], town.Days[2]);
        await town.SetsTheClock(Friday.AddDays(1), "21:00");
        await martin.Unticks("cantine", town.Days[2]);

        await RingsAsync(town, desk, Friday.AddDays(3));
        await RingsAsync(town, desk, Friday.AddDays(4));

        Assert.Equal(
            ["2026-09-04 Petit 1", "2026-09-07 Martin 1"],
            (await desk.Letters<BookingSummary>()).Select(l => $"{l.Reference} {l.Letter.FamilyName} {l.Letter.TotalTickets}"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Nothing_is_told_of_what_was_changed_more_than_seven_evenings_before()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        await RingsAsync(town, desk, Friday);
        var (early, late) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"));
        await town.SetsTheClock(Friday.AddDays(2), "19:29");
        await early.Ticks("cantine", town.Days[20]);
        await town.SetsTheClock(Friday.AddDays(2), "19:30");
        await late.Ticks("cantine", town.Days[20]);

        await RingsAsync(town, desk, Friday.AddDays(9));

        Assert.Equal("Petit", Assert.Single(await desk.Letters<BookingSummary>()).Letter.FamilyName);
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("451 4.2.1 later", true, "dropped")]
    [InlineData("451 4.2.1 later", false, "dropped")]
    [InlineData("552 5.2.2 full", true, "failed")]
    public async Task A_summary_that_was_over_before_it_could_leave_told_nobody_anything_and_the_next_evening_tells_it(string answer, bool outage, string fate)
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin", email: "martin@famille.example");
        var petit = await town.OpensAFile("Petit", email: "petit@famille.example");
        await martin.Ticks("cantine", town.Days[3]);
        await petit.Ticks("cantine", town.Days[3]);
        await RingsAsync(town, desk, Friday, leaves: false);
        var refuses = true;
        await using var post = await MailDesk.OpenAsync(books, line => refuses && line.StartsWith("RCPT TO:<martin@", StringComparison.Ordinal) ? answer : null);
        await post.DeliversAsync();
        // Either the postman saw that it is over, or he saw no server at all.
        if (!outage)
        {
            await town.SetsTheClock(Friday.AddDays(1), "08:00");
            await post.DeliversAsync();
        }

        await RingsAsync(town, desk, Friday.AddDays(1), leaves: false);
        refuses = false;
        await post.DeliversAsync();
        await RingsAsync(town, desk, Friday.AddDays(2));

        Assert.Equal(
            ["2026-09-04 Martin 1", "2026-09-04 Petit 1", "2026-09-05 Martin 1"],
            (await desk.Letters<BookingSummary>()).Select(l => $"{l.Reference} {l.Letter.FamilyName} {l.Letter.TotalTickets}").Order());
        Assert.Equal(
            [fate, "sent", "sent"], await books.AskAsync<string[]>("select array_agg(state order by state) from outbox_letter where name = 'BookingSummary'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_commune_whose_evening_failed_is_caught_up_and_the_families_of_the_others_are_not_told_twice()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var next = await Town.FoundAsync(books, new TownPlan("autre") { BusFloor = null });
        var (martin, petit, durand) = (await town.OpensAFile("Martin"), await next.OpensAFile("Petit"), await next.OpensAFile("Durand"));
        await martin.Ticks("cantine", town.Days[0]);
        await petit.Ticks("cantine", town.Days[0]);
        await using (await Broken.LettersOfAsync(town, nameof(BookingSummary)))
        {
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => RingsAsync(town, desk, Friday));
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => RingsAsync(town, desk, Friday, "19:45"));
        }
        await durand.Ticks("cantine", town.Days[0]);

        await RingsAsync(town, desk, Friday.AddDays(1));

        Assert.Equal(["2026-09-05 Martin"], (await desk.Letters<BookingSummary>()).Select(l => $"{l.Reference} {l.Letter.FamilyName}"));
        Assert.Equal(["2026-09-04 Petit", "2026-09-05 Durand"], (await new TellingDesk(next).Letters<BookingSummary>()).Select(l => $"{l.Reference} {l.Letter.FamilyName}"));
        Assert.Equal(["2026-09-04 Failed", "2026-09-05 Done"], await books.AskAsync<string[]>("select array_agg(due_on || ' ' || outcome order by due_on) from job_run where name = $1", Timetable.BookingSummary));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>An evening on which the portal runs: every commune, once, and what it wrote leaves unless the post does not work.</summary>
    private static async Task RingsAsync(Town town, TellingDesk desk, DateOnly day, string hour = "19:30", bool leaves = true)
    {
        await town.SetsTheClock(day, hour);
        try
        {
            Assert.Equal(1, await new JobRuns(town.Books.Database, town.Books.Clock).KeepAsync(
                Night.DutyOf(Timetable.BookingSummary), "A", async (_, stop) => Figures.Of((Figures.Told, await desk.Summaries.RunAsync(stop))), TestContext.Current.CancellationToken));
        }
        finally
        {
            if (leaves)
                await desk.Leave();
        }
    }
}
