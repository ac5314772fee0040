using ETicket.IntegrationTests.World;
using ETicket.Mail.Undelivered;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ETicket.IntegrationTests.Mail.Delivery;

/// <summary>« Courriers non remis » : what the postman gave up, and what a person makes of it.</summary>
public sealed class UndeliveredTests(Cluster cluster)
{
    private const string Unknown = "550 5.1.1 No such user";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Once_the_address_is_corrected_the_letter_is_sent_again_once_under_the_same_Message_ID()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line.StartsWith("RCPT TO:<parent@", StringComparison.Ordinal) ? Unknown : null);
        await story.DeliversAsync(r => r.Failed);
        var waiting = Assert.Single(await SeenAsync(story));
        Assert.Equal(("TopUpReceipt", UndeliveredReason.UnknownAddress, "parent@famille.example", "Martin", false), (waiting.Kind, waiting.Reason, waiting.Address, waiting.FamilyName, waiting.MayBeSentAgain));

        await Assert.ThrowsAsync<AddressUnchanged>(() => SendAgainAsync(story, waiting.Id));
        Assert.Equal("failed", await story.Books.AskAsync<string>("select state from outbox_letter"));
        await story.WritesAsync("email = 'camille@famille.example'");
        Assert.Equal(("camille@famille.example", true), Assert.Single(await SeenAsync(story)) is var corrected ? (corrected.Current, corrected.MayBeSentAgain) : default);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAgainAsync(story, waiting.Id)));
        Assert.Empty(await SeenAsync(story));
        Assert.Equal((1, 1), await story.DeliversAsync(r => (r.Taken, r.Sent)));
        await SendAgainAsync(story, waiting.Id);
        Assert.Equal(0, await story.DeliversAsync(r => r.Taken));

        var letter = Assert.Single(story.Tray);
        Assert.Equal(("camille@famille.example", await story.Books.AskAsync<string>("select message_id from outbox_letter")), (Assert.Single(letter.Recipients), letter.MessageId));
        Assert.Equal("Dominique", await story.Books.AskAsync<string>("select resolved_by from undelivered_letter where outcome is null"));
        await story.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Sent_again_for_nothing_the_letter_comes_back_with_all_its_attempts_behind_it()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "552 5.2.2 Full" : null);
        await story.DeliversAsync(r => r.Failed);

        await SendAgainAsync(story, Assert.Single(await SeenAsync(story)).Id);
        await story.WaitsAsync(TimeSpan.FromMinutes(1));
        await story.DeliversAsync(r => r.Failed);

        Assert.Equal(UndeliveredReason.FullMailbox, Assert.Single(await SeenAsync(story)).Reason);
        Assert.Equal((2L, 1L), (await story.Books.AskAsync<long>("select count(*) from undelivered_letter"), await story.Books.AskAsync<long>("select count(*) from undelivered_letter where resolved_at is null")));
    }

    [Fact]
    public async Task All_the_letters_of_one_reason_are_sent_again_together_once_but_those_whose_address_is_still_one_nobody_has()
    {
        var refuses = true;
        await using var story = await DeliveryStory.BeginAsync(cluster, line => refuses && line.StartsWith("RCPT", StringComparison.Ordinal) ? line.Contains("parent@", StringComparison.Ordinal) ? Unknown : "554 5.7.17 No" : null);
        for (var i = 0; i < 3; i++)
            await (await story.Town.OpensAFile($"Famille {i}", email: $"famille{i}@fournisseur.example")).Buys(1, "BUS");
        Assert.Equal(4, await story.DeliversAsync(r => r.Failed));
        var letters = story.Desk.Services.GetRequiredService<UndeliveredLetters>();
        await story.WaitsAsync(TimeSpan.FromDays(3));
        refuses = false;

        Assert.Equal([(UndeliveredReason.Blocked, 3)], await ReasonsAsync(story));
        Assert.Equal(0, await letters.SendAllAgainAsync(story.Town.Structure, UndeliveredReason.UnknownAddress, "Dominique", Stop));
        Assert.Equal(3, (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => letters.SendAllAgainAsync(story.Town.Structure, UndeliveredReason.Blocked, "Dominique", Stop)))).Sum());
        Assert.Empty(await story.Books.AlarmsAsync());
        Assert.Equal((3, 3), await story.DeliversAsync(r => (r.Taken, r.Sent)));
        await story.WritesAsync("email = 'camille@famille.example'");
        Assert.Equal([(UndeliveredReason.UnknownAddress, 1)], await ReasonsAsync(story));
        Assert.Equal(1, await letters.SendAllAgainAsync(story.Town.Structure, UndeliveredReason.UnknownAddress, "Dominique", Stop));

        Assert.Equal(1, await story.DeliversAsync(r => r.Sent));
        Assert.Equal(4, await story.Books.AskAsync<long>("select count(*) from undelivered_letter where resolved_by = 'Dominique' and outcome is null"));
        await story.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task What_the_family_may_have_already_and_what_is_over_is_not_sent_again_with_the_others_of_its_reason()
    {
        var refuses = true;
        await using var story = await DeliveryStory.BeginAsync(cluster, line => refuses && line.StartsWith("RCPT", StringComparison.Ordinal) ? "554 5.7.17 No" : null);
        var told = story.Books.Clock.GetUtcNow();
        foreach (var name in new[] { "Abadie", "Morel" })
            await (await story.Town.OpensAFile(name, email: $"{name}@fournisseur.example")).Buys(1, "BUS");
        await story.Martin.Owes(800, "cantine");
        Assert.Equal(4, await story.DeliversAsync(r => r.Failed));
        var letters = story.Desk.Services.GetRequiredService<UndeliveredLetters>();
        await ChangesAsync(story, "update outbox_letter o set expires_at = queued_at + interval '1 hour' from family f where f.id = o.family_id and f.name = 'Abadie'");
        await story.WaitsAsync(TimeSpan.FromHours(2));
        refuses = false;

        var together = Assert.Single(await TogetherAsync(story));
        Assert.Equal((UndeliveredReason.Blocked, 3), (together.Reason, together.Letters));
        Assert.Equal(["InvoiceAvailable", "TopUpReceipt"], together.Kinds);
        Assert.Equal(told, together.Oldest);
        await ChangesAsync(story, "update undelivered_letter u set reason = 'Unanswered' from outbox_letter o join family f on f.id = o.family_id where o.id = u.letter_id and f.name = 'Morel'");
        Assert.Equal([(UndeliveredReason.Blocked, 2)], await ReasonsAsync(story));
        Assert.Equal(0, await letters.SendAllAgainAsync(story.Town.Structure, UndeliveredReason.Unanswered, "Dominique", Stop));
        Assert.Equal(2, await letters.SendAllAgainAsync(story.Town.Structure, UndeliveredReason.Blocked, "Dominique", Stop));

        Assert.Equal((2, 2), await story.DeliversAsync(r => (r.Taken, r.Sent)));
        Assert.Equal(["Abadie", "Morel"], (await SeenAsync(story)).Select(l => l.FamilyName));
        await Assert.ThrowsAsync<LetterOver>(async () => await SendAgainAsync(story, (await SeenAsync(story))[0].Id));
        await SendAgainAsync(story, (await SeenAsync(story))[1].Id);
        Assert.Equal((1, 1), await story.DeliversAsync(r => (r.Taken, r.Sent)));
        await story.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_letter_set_aside_says_why_and_leaves_the_list_for_good()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line.StartsWith("RCPT", StringComparison.Ordinal) ? Unknown : null);
        await story.DeliversAsync(r => r.Failed);
        var waiting = Assert.Single(await SeenAsync(story));
        var letters = story.Desk.Services.GetRequiredService<UndeliveredLetters>();

        await Assert.ThrowsAsync<SetAsideWithoutReason>(() => letters.SetAsideAsync(story.Town.Structure, waiting.Id, "  ", "Dominique", Stop));
        Assert.Single(await SeenAsync(story));
        await letters.SetAsideAsync(story.Town.Structure, waiting.Id, " remise au guichet ", "Dominique", Stop);
        await letters.SetAsideAsync(story.Town.Structure, waiting.Id, "autre chose", "Claude", Stop);
        await story.WritesAsync("email = 'camille@famille.example'");
        await SendAgainAsync(story, waiting.Id);

        Assert.Empty(await SeenAsync(story));
        Assert.Equal(0, await story.DeliversAsync(r => r.Taken));
        Assert.Equal("remise au guichet, Dominique", await story.Books.AskAsync<string>("select outcome || ', ' || resolved_by from undelivered_letter"));
        await story.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task The_list_is_read_family_by_family_a_page_at_a_time_and_only_by_its_own_commune()
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, line => line.StartsWith("RCPT", StringComparison.Ordinal) ? Unknown : null, bought: false);
        foreach (var name in new[] { "Zola", "Abadie", "Morel" })
        {
            var family = await story.Town.OpensAFile(name);
            for (var i = 0; i < 40; i++)
                await family.Buys(1, "BUS");
        }
        while (await story.DeliversAsync(r => r.Taken) > 0)
        {
            // All of them, a hundred at a time.
        }
        var elsewhere = await Town.FoundAsync(story.Books, new TownPlan("ailleurs"));

        List<UndeliveredSeen> read = [];
        List<int> pages = [];
        for (var more = true; more;)
        {
            await using var work = await story.Books.Database.BeginAsync(story.Town.Structure, Stop);
            (var seen, more) = await UndeliveredList.PageAsync(work, read.LastOrDefault()?.Id ?? 0, Stop);
            read.AddRange(seen);
            pages.Add(seen.Count);
            // Seen to on the way, the last letter of a page still says where the next one begins.
            await story.Desk.Services.GetRequiredService<UndeliveredLetters>().SetAsideAsync(story.Town.Structure, seen[^1].Id, "vue", "Dominique", Stop);
        }

        Assert.Equal([50, 50, 20], pages);
        Assert.Equal(120, read.Select(l => l.Id).Distinct().Count());
        Assert.Equal(["Abadie", "Morel", "Zola"], read.Select(l => l.FamilyName).Distinct());
        Assert.Equal([.. read.OrderBy(l => l.FamilyName, StringComparer.Ordinal).ThenBy(l => l.Id)], read);
        await using var other = await story.Books.Database.BeginAsync(elsewhere.Structure, Stop);
        Assert.Equal((0, 0), (await UndeliveredList.CountAsync(other, Stop), (await UndeliveredList.PageAsync(other, 0, Stop)).Seen.Count));
        await story.Desk.Services.GetRequiredService<UndeliveredLetters>().SendAgainAsync(elsewhere.Structure, read[0].Id, "Intrus", Stop);
        Assert.Equal(117L, await story.Books.AskAsync<long>("select count(*) from undelivered_letter where resolved_at is null"));
    }

    private static async Task<IReadOnlyList<(UndeliveredReason, int)>> ReasonsAsync(DeliveryStory story) => [.. (await TogetherAsync(story)).Select(r => (r.Reason, r.Letters))];

    private static async Task<IReadOnlyList<UndeliveredTogether>> TogetherAsync(DeliveryStory story)
    {
        await using var work = await story.Books.Database.BeginAsync(story.Town.Structure, Stop);
        return await story.Desk.Services.GetRequiredService<UndeliveredLetters>().TogetherAsync(work, Stop);
    }

    private static async Task<IReadOnlyList<UndeliveredSeen>> SeenAsync(DeliveryStory story)
    {
        await using var work = await story.Books.Database.BeginAsync(story.Town.Structure, Stop);
        var (seen, _) = await UndeliveredList.PageAsync(work, 0, Stop);
        Assert.Equal(seen.Count, await UndeliveredList.CountAsync(work, Stop));
        return seen;
    }

    private static async Task ChangesAsync(DeliveryStory story, string change)
    {
        await using var owner = NpgsqlDataSource.Create(story.Books.Admin);
        await using var command = owner.CreateCommand(change);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Stop));
    }

    private static Task SendAgainAsync(DeliveryStory story, long id) =>
        story.Desk.Services.GetRequiredService<UndeliveredLetters>().SendAgainAsync(story.Town.Structure, id, "Dominique", Stop);
}
