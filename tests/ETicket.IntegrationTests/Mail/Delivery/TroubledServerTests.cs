using ETicket.IntegrationTests.World;
using Npgsql;

namespace ETicket.IntegrationTests.Mail.Delivery;

/// <summary>A relay that refuses us, or books that stumble, in the middle of a round: not one letter is given up for it.</summary>
public sealed class TroubledServerTests(Cluster cluster)
{
    private const string Fates = "select string_agg(state || ' ' || attempts || ' ' || n, ', ' order by state, attempts) from (select state, attempts, count(*) as n from outbox_letter group by 1, 2) f";

    // Of us by its code, so that the second is enough; or the same to the readers of five providers.
    [Theory]
    [InlineData("RCPT", "550 5.4.5 Daily sending limit exceeded", 2)]
    [InlineData(".", "550 5.4.5 Daily sending limit exceeded", 2)]
    [InlineData("MAIL", "451 4.7.1 Too many messages", 2)]
    [InlineData("RCPT", "554 5.7.1 Account suspended", 5)]
    [InlineData(".", "554 5.7.1 Account suspended", 5)]
    [InlineData("RCPT", "451 4.7.1 Rate limit", 5)]
    [InlineData("RCPT", "550 Sending limit reached", 5)]
    [InlineData("RCPT", "550 Sending limit reached (id 8F3A{n})", 5)]
    [InlineData("RCPT", "550 5.1.90 Daily limit for message recipients", 5)]
    public async Task E9_A_relay_over_its_quota_gives_no_letter_up_and_the_queue_leaves_once_it_takes_letters_again(string step, string answer, int seen)
    {
        var (over, asked) = (true, 0);
        await using var story = await DeliveryStory.BeginAsync(cluster, line => over && line.StartsWith(step, StringComparison.Ordinal) && ++asked > 4 ? answer.Replace("{n}", $"{asked}", StringComparison.Ordinal) : null, bought: false);
        await BuyAsync(story, 12);

        Assert.Equal((12, 4, 0, 0, true), await story.DeliversAsync(r => (r.Taken, r.Sent, r.Later, r.Failed, r.Unreachable)));
        Assert.Equal((4 + seen, "queued 0 8, sent 1 4"), (asked, await story.Books.AskAsync<string>(Fates)));
        for (var hour = 0; hour < 12; hour++)
        {
            await story.WaitsAsync(TimeSpan.FromHours(1));
            Assert.Equal((0, 0, true), await story.DeliversAsync(r => (r.Sent, r.Failed, r.Unreachable)));
        }
        over = false;
        await story.WaitsAsync(TimeSpan.FromHours(1));
        Assert.Equal((8, 8), await story.DeliversAsync(r => (r.Taken, r.Sent)));

        Assert.Equal("sent 1 12", await story.Books.AskAsync<string>(Fates));
        Assert.Equal(12, story.Tray.Select(letter => letter.MessageId).Distinct(StringComparer.Ordinal).Count());
        await story.Books.ShouldBeHealthyAsync();
    }

    // It may keep them: each has its one copy more, and the others none.
    [Fact]
    public async Task E13_A_relay_that_says_later_to_everybody_once_it_has_the_letter_is_left_alone_after_the_readers_of_five_providers()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line == "." ? "+451 4.7.1 Rate limit" : null, bought: false);
        await BuyAsync(story, 12);

        Assert.Equal((12, 0, 5, true), await story.DeliversAsync(r => (r.Taken, r.Failed, r.Unknown, r.Unreachable)));

        Assert.Equal("queued 0 7, queued 1 5", await story.Books.AskAsync<string>(Fates));
    }

    [Fact]
    public async Task E9_The_same_refusal_of_a_few_is_theirs_when_the_next_letter_is_taken()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line.StartsWith("RCPT", StringComparison.Ordinal) && !line.Contains("ours@", StringComparison.Ordinal) ? "554 5.7.1 No" : null, bought: false);
        await BuyAsync(story, 4);
        await (await story.Town.OpensAFile("Petit", email: "ours@chez-nous.example")).Buys(1, "BUS");

        Assert.Equal((1, 4, false), await story.DeliversAsync(r => (r.Sent, r.Failed, r.Unreachable)));
    }

    // By day letters leave one by one: nothing tells whose fault the first no is, until the relay takes another letter.
    [Theory]
    [InlineData("550 Sending limit reached")]
    [InlineData("554 5.7.1 Account suspended")]
    public async Task E9_A_letter_alone_before_a_relay_that_refuses_everybody_waits_and_leaves_once_it_takes_letters_again(string answer)
    {
        var over = true;
        await using var story = await DeliveryStory.BeginAsync(cluster, line => over && line.StartsWith("RCPT", StringComparison.Ordinal) ? answer : null, bought: false);
        await BuyAsync(story, 1);

        for (var hour = 0; hour < 6; hour++)
        {
            Assert.Equal((0, 0, 0), await story.DeliversAsync(r => (r.Sent, r.Failed, r.Later)));
            await story.WaitsAsync(TimeSpan.FromHours(1));
        }
        over = false;

        Assert.Equal((1, 1), await story.DeliversAsync(r => (r.Taken, r.Sent)));
    }

    [Fact]
    public async Task E9_A_letter_alone_refused_while_the_others_are_taken_is_on_the_list_at_its_second_no()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line.StartsWith("RCPT", StringComparison.Ordinal) && !line.Contains("ours@", StringComparison.Ordinal) ? "550 No" : null, bought: false);
        await BuyAsync(story, 1);
        Assert.Equal((1, 0), await story.DeliversAsync(r => (r.Taken, r.Failed)));
        await story.WaitsAsync(TimeSpan.FromMinutes(2));
        await (await story.Town.OpensAFile("Petit", email: "ours@chez-nous.example")).Buys(1, "BUS");
        Assert.Equal((1, 1), await story.DeliversAsync(r => (r.Taken, r.Sent)));
        await story.WaitsAsync(TimeSpan.FromMinutes(4));

        Assert.Equal((1, 1), await story.DeliversAsync(r => (r.Taken, r.Failed)));
    }

    // A letter nobody can show says nothing of what the relay does.
    [Fact]
    public async Task E9_Letters_that_cannot_be_shown_do_not_make_a_relay_s_trouble_that_of_the_others()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "554 5.7.1 Account suspended" : null, bought: false);
        await BuyAsync(story, 8);
        await RunAsync(story, "update outbox_letter set name = 'Nobody' where id in (select id from outbox_letter order by id offset 1 limit 3)");

        Assert.Equal((0, 3, true), await story.DeliversAsync(r => (r.Sent, r.Failed, r.Unreachable)));
        Assert.Equal("failed 1 3, queued 0 5", await story.Books.AskAsync<string>(Fates));
    }

    // Readers of five providers whom the server refuses for good: the others leave meanwhile, and these end on the list.
    [Fact]
    public async Task E9_Five_readers_refused_alike_for_good_hold_nobody_and_end_on_the_mairie_s_list()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line.StartsWith("RCPT", StringComparison.Ordinal) && !line.Contains("ours@", StringComparison.Ordinal) ? "554 5.7.1 No" : null, bought: false);
        await BuyAsync(story, 5);
        var petit = await story.Town.OpensAFile("Petit", email: "ours@chez-nous.example");

        for (var day = 0; day < 12; day++)
        {
            await petit.Buys(1, "BUS");
            foreach (var wait in new[] { 0, 70, 86_000 })
            {
                await story.WaitsAsync(TimeSpan.FromSeconds(wait));
                await story.DeliversAsync(r => r.Taken);
            }
            Assert.Equal(day + 1, story.Tray.Count);
        }

        Assert.Equal(5L, await story.Books.AskAsync<long>("select count(*) from undelivered_letter where reason = 'Blocked'"));
    }

    // One letter was taken and could not be noted: those behind it were not shown, and do not wait for the end of a lease.
    [Fact]
    public async Task E12_Books_that_stumble_over_one_note_leave_the_letters_behind_it_in_their_place()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, bought: false);
        await BuyAsync(story, 6);
        await RunAsync(
            story,
            """
            create function stumble() returns trigger language plpgsql as $$ begin raise exception 'stumbles'; end $$;
            create trigger stumble before update on outbox_letter for each row when (new.state = 'sent' and new.id = 3) execute function stumble();
            """);

        await Assert.ThrowsAsync<PostgresException>(() => story.DeliversAsync(r => r.Taken));
        Assert.Equal("queued 0 3, sending 1 1, sent 1 2", await story.Books.AskAsync<string>(Fates));
        await RunAsync(story, "drop trigger stumble on outbox_letter");
        Assert.Equal((3, 3), await story.DeliversAsync(r => (r.Taken, r.Sent)));
        await story.WaitsAsync(TimeSpan.FromMinutes(16));
        Assert.Equal(1, await story.DeliversAsync(r => r.Sent));

        Assert.Equal((7, 6), (story.Tray.Count, story.Tray.Select(letter => letter.MessageId).Distinct(StringComparer.Ordinal).Count()));
        await story.Books.ShouldBeHealthyAsync();
    }

    // Nothing was said of the one they would not look at: it waits, and those behind it leave.
    [Fact]
    public async Task E12_Books_that_cannot_look_at_one_letter_hold_no_other()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, bought: false);
        await BuyAsync(story, 3);
        await RunAsync(story, "update outbox_letter set name = 'EmptyWeek', variables = '{\"lines\": 1}' where id = 2");

        Assert.Equal((3, 2, 1, 0), await story.DeliversAsync(r => (r.Taken, r.Sent, r.Later, r.Failed)));
    }

    /// <summary>So many families, each with a provider of its own, buy one ticket.</summary>
    private static async Task BuyAsync(DeliveryStory story, int families)
    {
        for (var i = 0; i < families; i++)
            await (await story.Town.OpensAFile($"Famille {i}", email: $"parent@fournisseur{i}.example")).Buys(1, "BUS");
    }

    private static async Task RunAsync(DeliveryStory story, string sql)
    {
        await using var superuser = NpgsqlDataSource.Create(story.Books.Admin);
        await using var command = superuser.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
