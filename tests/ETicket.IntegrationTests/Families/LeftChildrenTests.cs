using ETicket.Families;
using ETicket.Families.Documents;
using ETicket.Families.Dossier;
using ETicket.Families.Health;
using ETicket.Families.Photos;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Persistence.Sealing;
using ETicket.Planning.Feeds;
using ETicket.UnitTests.Families;
using Microsoft.Extensions.Options;

namespace ETicket.IntegrationTests.Families;

/// <summary>A child taken out of one of its two files: that home reads nothing of it any more, and the other home goes on as before.</summary>
public sealed class LeftChildrenTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R33_R52_R103_The_home_a_child_left_reads_no_card_no_photo_no_agenda_and_sends_no_paper_of_it_until_the_child_is_back()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (mother, father) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"));
        var vault = new Vault(Options.Create(new VaultOptions { Keys = ["MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="] }));
        var (health, photos, documents, feeds) = (new HealthRecords(books.Database, vault), new ChildPhotos(books.Database, vault), new FamilyDocuments(books.Database, vault, new PortalAddress()), new CalendarFeeds(books.Database));
        await mother.Stands(FileState.ToSend);
        await father.Stands(FileState.ToSend);
        var zoe = new ChildId(await mother.Adds(CardKind.Child, (Fields.FirstName, "Zoé"), (Fields.LastName, "Martin")));
        await WritesAsync(books, "insert into family_child (structure_id, family_id, child_id) select structure_id, $1, $2 from child where id = $2", father, zoe);
        var (hers, his) = (Reader(mother), Reader(father));
        await health.SaveAsync(hers, zoe, "", HealthCard.Blank with { Allergies = "CANARY-SANTE" }, Stop);
        var (herPlace, hisPlace) = (new PhotoPlace(town.Structure, mother.Id, zoe), new PhotoPlace(town.Structure, father.Id, zoe));
        foreach (var place in new[] { herPlace, hisPlace })
            Assert.True(await photos.SendAsync(place, "parent", new("Zoé.png", Corpus.Png(8, 8)), Stop));
        Assert.True(await feeds.OpenAsync(town.Structure, father.Id, zoe, "parent", Stop));
        var token = await TokenAsync(books, father);
        Assert.NotNull(await feeds.ReadAsync(town.Structure, token, Stop));
        var noted = await books.AskAsync<long>("select count(*) from health_read");

        await father.Leaves((await father.Reads()).Of(CardKind.Child).Single(c => c.Subject == zoe.Value));

        Assert.Null(await health.ReadAsync(his, zoe, Stop));
        Assert.False(await health.SaveAsync(his, zoe, "", HealthCard.Blank, Stop));
        Assert.Equal(noted, await books.AskAsync<long>("select count(*) from health_read"));
        Assert.Null(await photos.OfAsync(hisPlace, Stop));
        Assert.Null(await photos.OpenAsync(hisPlace, Stop));
        Assert.False(await photos.SendAsync(hisPlace, "parent", new("Zoé.png", Corpus.Png(8, 8)), Stop));
        await Assert.ThrowsAsync<UnknownDocumentPlace>(() => documents.SendAsync(new(town.Structure, father.Id, Guid.NewGuid(), "parent"), new(Guid.NewGuid(), null, zoe, "Jugement", null), new("jugement.pdf", Corpus.Pdf), Stop));
        Assert.Equal(["Petit 1"], await ShelvedAsync(father));
        Assert.Null(await feeds.ReadAsync(town.Structure, token, Stop));
        Assert.False(await feeds.OpenAsync(town.Structure, father.Id, zoe, "parent", Stop));
        Assert.False(await feeds.RenewAsync(town.Structure, father.Id, zoe, "parent", Stop));

        Assert.Equal("CANARY-SANTE", (await health.ReadAsync(hers, zoe, Stop))!.Card.Allergies);
        Assert.NotNull(await photos.OpenAsync(herPlace, Stop));
        await WritesAsync(books, "update family_child set left_at = null where family_id = $1 and child_id = $2", father, zoe);
        Assert.NotNull(await health.ReadAsync(his, zoe, Stop));
        Assert.NotNull(await feeds.ReadAsync(town.Structure, token, Stop));
        await books.ShouldBeHealthyAsync();
    }

    private static HealthReader Reader(FamilyFile family) => new(family.Town.Structure, family.Id, Guid.NewGuid(), "parent");

    private static async Task WritesAsync(Books books, string sql, FamilyFile family, ChildId child)
    {
        await using var command = books.Owner.CreateCommand(sql);
        command.Parameters.Add(new() { Value = family.Id.Value });
        command.Parameters.Add(new() { Value = child.Value });
        await command.ExecuteNonQueryAsync(Stop);
    }

    /// <summary>The auditor reads no address of an agenda.</summary>
    private static async Task<Guid> TokenAsync(Books books, FamilyFile family)
    {
        await using var command = books.Owner.CreateCommand("select token from calendar_feed where family_id = $1 and ended_at is null");
        command.Parameters.Add(new() { Value = family.Id.Value });
        return (Guid)(await command.ExecuteScalarAsync(Stop))!;
    }

    private static async Task<IReadOnlyList<string>> ShelvedAsync(FamilyFile family)
    {
        await using var work = await family.Town.Books.Database.BeginAsync(family.Town.Structure, Stop);
        return [.. (await DocumentShelf.OfAsync(work, family.Id, Stop)).Children.Select(c => c.FirstName)];
    }
}
