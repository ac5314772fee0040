using ETicket.Families;
using ETicket.Families.Health;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Persistence.Sealing;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ETicket.IntegrationTests.Families;

/// <summary>What a family entrusts of a child's health: sealed, opened by its homes alone, each opening noted, the last writer told.</summary>
public sealed class HealthTests(Cluster cluster)
{
    private const string Secret = "CANARY-SANTE arachide";

    private static readonly HealthCard Filled = new(Secret, "Trousse d’urgence chez la directrice", true, false, "Asthme à l’effort\nDr CANARY-SANTE");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R240_R246_R33_A_card_is_sealed_in_the_database_and_each_reading_is_noted_with_its_reader()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 2);
        var (health, parent, child) = (Cards(books), Reader(martin), martin.Children[0]);

        var before = await health.ReadAsync(parent, child, Stop);
        Assert.True(await health.SaveAsync(parent, child, before!.Version, Filled, Stop));
        var after = await health.ReadAsync(parent, child, Stop);

        Assert.Equal((HealthCard.Blank, (DateTimeOffset?)null), (before.Card, before.WrittenAt));
        Assert.Equal((Filled, (DateTimeOffset?)books.Clock.GetUtcNow()), (after!.Card, after.WrittenAt));
        Assert.Equal(HealthCard.Blank, (await health.ReadAsync(parent, martin.Children[1], Stop))!.Card);
        Assert.Empty(await Canary.TablesThatHoldAsync(books.Logins.Owner, "CANARY-SANTE"));
        Assert.Equal(["Family parent", "Change parent", "Family parent"], await NotedAsync(books, child));
        Assert.Equal(nameof(HealthCard), $"{Filled}");
        Assert.DoesNotContain("CANARY", $"{after}", StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R33_A_reading_that_cannot_be_noted_shows_nothing()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await Cards(books).SaveAsync(Reader(martin), martin.Children[0], "", Filled, Stop);
        await RunAsync(books, "alter table health_read add constraint full_book check (purpose <> 'Family') not valid");

        await Assert.ThrowsAsync<PostgresException>(() => Cards(books).ReadAsync(Reader(martin), martin.Children[0], Stop));
    }

    [Fact]
    public async Task R33_A_sealed_card_moved_to_another_child_or_opened_with_another_key_does_not_open()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 2);
        var (health, parent) = (Cards(books), Reader(martin));
        await health.SaveAsync(parent, martin.Children[0], "", Filled, Stop);
        await health.SaveAsync(parent, martin.Children[1], "", HealthCard.Blank, Stop);

        await Assert.ThrowsAsync<SealBroken>(() => Cards(books, "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=").ReadAsync(parent, martin.Children[0], Stop));
        await RunAsync(books, $"update health_record set sealed = (select sealed from health_record where child_id = '{martin.Children[0]}') where child_id = '{martin.Children[1]}'");
        await Assert.ThrowsAsync<SealBroken>(() => health.ReadAsync(parent, martin.Children[1], Stop));

        Assert.Equal(Filled, (await health.ReadAsync(parent, martin.Children[0], Stop))!.Card);
    }

    [Fact]
    public async Task R33_Both_homes_of_a_child_read_and_write_its_one_card_and_a_stranger_finds_none()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var ((martin, petit), stranger) = (await town.TwoHomes(), await town.OpensAFile("Autre"));
        var (health, child) = (Cards(books), martin.Children[0]);

        await health.SaveAsync(Reader(martin), child, "", Filled, Stop);
        var seen = await health.ReadAsync(Reader(petit), child, Stop);
        await health.SaveAsync(Reader(petit), child, seen!.Version, Filled with { Treatment = false }, Stop);

        Assert.Equal(Filled, seen.Card);
        Assert.False((await health.ReadAsync(Reader(martin), child, Stop))!.Card.Treatment);
        Assert.Null(await health.ReadAsync(Reader(stranger), child, Stop));
        Assert.Null(await health.ReadAsync(Reader(martin), new ChildId(Guid.NewGuid()), Stop));
        Assert.False(await health.SaveAsync(Reader(stranger), child, "", HealthCard.Blank, Stop));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from health_read where family_id = $1", stranger.Id.Value));
        var elsewhere = await Town.FoundAsync(books, new TownPlan("ailleurs"));
        Assert.Null(await health.ReadAsync(Reader(martin) with { Structure = elsewhere.Structure }, child, Stop));
    }

    [Fact]
    public async Task R33_Whoever_writes_on_a_card_that_changed_is_told_and_the_same_card_again_changes_nothing()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var (health, parent, child) = (Cards(books), Reader(martin), martin.Children[0]);
        var opened = (await health.ReadAsync(parent, child, Stop))!.Version;

        await health.SaveAsync(parent, child, opened, Filled, Stop);
        var first = (await health.ReadAsync(parent, child, Stop))!;
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(5));
        await Assert.ThrowsAsync<HealthChangedMeanwhile>(() => health.SaveAsync(parent, child, opened, HealthCard.Blank, Stop));
        // The button pressed twice.
        Assert.True(await health.SaveAsync(parent, child, opened, Filled, Stop));

        Assert.Equal(first, await health.ReadAsync(parent, child, Stop));
    }

    [Fact]
    public async Task R33_Of_twenty_who_write_one_card_at_once_one_is_kept_and_nineteen_are_told()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var (health, parent, child) = (Cards(books), Reader(martin), martin.Children[0]);

        for (var round = 0; round < 2; round++)
        {
            var version = (await health.ReadAsync(parent, child, Stop))!.Version;
            var told = 0;
            await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
            {
                try
                {
                    await health.SaveAsync(parent, child, version, Filled with { CarePlan = $"{round} {i}" }, Stop);
                }
                catch (HealthChangedMeanwhile)
                {
                    Interlocked.Increment(ref told);
                }
            }));
            Assert.Equal(19, told);
        }
    }

    [Fact]
    public async Task R58_While_the_mairie_reads_the_file_its_cards_are_read_and_not_written()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var (health, parent, child, files) = (Cards(books), Reader(martin), martin.Children[0], new FamilyFiles(books.Database));
        await health.SaveAsync(parent, child, "", Filled, Stop);

        await files.SetStateAsync(town.Structure, martin.Id, FileState.Sent, Stop);
        var sheet = (await health.ReadAsync(parent, child, Stop))!;
        await Assert.ThrowsAsync<HealthFileIsRead>(() => health.SaveAsync(parent, child, sheet.Version, HealthCard.Blank, Stop));
        Assert.Equal((Filled, true), (sheet.Card, sheet.ReadOnly));
        foreach (var state in new[] { FileState.ToSend, FileState.ToComplete, FileState.Validated })
        {
            await files.SetStateAsync(town.Structure, martin.Id, state, Stop);
            sheet = (await health.ReadAsync(parent, child, Stop))!;
            await health.SaveAsync(parent, child, sheet.Version, Filled with { Observations = $"{state}" }, Stop);
        }

        Assert.Equal(nameof(FileState.Validated), (await health.ReadAsync(parent, child, Stop))!.Card.Observations);
    }

    [Theory]
    [InlineData("  Arachide \r\n noix ", "Arachide \n noix")]
    [InlineData("Pe\u0301nicilline", "Pénicilline")]
    [InlineData("<script>alert(1)</script> '; drop table child", "<script>alert(1)</script> '; drop table child")]
    [InlineData("👩‍⚕️ à prévenir", "👩‍⚕️ à prévenir")]
    [InlineData("sonnette\u0007", null)]
    [InlineData("fin\u0000", null)]
    [InlineData("gniknird \u202E drinking", null)]
    public async Task R33_A_text_is_kept_as_it_was_written_or_refused(string typed, string? kept)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var (health, parent, child) = (Cards(books), Reader(martin), martin.Children[0]);

        if (kept is null)
            Assert.Equal(HealthField.Observations, (await Assert.ThrowsAsync<HealthTextUnreadable>(() => health.SaveAsync(parent, child, "", Filled with { Observations = typed }, Stop))).Field);
        else
            await health.SaveAsync(parent, child, "", Filled with { Observations = typed }, Stop);
        await Assert.ThrowsAsync<HealthTextUnreadable>(() => health.SaveAsync(parent, child, "", Filled with { CarePlan = "demi-lettre " + '\ud83d' }, Stop));
        Assert.Equal(HealthField.Allergies, (await Assert.ThrowsAsync<HealthTextTooLong>(() => health.SaveAsync(parent, child, "", Filled with { Allergies = new string('a', 501) }, Stop))).Field);

        Assert.Equal(kept ?? "", (await health.ReadAsync(parent, child, Stop))!.Card.Observations);
    }

    private static HealthRecords Cards(Books books, string key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=") => new(books.Database, new Vault(Options.Create(new VaultOptions { Keys = [key] })));

    private static HealthReader Reader(FamilyFile family) => new(family.Town.Structure, family.Id, Guid.NewGuid(), "parent");

    private static async Task<IReadOnlyList<string>> NotedAsync(Books books, ChildId child) =>
        await books.AskAsync<string[]>("select array_agg(purpose || ' ' || read_by order by id) from health_read where child_id = $1", child.Value);

    private static async Task RunAsync(Books books, string sql)
    {
        await using var command = books.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
