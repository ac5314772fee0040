using System.Text;
using ETicket.Families;
using ETicket.Families.Documents;
using ETicket.Families.Dossier;
using ETicket.Families.Photos;
using ETicket.IntegrationTests.World;
using ETicket.Persistence.Sealing;
using ETicket.UnitTests.Families;
using Microsoft.Extensions.Options;

namespace ETicket.IntegrationTests.Families;

/// <summary>A child's photo: without the place it was taken, sealed, each home its own.</summary>
public sealed class PhotosTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task F14_A_photo_is_kept_without_its_place_sealed_and_each_home_sees_its_own()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (mother, father) = await town.TwoHomes();
        var photos = Photos(books);
        var photo = new IncomingFile("Lou.jpg", Corpus.Jpeg(Corpus.Exif(6), Corpus.Comment(Corpus.Place)));

        Assert.True(await photos.SendAsync(PlaceOf(mother), "parent", photo, Stop));

        var kept = (await photos.OpenAsync(PlaceOf(mother), Stop))!;
        Assert.Equal("image/jpeg", kept.MediaType);
        Assert.DoesNotContain(Corpus.Place, Encoding.Latin1.GetString(kept.Content), StringComparison.Ordinal);
        Assert.Equal(6, kept.Content[31]);
        Assert.Empty(await Canary.TablesThatHoldAsync(books.Logins.Owner, "JFIF"));
        Assert.Null(await photos.OpenAsync(PlaceOf(father), Stop));
        Assert.Equal(new PhotoSheet("Martin 1", null, ReadOnly: false), await photos.OfAsync(PlaceOf(father), Stop));
        await photos.SendAsync(PlaceOf(father), "pere", new("Lou.png", Corpus.Png(8, 8)), Stop);
        Assert.Equal("image/jpeg", (await photos.OpenAsync(PlaceOf(mother), Stop))!.MediaType);
    }

    [Fact]
    public async Task R58_A_file_that_is_sent_keeps_the_photo_it_was_sent_with()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, photos, files) = (await town.OpensAFile("Martin"), Photos(books), new FamilyFiles(books.Database));
        await photos.SendAsync(PlaceOf(martin), "parent", new("a.jpg", Corpus.Jpeg()), Stop);
        await files.SetStateAsync(town.Structure, martin.Id, FileState.Sent, Stop);

        await Assert.ThrowsAsync<FileIsBeingRead>(() => photos.SendAsync(PlaceOf(martin), "parent", new("b.png", Corpus.Png(8, 8)), Stop));
        await Assert.ThrowsAsync<FileIsBeingRead>(() => photos.RemoveAsync(PlaceOf(martin), Stop));

        Assert.True((await photos.OfAsync(PlaceOf(martin), Stop))!.ReadOnly);
        Assert.Equal("image/jpeg", (await photos.OpenAsync(PlaceOf(martin), Stop))!.MediaType);
        await files.SetStateAsync(town.Structure, martin.Id, FileState.Validated, Stop);
        Assert.True(await photos.SendAsync(PlaceOf(martin), "parent", new("b.png", Corpus.Png(8, 8)), Stop));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_photo_takes_the_place_of_the_one_before_is_removed_and_a_stranger_does_nothing()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, petit, photos) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"), Photos(books));
        var stranger = PlaceOf(petit) with { Child = martin.Children[0] };
        await photos.SendAsync(PlaceOf(martin), "parent", new("a.jpg", Corpus.Jpeg()), Stop);
        await photos.SendAsync(PlaceOf(martin), "parent", new("b.png", Corpus.Png(8, 8)), Stop);

        Assert.False(await photos.SendAsync(stranger, "petit", new("c.jpg", Corpus.Jpeg()), Stop));
        Assert.Null(await photos.OfAsync(stranger, Stop));
        await photos.RemoveAsync(stranger, Stop);
        await Assert.ThrowsAsync<PhotoOfOtherKind>(() => photos.SendAsync(PlaceOf(martin), "parent", new("a.pdf", Corpus.Pdf), Stop));
        await Assert.ThrowsAsync<PhotoTooBig>(() => photos.SendAsync(PlaceOf(martin), "parent", new("a.jpg", [.. Corpus.Jpeg(), .. new byte[5 * IncomingFile.MegaByte]]), Stop));
        await Assert.ThrowsAsync<FileOfOtherKind>(() => photos.SendAsync(PlaceOf(martin), "parent", new("a.jpg", Corpus.Svg), Stop));

        Assert.Equal("image/png", (await photos.OpenAsync(PlaceOf(martin), Stop))!.MediaType);
        Assert.Equal(books.Clock.GetUtcNow(), (await photos.OfAsync(PlaceOf(martin), Stop))!.SentAt);
        await photos.RemoveAsync(PlaceOf(martin), Stop);
        Assert.Null(await photos.OpenAsync(PlaceOf(martin), Stop));
    }

    private static ChildPhotos Photos(Books books) => new(books.Database, new Vault(Options.Create(new VaultOptions { Keys = ["MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="] })));

    private static PhotoPlace PlaceOf(FamilyFile family) => new(family.Town.Structure, family.Id, family.Children[0]);
}
