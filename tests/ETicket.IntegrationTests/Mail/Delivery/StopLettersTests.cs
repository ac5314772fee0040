using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Mail.Stops;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ETicket.IntegrationTests.Mail.Delivery;

/// <summary>What a reader may stop: it leaves with the way to stop it, and once stopped it does not leave, at the very moment it would.</summary>
public sealed class StopLettersTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Any letter of the book its reader may stop.</summary>
    private static LetterKind Optional => LetterBook.All.First(kind => kind.Topic is not null);

    [Fact]
    public async Task An_optional_letter_says_how_it_is_stopped_and_stopped_it_does_not_leave_any_more_until_its_reader_wants_it_again()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster);
        await QueueAsync(story, "first");

        Assert.Equal(2, await story.DeliversAsync(r => r.Sent));
        var (receipt, letter) = (story.Tray[0], story.Tray[1]);
        var address = new Uri(Header(letter.Headers, "List-Unsubscribe")!.Trim('<', '>'));
        Assert.Equal("List-Unsubscribe=One-Click", Header(letter.Headers, "List-Unsubscribe-Post"));
        Assert.Contains(address.AbsoluteUri, letter.Text!, StringComparison.Ordinal);
        Assert.Contains(address.AbsoluteUri, letter.Html!, StringComparison.Ordinal);
        Assert.Null(Header(receipt.Headers, "List-Unsubscribe"));

        // Stopped while the next one waits already; the receipt of the same minute leaves.
        await QueueAsync(story, "second");
        await story.Martin.Buys(1, "BUS");
        var (structure, token) = (new StructureId(Guid.Parse(address.Segments[^2].Trim('/'))), Guid.Parse(address.Segments[^1]));
        var stops = story.Desk.Services.GetRequiredService<LetterStops>();
        Assert.True(await stops.SetAsync(structure, token, stopped: true, Stop));
        Assert.Equal((1, 1), await story.DeliversAsync(r => (r.Sent, r.Dropped)));
        Assert.Equal($"dropped: stopped by its reader: {Optional.Topic}", await story.Books.AskAsync<string>("select state || ': ' || last_error from outbox_letter where reference = 'second'"));

        Assert.True(await stops.SetAsync(structure, token, stopped: false, Stop));
        await QueueAsync(story, "third");
        Assert.Equal(1, await story.DeliversAsync(r => r.Sent));
        Assert.Equal(address.AbsoluteUri, Header(story.Tray[^1].Headers, "List-Unsubscribe")!.Trim('<', '>'));
        await story.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_reader_s_choice_is_that_of_one_person_and_one_topic_and_of_no_other_commune()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, bought: false);
        var desk = new StopDesk(story.Books.Database.Worker);
        var (zoe, camille) = (GuardianId.New(), GuardianId.New());
        var offers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.OfferAsync(story.Town.Structure, zoe, LetterTopic.News, Stop)));
        var stops = new LetterStops(story.Books.Database);

        Assert.Single(offers.Select(offer => offer.Token).Distinct());
        Assert.False(await stops.SetAsync(StructureId.New(), offers[0].Token, stopped: true, Stop));
        Assert.Null(await stops.FindAsync(StructureId.New(), offers[0].Token, Stop));
        Assert.True(await stops.SetAsync(story.Town.Structure, offers[0].Token, stopped: true, Stop));

        Assert.True((await desk.OfferAsync(story.Town.Structure, zoe, LetterTopic.News, Stop)).Stopped);
        Assert.False((await desk.OfferAsync(story.Town.Structure, zoe, LetterTopic.Reminders, Stop)).Stopped);
        Assert.False((await desk.OfferAsync(story.Town.Structure, camille, LetterTopic.News, Stop)).Stopped);
        var since = await stops.FindAsync(story.Town.Structure, offers[0].Token, Stop);
        await story.WaitsAsync(TimeSpan.FromDays(1));
        await stops.SetAsync(story.Town.Structure, offers[0].Token, stopped: true, Stop);
        Assert.Equal(since, await stops.FindAsync(story.Town.Structure, offers[0].Token, Stop));
    }

    private static async Task QueueAsync(DeliveryStory story, string reference)
    {
        await using var command = story.Books.Database.Worker.CreateCommand(
            """
            insert into outbox_letter (structure_id, name, reference, family_id, guardian_id, variables, state, attempts, queued_at, next_attempt_at)
            select g.structure_id, $1, $2, g.family_id, g.id, $3::jsonb, 'queued', 0, eticket_now(), eticket_now() from guardian g
            """);
        foreach (var value in new[] { Optional.Name, reference, SampleLetters.VariablesOf(Optional) })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Stop));
    }

    private static string? Header(IEnumerable<(string Name, string Value)> headers, string name) => headers.FirstOrDefault(h => h.Name == name).Value;
}
