using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Payments;
using ETicket.Persistence;
using Npgsql;

namespace ETicket.IntegrationTests.Mail.Delivery;

/// <summary>From the fact to the queue, and from the queue to the post: what waits, for whom, in which order.</summary>
public sealed class QueueTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task E7_A_mail_server_down_for_a_day_is_not_noticed_by_the_business_and_the_queue_leaves_afterwards_in_the_order_of_the_facts()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, answers: false, bought: false);

        for (var hour = 0; hour < 25; hour++)
        {
            await story.Martin.Buys(1, "CANT-B");
            Assert.True(await story.DeliversAsync(r => r is { Taken: 0, Unreachable: true }));
            await story.WaitsAsync(TimeSpan.FromMinutes(30));
            await story.Martin.Buys(1, "BUS");
            await story.WaitsAsync(TimeSpan.FromMinutes(30));
        }
        Assert.Contains(await story.Books.AlarmsAsync(), alarm => alarm.Code.StartsWith("M4", StringComparison.Ordinal));
        await story.Desk.ComesBackAsync();
        Assert.Equal((50, 50), await story.DeliversAsync(r => (r.Taken, r.Sent)));

        Assert.Equal(
            await story.Books.AskAsync<string[]>("select array_agg(o.message_id order by r.issued_at, r.number) from outbox_letter o join receipt r on r.id::text = o.reference"),
            story.Tray.Select(letter => letter.MessageId));
        Assert.Equal("1 1", await story.Books.AskAsync<string>("select min(attempts) || ' ' || max(attempts) from outbox_letter"));
        Assert.Empty(await story.Books.AlarmsAsync());
        await story.Books.ShouldBeHealthyAsync();
    }

    // Lost in the middle of a round.
    [Fact]
    public async Task E7_A_server_that_leaves_in_the_middle_of_a_round_gets_the_rest_in_the_same_order_when_it_is_back()
    {
        var (asked, leaves) = (0, true);
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line.StartsWith("MAIL", StringComparison.Ordinal) && ++asked > 4 && leaves ? "421 4.3.2 Closing" : null, bought: false);
        for (var i = 0; i < 12; i++)
            await story.Martin.Buys(1, "CANT-B");

        Assert.Equal((12, 4, true), await story.DeliversAsync(r => (r.Taken, r.Sent, r.Unreachable)));
        Assert.Equal(0, await story.DeliversAsync(r => r.Taken));
        leaves = false;
        await story.WaitsAsync(TimeSpan.FromHours(1));
        Assert.Equal((8, 8), await story.DeliversAsync(r => (r.Taken, r.Sent)));

        Assert.Equal(await story.Books.AskAsync<string[]>("select array_agg(message_id order by id) from outbox_letter"), story.Tray.Select(letter => letter.MessageId));
        // Two letters were shown to a server that was leaving, the six behind them were not, and nothing is held against any.
        Assert.Equal("12 0", await story.Books.AskAsync<string>("select count(*) filter (where attempts = 1) || ' ' || count(*) filter (where attempts = 2) from outbox_letter"));
        await story.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task E10_A_server_that_takes_its_time_holds_no_transaction_and_nobody_else()
    {
        using var patience = new SemaphoreSlim(0);
        using var slow = new SemaphoreSlim(0);
        var first = true;
        await using var story = await DeliveryStory.BeginAsync(cluster, line =>
        {
            if (line != "." || !first)
                return null;
            first = false;
            slow.Release();
            patience.Wait(Stop);
            return null;
        });

        var round = Task.Run(() => story.DeliversAsync(r => r.Sent), Stop);
        await slow.WaitAsync(Stop);
        Assert.Equal(0L, await story.Books.AskAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'"));
        await story.Martin.Buys(2, "BUS");
        Assert.Equal((1, 1), await story.DeliversAsync(r => (r.Taken, r.Sent)));
        patience.Release();

        Assert.Equal(1, await round);
        Assert.Equal(2, story.Tray.Select(letter => letter.MessageId).Distinct().Count());
    }

    // One letter that stalls every conversation.
    [Fact]
    public async Task E10_One_address_before_which_the_server_hangs_up_holds_no_other_letter_and_ends_on_the_mairie_s_list()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line.StartsWith("RCPT TO:<parent@", StringComparison.Ordinal) ? "" : null);
        var petit = await story.Town.OpensAFile("Petit", email: "petit@famille.example");
        await petit.Buys(1, "BUS");

        Assert.Equal((2, 1, 1, false), await story.DeliversAsync(r => (r.Taken, r.Sent, r.Later, r.Unreachable)));
        for (var day = 0; day < 9; day++)
        {
            await story.WaitsAsync(TimeSpan.FromDays(1));
            await petit.Buys(1, "BUS");
            await story.DeliversAsync(r => r.Taken);
        }

        Assert.Equal(1 + 9, story.Tray.Count);
        Assert.Equal("TooLong parent@famille.example", await story.Books.AskAsync<string>("select reason || ' ' || address from undelivered_letter"));
    }

    // Nobody else is there to show that the server is not the cause.
    [Fact]
    public async Task E10_Two_addresses_before_which_the_server_hangs_up_alone_in_the_queue_end_on_the_mairie_s_list_too()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "" : null);
        await story.Martin.Buys(1, "BUS");

        for (var hour = 0; hour < 24; hour++)
        {
            Assert.Equal((2, 0, true), await story.DeliversAsync(r => (r.Taken, r.Later, r.Unreachable)));
            await story.WaitsAsync(TimeSpan.FromHours(1));
        }
        Assert.Equal("queued 0", await story.Books.AskAsync<string>("select distinct state || ' ' || attempts from outbox_letter"));
        for (var hour = 0; hour < 6 * 24; hour++)
        {
            await story.DeliversAsync(r => r.Taken);
            await story.WaitsAsync(TimeSpan.FromHours(1));
        }

        Assert.Equal("failed 10", await story.Books.AskAsync<string>("select distinct state || ' ' || attempts from outbox_letter"));
        Assert.Equal(["TooLong", "TooLong"], await story.Books.AskAsync<string[]>("select array_agg(reason) from undelivered_letter"));
        await story.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task E19_An_address_corrected_while_the_letter_waits_is_the_one_it_goes_to()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster);

        await story.WritesAsync("email = ' nouvelle@famille.example '");

        Assert.Equal(1, await story.DeliversAsync(r => r.Sent));
        Assert.Equal("nouvelle@famille.example", Assert.Single(Assert.Single(story.Tray).Recipients));
    }

    [Theory]
    [InlineData("email = null")]
    [InlineData("left_at = eticket_now(), receives_letters = false")]
    public async Task E20_A_letter_for_somebody_who_left_is_dropped_and_it_is_written_down(string change)
    {
        await using var story = await DeliveryStory.BeginAsync(cluster);

        await story.WritesAsync(change);

        Assert.Equal((0, 1), await story.DeliversAsync(r => (r.Sent, r.Dropped)));
        Assert.Equal("dropped: no address", await story.Books.AskAsync<string>("select state || ': ' || last_error from outbox_letter"));
        Assert.Empty(story.Tray);
        await story.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task E20_A_letter_for_somebody_whose_file_was_erased_is_dropped_and_it_is_written_down()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster);

        await using (var superuser = NpgsqlDataSource.Create(story.Books.Admin))
        {
            await using var erased = superuser.CreateCommand("delete from guardian where family_id = $1");
            erased.Parameters.Add(new() { Value = story.Martin.Id.Value });
            Assert.Equal(1, await erased.ExecuteNonQueryAsync(Stop));
        }

        Assert.Equal((1, 0, 1), await story.DeliversAsync(r => (r.Taken, r.Sent, r.Dropped)));
        Assert.Equal("dropped: no address", await story.Books.AskAsync<string>("select state || ': ' || last_error from outbox_letter"));
        Assert.Empty(story.Tray);
        await story.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task E24_A_payment_the_bank_refuses_brings_no_letter()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, bought: false);
        var payment = await story.Martin.GoesToPay(2, "CANT-B");
        story.Town.PayFip.Refuses(payment);

        await story.Martin.Settles(payment);

        Assert.Equal(PaymentState.Refused, await story.Town.StateOf(payment));
        Assert.Equal(0L, await story.Books.AskAsync<long>("select count(*) from outbox_letter"));
        Assert.Equal(0, await story.DeliversAsync(r => r.Taken));
        await story.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task E25_A_fact_undone_has_no_letter_and_one_done_again_after_a_conflict_has_one()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, bought: false);
        var tries = 0;

        await using (var undone = await story.Books.Database.BeginAsync(story.Town.Structure, Stop))
            Assert.True(await AddAsync(undone, story, "undone"));
        await Conflicts.ReplayAsync(async () =>
        {
            await using var work = await story.Books.Database.BeginAsync(story.Town.Structure, Stop);
            Assert.True(await AddAsync(work, story, "done"));
            if (tries++ < 2)
            {
                await using var conflict = work.Command("do $$ begin raise exception 'crossed' using errcode = '40001'; end $$");
                await conflict.ExecuteNonQueryAsync(Stop);
            }
            await work.CommitAsync(Stop);
            return true;
        }, Stop);

        Assert.Equal((1, 1), await story.DeliversAsync(r => (r.Taken, r.Sent)));
        Assert.Equal((3, "done"), (tries, await story.Books.AskAsync<string>("select reference from outbox_letter")));
    }

    private static async Task<bool> AddAsync(Work work, DeliveryStory story, string reference)
    {
        var guardian = await story.Books.AskAsync<Guid>("select id from guardian");
        var letter = new MessageAnswered("Port-Sainte-Foy", "Martin", "Camille", story.Books.Clock.GetUtcNow(), story.Books.Clock.GetUtcNow(), "https://portail.example/questions/1", "https://portail.example/");
        return await Outbox.AddAsync(work.Transaction, new Addressee(story.Town.Structure, story.Martin.Id, new GuardianId(guardian)), reference, letter, Stop);
    }
}
