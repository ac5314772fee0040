using ETicket.Families;
using ETicket.Families.Changes;
using ETicket.Families.Dossier;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;

namespace ETicket.IntegrationTests.Families;

/// <summary>Of a validated file, what the mairie has to agree to is asked for: it counts once it was accepted, and not a moment before.</summary>
public sealed class ChangesTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R46_A_change_after_validation_waits_with_old_and_new_and_counts_once_accepted()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var decisions = new Decisions(books.Database, new PortalAddress());

        await martin.Saves(await martin.Card(CardKind.Child), (Fields.LastName, "Martin-Petit"), (Fields.BornOn, "23/08/2019"), (nameof(FamilyChild.Note), "Marche seul"));

        var asked = (await martin.Reads()).Changes.OrderBy(c => c.Field, StringComparer.Ordinal).ToList();
        Assert.Equal([(Fields.BornOn, "", "2019-08-23", "camille"), (Fields.LastName, "Martin", "Martin-Petit", "camille")], asked.Select(c => (c.Field, c.OldValue, c.NewValue, c.AskedBy)));
        var child = await martin.Card(CardKind.Child);
        Assert.Equal(("Martin", "", "Marche seul"), (child[Fields.LastName], child[Fields.BornOn], child[nameof(FamilyChild.Note)]));
        await decisions.AcceptAsync(town.Structure, asked[0].Id, "mairie", Stop);
        await Assert.ThrowsAsync<ReasonMissing>(() => decisions.RefuseAsync(town.Structure, asked[1].Id, "mairie", " ", Stop));
        await decisions.RefuseAsync(town.Structure, asked[1].Id, "mairie", "Apportez le livret de famille.", Stop);
        child = await martin.Card(CardKind.Child);
        Assert.Equal(("Martin", "2019-08-23"), (child[Fields.LastName], child[Fields.BornOn]));
        Assert.Equal([ChangeState.Accepted, ChangeState.Refused], (await martin.Reads()).Changes.OrderBy(c => c.Field, StringComparer.Ordinal).Select(c => c.State));
        foreach (var change in asked)
        {
            await Assert.ThrowsAsync<ChangeOver>(() => decisions.AcceptAsync(town.Structure, change.Id, "mairie", Stop));
            await Assert.ThrowsAsync<ChangeOver>(() => new FileChanges(books.Database).WithdrawAsync(town.Structure, martin.Id, change.Id, "camille", Stop));
        }
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R46_Two_changes_of_one_field_are_one_request_the_last_and_it_is_withdrawn()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var changes = new FileChanges(books.Database);

        foreach (var grade in new[] { "CP", "CE1", "CE1" })
            await martin.Saves(await martin.Card(CardKind.Child), (nameof(Child.Grade), grade));
        // Saved for something else, the card sends what is kept: the request stays.
        await martin.Saves(await martin.Card(CardKind.Child), (nameof(FamilyChild.Note), "Marche seul"));

        var asked = Assert.Single((await martin.Reads()).Changes);
        Assert.Equal(("CE1", ChangeState.Pending, 1L), (asked.NewValue, asked.State, await books.AskAsync<long>("select count(*) from file_change")));
        await changes.WithdrawAsync(town.Structure, martin.Id, asked.Id, "camille", Stop);
        await changes.WithdrawAsync(town.Structure, martin.Id, asked.Id, "camille", Stop);
        await Assert.ThrowsAsync<ChangeOver>(() => new Decisions(books.Database, new PortalAddress()).AcceptAsync(town.Structure, asked.Id, "mairie", Stop));
        Assert.Equal(("", ChangeState.Withdrawn), ((await martin.Card(CardKind.Child))[nameof(Child.Grade)], Assert.Single((await martin.Reads()).Changes).State));
    }

    [Fact]
    public async Task R46_A_value_that_changed_meanwhile_is_not_overwritten_and_a_request_is_answered_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var decisions = new Decisions(books.Database, new PortalAddress());
        await martin.Saves(await martin.Card(CardKind.Guardian), (Fields.FirstName, "Dominique"), (Fields.Pays, "true"));
        var asked = (await martin.Reads()).Changes;
        await using (var written = books.Owner.CreateCommand("update guardian set first_name = 'Camille-Anne'"))
            await written.ExecuteNonQueryAsync(Stop);

        var late = await Assert.ThrowsAsync<FieldChangedMeanwhile>(() => decisions.AcceptAsync(town.Structure, asked.Single(c => c.Field == Fields.FirstName).Id, "mairie", Stop));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => await Record.ExceptionAsync(() => decisions.AcceptAsync(town.Structure, asked.Single(c => c.Field == Fields.Pays).Id, "mairie", Stop))));

        Assert.Contains("Camille-Anne", late.Sentence, StringComparison.Ordinal);
        Assert.Equal((1, 3), (answers.Count(a => a is null), answers.Count(a => a is ChangeOver)));
        var file = await martin.Reads();
        Assert.Equal(("Camille-Anne Martin", ChangeState.Pending), (file.Payer?.Name, file.Changes.Single(c => c.Field == Fields.FirstName).State));
    }

    [Fact]
    public async Task R15_R46_The_requests_of_a_home_are_its_own()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (mother, father) = await town.TwoHomes();
        await mother.Saves(await mother.Card(CardKind.Child), (nameof(Child.BirthPlace), "CANARI"));
        var hers = Assert.Single((await mother.Reads()).Changes);

        await father.Saves(await father.Card(CardKind.Child), (nameof(Child.BirthPlace), "Belley"));

        Assert.Equal("Belley", Assert.Single((await father.Reads()).Changes).NewValue);
        await Assert.ThrowsAsync<UnknownChange>(() => new FileChanges(books.Database).WithdrawAsync(town.Structure, father.Id, hers.Id, "dominique", Stop));
        Assert.Equal(("CANARI", ChangeState.Pending), (Assert.Single((await mother.Reads()).Changes).NewValue, Assert.Single((await mother.Reads()).Changes).State));
        await books.ShouldBeHealthyAsync();
    }
}
