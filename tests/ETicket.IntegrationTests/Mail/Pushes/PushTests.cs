using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using ETicket.IntegrationTests.Mail.Delivery;
using ETicket.IntegrationTests.World;
using ETicket.Mail.Letters;
using ETicket.Mail.Pushes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ETicket.IntegrationTests.Mail.Pushes;

/// <summary>A phone is told that a message waits, instead of a letter, and nothing of what it says; where no phone takes it, the letter leaves.</summary>
public sealed class PushTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static LetterKind Optional => LetterBook.All.First(kind => kind.Topic is not null);

    [Fact]
    public void The_reader_of_these_tests_reads_the_example_of_RFC_8291()
    {
        var point = Base64Url.DecodeFromChars("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        using var key = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = Base64Url.DecodeFromChars("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"),
            Q = new() { X = point[1..33], Y = point[33..] },
        });
        var body = Base64Url.DecodeFromChars(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");

        Assert.Equal("When I grow up, I want to be a watermelon", new PushBrowser(key, Base64Url.DecodeFromChars("BTBZMqHH6r4Tts7J_aSIgg")).Read(body));
    }

    [Fact]
    public async Task R192_R194_What_was_asked_for_by_notification_rings_once_on_each_phone_and_says_nothing_of_the_family_and_no_letter_leaves()
    {
        await using var service = await PushService.OpenAsync();
        await using var story = await DeliveryStory.BeginAsync(cluster, bought: false, settings: service.Settings);
        var (phone, tablet) = (new PushBrowser(), new PushBrowser());
        await AsksAsync(story, service, ("telephone", phone), ("tablette", tablet));
        await QueueAsync(story, "first");

        Assert.Equal((0, 1), await story.DeliversAsync(r => (r.Sent, r.Dropped)));

        Assert.Empty(story.Tray);
        Assert.Equal($"dropped: told on a phone: {Optional.Topic}", await StateAsync(story, "first"));
        Assert.Equal(["/telephone", "/tablette"], service.Taken.Select(t => t.Path));
        Assert.All(service.Taken, t => Assert.Equal(("aes128gcm", "86400"), (t.Encoding, t.TimeToLive)));
        foreach (var (taken, browser) in service.Taken.Zip([phone, tablet]))
        {
            var said = JsonSerializer.Deserialize<Dictionary<string, string>>(browser.Read(taken.Body))!;
            Assert.Equal(new() { ["title"] = "eTicket", ["body"] = "Un message vous attend sur votre portail famille." }, said);
            var (_, subject, life) = service.Signed(taken.Authorization);
            Assert.Equal("mailto:exploitant@commune.example", subject);
            Assert.InRange(life, TimeSpan.Zero, TimeSpan.FromHours(24));
        }
        await story.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_phone_its_service_knows_no_more_is_forgotten_and_where_none_takes_it_the_letter_leaves_by_mail()
    {
        await using var service = await PushService.OpenAsync();
        await using var story = await DeliveryStory.BeginAsync(cluster, bought: false, settings: service.Settings);
        foreach (var (path, status) in new[] { ("/parti", 410), ("/inconnu", 404), ("/panne", 503), ("/ailleurs", 307) })
            service.Answers[path] = status;
        await AsksAsync(story, service, ("parti", new()), ("inconnu", new()), ("panne", new()), ("ailleurs", new()));
        await QueueAsync(story, "first");

        Assert.Equal((1, 0), await story.DeliversAsync(r => (r.Sent, r.Dropped)));

        Assert.Single(story.Tray);
        Assert.Equal(4, service.Taken.Count);
        await using (var left = story.Books.Database.Worker.CreateCommand("select string_agg(split_part(endpoint, '/', 4), ',' order by endpoint) from push_subscription"))
            Assert.Equal("ailleurs,panne", await left.ExecuteScalarAsync(Stop));

        // Stopped, it rings nowhere either.
        await using (var owner = NpgsqlDataSource.Create(story.Books.Logins.Owner))
        await using (var stopped = owner.CreateCommand("update letter_stop set stopped_at = eticket_now()"))
            Assert.Equal(1, await stopped.ExecuteNonQueryAsync(Stop));
        await QueueAsync(story, "second");
        Assert.Equal((0, 1), await story.DeliversAsync(r => (r.Sent, r.Dropped)));
        Assert.Equal(4, service.Taken.Count);
    }

    [Fact]
    public async Task G18_Nothing_but_a_known_service_is_ever_called_whatever_address_a_browser_gave()
    {
        await using var service = await PushService.OpenAsync();
        await using var stranger = await PushService.OpenAsync();
        await using var story = await DeliveryStory.BeginAsync(cluster, bought: false, settings: service.Settings);
        var transport = story.Desk.Services.GetRequiredService<IPushTransport>();
        var browser = new PushBrowser();

        foreach (var address in new[] { $"{stranger.Address}x", "http://127.0.0.1/x", "http://169.254.169.254/latest/meta-data", "file:///etc/passwd", "https://fcm.googleapis.com.commune.example/x", "" })
            Assert.Equal(PushAnswer.Failed, await transport.SendAsync(new(address, browser.PublicKey, browser.Secret), PushBell.Words, Stop));

        Assert.Empty(stranger.Taken);
        Assert.Empty(service.Taken);
        foreach (var keys in new[] { ("", ""), ("BA", "x"), (browser.PublicKey, "") })
            Assert.Equal(PushAnswer.Failed, await transport.SendAsync(new($"{service.Address}x", keys.Item1, keys.Item2), PushBell.Words, Stop));
    }

    /// <summary>Of the only adult of the family: such letters by notification, on these devices.</summary>
    private static async Task AsksAsync(DeliveryStory story, PushService service, params (string Path, PushBrowser Browser)[] devices)
    {
        await using var owner = NpgsqlDataSource.Create(story.Books.Logins.Owner);
        await using (var choice = owner.CreateCommand("insert into letter_stop (structure_id, guardian_id, topic, token, by_push) select structure_id, id, $1, gen_random_uuid(), true from guardian"))
        {
            choice.Parameters.Add(new() { Value = Optional.Topic.ToString()! });
            Assert.Equal(1, await choice.ExecuteNonQueryAsync(Stop));
        }
        foreach (var (path, browser) in devices)
        {
            await using var add = owner.CreateCommand(
                "insert into push_subscription (structure_id, id, login_id, guardian_id, endpoint, public_key, secret, made_at) select structure_id, gen_random_uuid(), gen_random_uuid(), id, $1, $2, $3, clock_timestamp() from guardian");
            foreach (var value in new[] { $"{service.Address}{path}", browser.PublicKey, browser.Secret })
                add.Parameters.Add(new() { Value = value });
            Assert.Equal(1, await add.ExecuteNonQueryAsync(Stop));
        }
    }

    private static async Task QueueAsync(DeliveryStory story, string reference)
    {
        await using var command = story.Books.Database.Worker.CreateCommand(
            """
            insert into outbox_letter (structure_id, name, reference, family_id, guardian_id, variables, state, attempts, queued_at, next_attempt_at)
            select g.structure_id, $1, $2, g.family_id, g.id, $3::jsonb, 'queued', 0, eticket_now(), eticket_now() from guardian g
            """);
        foreach (var value in new[] { Optional.Name, reference, SampleLetters.VariablesOf(Optional) })
            command.Parameters.Add(new() { Value = value });
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Stop));
    }

    private static Task<string> StateAsync(DeliveryStory story, string reference) => story.Books.AskAsync<string>("select state || ': ' || last_error from outbox_letter where reference = $1", reference);
}
