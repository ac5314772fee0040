using ETicket.Bulletin.Questions;
using ETicket.IntegrationTests.Families;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Persistence.Sealing;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ETicket.IntegrationTests.Bulletin;

/// <summary>A family asks, the mairie answers once: both sealed, the readings noted, the letter without a word of either.</summary>
public sealed class QuestionsTests(Cluster cluster)
{
    private const string Secret = "CANARY-QUESTION épilepsie";
    private const string Reply = "CANARY-REPONSE";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_is_sealed_read_by_its_family_and_the_mairie_answered_once_and_told_without_its_words()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, beta) = (await Town.FoundAsync(books, new TownPlan("alpha")), await Town.FoundAsync(books, new TownPlan("beta")));
        var (martin, other) = (await town.OpensAFile("Martin"), await town.OpensAFile("Leroy"));
        await martin.JoinedBy("Alix", "alix@famille.example");
        var desk = Desk(books);
        QuestionWish wish = new(Guid.NewGuid(), town.Activity("cantine"), Secret);
        QuestionReader staff = new(town.Structure, Guid.NewGuid(), "mairie");
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => desk.AskAsync(new(town.Structure, martin.Id, "camille"), wish, Stop)));

        var asked = Assert.Single(await desk.OfFamilyAsync(town.Structure, martin.Id, Stop));
        Assert.Equal((Secret, "cantine", null), (asked.Text, asked.Service, asked.Answer));
        Assert.Empty(await desk.OfFamilyAsync(town.Structure, other.Id, Stop));
        await Assert.ThrowsAsync<QuestionKeyUsed>(() => desk.AskAsync(new(town.Structure, other.Id, "leroy"), wish, Stop));
        await Assert.ThrowsAsync<QuestionServiceUnknown>(() => desk.AskAsync(new(town.Structure, martin.Id, "camille"), new(Guid.NewGuid(), beta.Activity("cantine"), "?"), Stop));
        Assert.Null(await desk.OpenAsync(new(beta.Structure, Guid.NewGuid(), "voisin"), wish.Key, Stop));
        Assert.False(await desk.AnswerAsync(new(beta.Structure, Guid.NewGuid(), "voisin"), wish.Key, Reply, Stop));
        Assert.Equal(Secret, (await desk.OpenAsync(staff, wish.Key, Stop))!.Text);

        var answers = await Task.WhenAll(new[] { Reply, "autre", "encore" }.Select(async text => await Record.ExceptionAsync(() => desk.AnswerAsync(staff, wish.Key, text, Stop))));
        Assert.Equal((1, 2), (answers.Count(a => a is null), answers.Count(a => a is AnsweredAlready)));
        var given = (await desk.OpenAsync(staff, wish.Key, Stop))!.Answer!;
        Assert.True(await desk.AnswerAsync(staff, wish.Key, given, Stop));
        Assert.Equal(given, Assert.Single(await desk.OfFamilyAsync(town.Structure, martin.Id, Stop)).Answer);
        Assert.Equal(["Alix", "Camille"], await books.AskAsync<string[]>(
            "select array_agg(g.first_name order by g.first_name) from outbox_letter o join guardian g on g.id = o.guardian_id where o.name = 'MessageAnswered'"));
        Assert.Equal(["mairie", "mairie"], await books.AskAsync<string[]>("select array_agg(read_by) from question_read"));
        Assert.Empty(await Canary.TablesThatHoldAsync(books.Logins.Owner, "CANARY"));
        Assert.DoesNotContain("CANARY", $"{asked} {wish}", StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_sealed_question_moved_to_another_family_does_not_open_and_a_family_has_twenty_that_wait_at_most()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, other) = (await town.OpensAFile("Martin"), await town.OpensAFile("Leroy"));
        var desk = Desk(books);
        for (var n = 0; n < QuestionDesk.MostWaiting; n++)
            await desk.AskAsync(new(town.Structure, martin.Id, "camille"), new(Guid.NewGuid(), null, $"Question {n}"), Stop);

        await Assert.ThrowsAsync<TooManyQuestions>(() => desk.AskAsync(new(town.Structure, martin.Id, "camille"), new(Guid.NewGuid(), null, "Une de trop"), Stop));
        await using (var owner = NpgsqlDataSource.Create(books.Logins.Owner))
        await using (var move = owner.CreateCommand("update question set family_id = $1"))
        {
            move.Parameters.Add(new() { Value = other.Id.Value });
            Assert.Equal(QuestionDesk.MostWaiting, await move.ExecuteNonQueryAsync(Stop));
        }
        await Assert.ThrowsAsync<SealBroken>(() => desk.OfFamilyAsync(town.Structure, other.Id, Stop));
    }

    private static QuestionDesk Desk(Books books) =>
        new(books.Database, new Vault(Options.Create(new VaultOptions { Keys = ["MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="] })), new PortalAddress());
}
