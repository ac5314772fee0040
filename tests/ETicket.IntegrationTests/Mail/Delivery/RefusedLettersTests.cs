using ETicket.IntegrationTests.World;
using Npgsql;

namespace ETicket.IntegrationTests.Mail.Delivery;

/// <summary>What a mail server may answer, and what becomes of the letter: over real SMTP, the clock of the books moved by hand.</summary>
public sealed class RefusedLettersTests(Cluster cluster)
{
    private const string Fate = "select concat_ws(' ', state, attempts, coalesce((select reason from undelivered_letter u where u.letter_id = o.id and resolved_at is null), '-')) from outbox_letter o";

    [Fact]
    public async Task E8_A_server_that_greylists_gets_the_same_letter_five_minutes_later()
    {
        var busy = true;
        await using var story = await DeliveryStory.BeginAsync(cluster, line => busy && line.StartsWith("RCPT", StringComparison.Ordinal) ? "451 4.7.1 Greylisted" : null);

        Assert.Equal((1, 1), await story.DeliversAsync(r => (r.Taken, r.Later)));
        busy = false;
        await story.WaitsAsync(TimeSpan.FromSeconds(299));
        Assert.Equal(0, await story.DeliversAsync(r => r.Taken));
        await story.WaitsAsync(TimeSpan.FromSeconds(14));
        Assert.Equal(1, await story.DeliversAsync(r => r.Sent));

        Assert.Equal(await story.Books.AskAsync<string>("select message_id from outbox_letter"), Assert.Single(story.Tray).MessageId);
        Assert.Equal("sent 2 -", await story.Books.AskAsync<string>(Fate));
    }

    // For ever.
    [Fact]
    public async Task E8_A_server_that_never_finds_the_time_is_asked_ten_times_in_five_days_then_the_mairie_is_told()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "450 4.2.0 Busy" : null);
        var began = story.Books.Clock.GetUtcNow();

        for (var hour = 0; hour < 7 * 24; hour++)
        {
            await story.DeliversAsync(r => r.Taken);
            await story.WaitsAsync(TimeSpan.FromHours(1));
        }

        Assert.Equal("failed 10 TooLong", await story.Books.AskAsync<string>(Fate));
        var given = await story.Books.AskAsync<DateTime>("select failed_at from undelivered_letter") - began.UtcDateTime;
        Assert.InRange(given, TimeSpan.FromDays(4), TimeSpan.FromDays(6));
        await story.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task E9_An_address_nobody_has_is_tried_once_and_told_to_the_mairie()
    {
        var asked = 0;
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line.StartsWith("RCPT", StringComparison.Ordinal) ? $"550 5.1.1 No such user {++asked}" : null);

        Assert.Equal((0, 1), await story.DeliversAsync(r => (r.Sent, r.Failed)));
        await story.WaitsAsync(TimeSpan.FromDays(30));
        Assert.Equal(0, await story.DeliversAsync(r => r.Taken));

        Assert.Equal(1, asked);
        Assert.Equal("failed 1 UnknownAddress", await story.Books.AskAsync<string>(Fate));
        Assert.Equal("parent@famille.example 550 5.1.1 No such user 1", await story.Books.AskAsync<string>("select address || ' ' || detail from undelivered_letter"));
        await story.Books.ShouldBeHealthyAsync();
    }

    // The letter is there, whatever the server says or does not say next.
    [Theory]
    [InlineData("")]
    [InlineData("+451 4.3.0 Try again")]
    public async Task E11_E13_A_letter_accepted_without_a_yes_is_shown_once_more_under_the_same_Message_ID(string answer)
    {
        var times = 1;
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line == "." && times-- > 0 ? answer : null);

        Assert.Equal((0, 1), await story.DeliversAsync(r => (r.Sent, r.Unknown + r.Later)));
        await story.WaitsAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await story.DeliversAsync(r => r.Sent));

        var id = await story.Books.AskAsync<string>("select message_id from outbox_letter");
        Assert.Equal([id, id], story.Tray.Select(letter => letter.MessageId));
        Assert.Equal("sent 2 -", await story.Books.AskAsync<string>(Fate));
    }

    // A server that keeps every letter and says « later » to each would bring ten copies.
    [Fact]
    public async Task E13_A_server_that_takes_every_letter_and_then_says_later_brings_two_copies_and_no_third()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line == "." ? "+451 4.3.0 Try again" : null);

        Assert.Equal((0, 1), await story.DeliversAsync(r => (r.Later, r.Unknown)));
        for (var hour = 0; hour < 7 * 24; hour++)
        {
            await story.WaitsAsync(TimeSpan.FromHours(1));
            await story.DeliversAsync(r => r.Taken);
        }

        var id = await story.Books.AskAsync<string>("select message_id from outbox_letter");
        Assert.Equal([id, id], story.Tray.Select(letter => letter.MessageId));
        Assert.Equal("failed 2 Unanswered", await story.Books.AskAsync<string>(Fate));
        await story.Books.ShouldBeHealthyAsync();
    }

    // Twice is enough, and what happens in between does not make it forgotten.
    [Fact]
    public async Task E11_A_letter_whose_answer_is_lost_twice_is_shown_to_a_person_and_not_a_third_time()
    {
        var busy = false;
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line == "." ? "" : busy && line.StartsWith("RCPT", StringComparison.Ordinal) ? "450 4.2.0 Busy" : null);

        foreach (var expected in new[] { "queued 1 -", "queued 2 -", "failed 3 Unanswered" })
        {
            await story.DeliversAsync(r => r.Taken);
            Assert.Equal(expected, await story.Books.AskAsync<string>(Fate));
            busy = !busy;
            await story.WaitsAsync(TimeSpan.FromDays(1));
        }
        await story.DeliversAsync(r => r.Taken);

        Assert.Equal(2, story.Tray.Count);
        Assert.Single(story.Tray.Select(letter => letter.MessageId).Distinct());
    }

    [Fact]
    public async Task E12_The_books_cut_between_the_server_s_yes_and_our_note_bring_one_copy_more_under_the_same_Message_ID()
    {
        Books? books = null;
        var cuts = 1;
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line == "." && cuts-- > 0 ? Cut(books!) : null);
        books = story.Books;

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => story.DeliversAsync(r => r.Taken));
        await AllowAsync(books, true);
        Assert.Equal("sending 1 -", await books.AskAsync<string>(Fate));
        await story.WaitsAsync(TimeSpan.FromMinutes(14));
        Assert.Equal(0, await story.DeliversAsync(r => r.Taken));
        await story.WaitsAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await story.DeliversAsync(r => r.Sent));
        await story.WaitsAsync(TimeSpan.FromDays(1));
        Assert.Equal(0, await story.DeliversAsync(r => r.Taken));

        var id = await books.AskAsync<string>("select message_id from outbox_letter");
        Assert.Equal([id, id], story.Tray.Select(letter => letter.MessageId));
        Assert.Equal("sent 2 -", await books.AskAsync<string>(Fate));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>The server says yes; meanwhile nobody can speak to the database any more.</summary>
    private static string? Cut(Books books)
    {
        AllowAsync(books, false).GetAwaiter().GetResult();
        return null;
    }

    private static async Task AllowAsync(Books books, bool connections)
    {
        var name = new NpgsqlConnectionStringBuilder(books.Admin).Database;
        await using var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(books.Admin) { Database = "postgres" });
        await using var allow = server.CreateCommand($"alter database {name} allow_connections {connections}");
        await allow.ExecuteNonQueryAsync();
        await using var cut = server.CreateCommand("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and not $2");
        cut.Parameters.Add(new() { Value = name });
        cut.Parameters.Add(new() { Value = connections });
        await cut.ExecuteNonQueryAsync();
    }
}
