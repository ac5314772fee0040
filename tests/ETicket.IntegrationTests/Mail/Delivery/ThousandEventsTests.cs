using System.Globalization;
using ETicket.Families;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;

namespace ETicket.IntegrationTests.Mail.Delivery;

/// <summary>A thousand facts, and a mail server in every mood: none of their letters is lost, and only the server's silence makes a second copy.</summary>
[Collection(nameof(LongStories))]
public sealed class ThousandEventsTests(Cluster cluster)
{
    private const int Events = 1000;

    /// <summary>Families by the mood the server has for them; all others are easy.</summary>
    private static readonly IReadOnlyDictionary<string, int> Moods = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["grey"] = 12,
        ["bad"] = 4,
        ["stall"] = 4,
        ["lost"] = 6,
        ["mute"] = 1,
        ["gone"] = 1,
        ["easy"] = 72,
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task E8_E9_E10_E11_A_thousand_events_through_a_server_that_greylists_refuses_stalls_and_loses_its_last_answer()
    {
        await using var server = await RealServer.StartAsync();
        await using var story = await DeliveryStory.BeginAsync(cluster, bought: false, settings: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Mail:Port"] = server.Port.ToString(CultureInfo.InvariantCulture),
            ["Mail:Patience"] = "00:00:06",
        });
        await HappenAsync(story);

        for (var round = 0; await story.Books.AskAsync<long>("select count(*) from outbox_letter where state in ('queued', 'sending')") > 0; round++)
        {
            Assert.True(round < 200, "The queue does not empty.");
            await story.DeliversAsync(r => r.Taken);
            await story.WaitsAsync(TimeSpan.FromMinutes(8));
        }

        var letters = await story.Books.ListAsync(
            story.Town.Structure, "select o.message_id, o.state, split_part(g.email, '-', 1) from outbox_letter o join guardian g on g.id = o.guardian_id",
            row => (Id: row.GetString(0), State: row.GetString(1), Mood: row.GetString(2)));
        var copies = server.Taken.GroupBy(m => m.MessageId, StringComparer.Ordinal).ToDictionary(m => m.Key, m => m.ToList(), StringComparer.Ordinal);
        Assert.Equal(Events, letters.Count);
        Assert.Equal(Events, letters.Select(l => l.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(letters, l => Assert.Equal(l.Mood is "bad" or "gone" ? "failed" : "sent", l.State));
        // One copy was answered, and any before it was not: a second one is only ever the server's silence.
        Assert.All(letters.Where(l => l.Mood != "mute"), l => Assert.Equal(l.Mood switch { "bad" => "", "gone" => "nn", "lost" => "ny", _ => "y" }, Answers(l.Id)));
        Assert.Equal(["ny", .. Enumerable.Repeat("y", 9)], letters.Where(l => l.Mood == "mute").Select(l => Answers(l.Id)).Order(StringComparer.Ordinal));
        Assert.All(server.Taken, m => Assert.Empty(m.Defects));
        Assert.Equal(
            letters.Where(l => l.State == "failed").GroupBy(l => l.Mood, StringComparer.Ordinal).ToDictionary(g => g.Key == "bad" ? "UnknownAddress" : "Unanswered", g => g.Count(), StringComparer.Ordinal),
            (await story.Books.ListAsync(story.Town.Structure, "select reason from undelivered_letter", row => row.GetString(0))).GroupBy(r => r, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal));
        await story.Books.ShouldBeHealthyAsync();

        string Answers(string id) => string.Concat((copies.GetValueOrDefault(id) ?? []).Select(copy => copy.Answered ? 'y' : 'n'));
    }

    /// <summary>Ten facts for each of a hundred families, each in a transaction of its own with its letter.</summary>
    private static async Task HappenAsync(DeliveryStory story)
    {
        NewFamily[] families =
        [
            .. Moods.SelectMany(mood => Enumerable.Range(1, mood.Value).Select(i => (mood.Key, i))).Select((family, number) => new NewFamily(
                FamilyId.New(), $"M{number:D4}", $"Lefèvre {number}", [new(GuardianId.New(), "Zoë", $"Lefèvre {number}", $"{family.Key}-{family.i}@famille.example")], [])),
        ];
        await new FamilyFiles(story.Books.Database).OpenAsync(story.Town.Structure, families, Stop);
        for (var fact = 0; fact < Events; fact++)
        {
            // The moods one after the other, as they come in life.
            var family = families[fact * 37 % families.Length];
            await using var work = await story.Books.Database.BeginAsync(story.Town.Structure, Stop);
            await Outbox.AddAsync(
                work.Transaction, new Addressee(story.Town.Structure, family.Id, family.Guardians[0].Id), $"fact-{fact}",
                // It leaves at any hour, so that the waits are the server's alone.
                new NotBoarded("Port-Sainte-Foy", family.Name, "Zoë", "Lou", "Ligne 2", $"Arrêt {fact}", story.Books.Clock.GetUtcNow(), null, "https://portail.example/"), Stop);
            await work.CommitAsync(Stop);
        }
    }
}
