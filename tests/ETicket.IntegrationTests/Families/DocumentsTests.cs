using ETicket.Families;
using ETicket.Families.Documents;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Persistence.Sealing;
using ETicket.UnitTests.Families;
using Microsoft.Extensions.Options;

namespace ETicket.IntegrationTests.Families;

/// <summary>« Mes documents »: kept sealed, read by the family and its structure alone, each reading noted; never more than there is room for.</summary>
public sealed class DocumentsTests(Cluster cluster)
{
    private static readonly IncomingFile Paper = new("CANARY-PIECE.pdf", [.. "%PDF-1.7\n% CANARY-CONTENU\n"u8, .. Corpus.Pdf]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R53_R55_A_document_is_sealed_and_read_by_its_family_and_the_mairie_each_reading_noted()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var documents = Shelves(books);

        var id = await documents.SendAsync(Parent(martin), Free("Jugement de garde"), Paper, Stop);

        var read = await documents.OpenAsync(Parent(martin), id, Stop);
        var byStaff = await documents.OpenAsync(Staff(town), id, Stop);
        Assert.Equal(("CANARY-PIECE.pdf", "application/pdf"), (read!.FileName, read.MediaType));
        Assert.Equal(Paper.Content, read.Content);
        Assert.Equal(Paper.Content, byStaff!.Content);
        Assert.Empty(await Canary.TablesThatHoldAsync(books.Logins.Owner, "CANARY-CONTENU"));
        Assert.Equal(["family_document"], await Canary.TablesThatHoldAsync(books.Logins.Owner, "CANARY-PIECE"));
        Assert.Equal(["mairie", "parent"], await books.AskAsync<string[]>("select array_agg(read_by order by read_by) from document_read where document_id = $1", id.Value));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R55_Another_family_the_other_home_another_structure_and_a_guessed_number_find_nothing()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var elsewhere = await Town.FoundAsync(books, new TownPlan("ailleurs"));
        var ((mother, father), documents) = (await town.TwoHomes(), Shelves(books));
        var id = await documents.SendAsync(Parent(mother), Free("Jugement de garde") with { Child = mother.Children[0] }, Paper, Stop);

        foreach (var who in new[] { Parent(father), Staff(elsewhere), Parent(mother) with { Structure = elsewhere.Structure } })
            Assert.Null(await documents.OpenAsync(who, id, Stop));
        Assert.Null(await documents.OpenAsync(Parent(mother), DocumentId.New(), Stop));
        Assert.False(await documents.WithdrawAsync(Parent(father), id, Stop));

        Assert.Empty((await ShelfAsync(father)).Sent);
        Assert.Single((await ShelfAsync(mother)).Sent);
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from document_read"));
    }

    [Fact]
    public async Task R53_Bytes_moved_to_another_document_do_not_open()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, petit, documents) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"), Shelves(books));
        var (mine, theirs) = (await documents.SendAsync(Parent(martin), Free("Un"), Paper, Stop), await documents.SendAsync(Parent(petit), Free("Deux"), Paper, Stop));
        await RunAsync(books, $"update family_document set sealed = (select sealed from family_document where id = '{theirs}') where id = '{mine}'");

        await Assert.ThrowsAsync<SealBroken>(() => documents.OpenAsync(Parent(martin), mine, Stop));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from document_read"));
    }

    [Fact]
    public async Task R55_A_document_withdrawn_is_forgotten_and_not_while_the_mairie_reads_the_file()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, documents, files) = (await town.OpensAFile("Martin"), Shelves(books), new FamilyFiles(books.Database));
        var id = await documents.SendAsync(Parent(martin), Free("Jugement"), Paper, Stop);
        await files.SetStateAsync(town.Structure, martin.Id, FileState.Sent, Stop);
        await Assert.ThrowsAsync<DocumentsAreRead>(() => documents.WithdrawAsync(Parent(martin), id, Stop));
        await files.SetStateAsync(town.Structure, martin.Id, FileState.ToComplete, Stop);

        Assert.True(await documents.WithdrawAsync(Parent(martin), id, Stop));
        Assert.True(await documents.WithdrawAsync(Parent(martin), id, Stop));

        Assert.Null(await documents.OpenAsync(Parent(martin), id, Stop));
        Assert.Null(await documents.OpenAsync(Staff(town), id, Stop));
        Assert.Empty((await ShelfAsync(martin)).Sent);
        await using var kept = books.Owner.CreateCommand("select count(*) from family_document where sealed is null and withdrawn_by = 'parent' and title = 'Jugement'");
        Assert.Equal(1L, await kept.ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task R56_What_the_structure_sends_is_the_family_s_to_read_and_not_to_withdraw()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, petit, documents) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"), Shelves(books));

        var wish = Free("Votre attestation");
        var id = await documents.GiveAsync(Staff(town), martin.Id, wish, Paper, Stop);
        Assert.Equal(id, await documents.GiveAsync(Staff(town), martin.Id, wish, Paper, Stop));
        await documents.SendAsync(Parent(petit), Free("Le sien"), Paper, Stop);

        // One letter, to its family alone, that names neither the document nor what it holds.
        var letter = await books.AskAsync<string>("select o.name || ' ' || o.reference || ' ' || g.first_name || ' ' || o.variables::text from outbox_letter o join guardian g on g.id = o.guardian_id where o.name = 'DocumentReceived'");
        Assert.StartsWith($"DocumentReceived {id} Camille ", letter, StringComparison.Ordinal);
        Assert.DoesNotContain("attestation", letter, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("CANARY", letter, StringComparison.Ordinal);
        var shelf = await ShelfAsync(martin);
        Assert.Equal((id, "Votre attestation"), (Assert.Single(shelf.Received).Id, shelf.Received[0].Title));
        Assert.Empty(shelf.Sent);
        Assert.NotNull(await documents.OpenAsync(Parent(martin), id, Stop));
        Assert.Null(await documents.OpenAsync(Parent(petit), id, Stop));
        Assert.False(await documents.WithdrawAsync(Parent(martin), id, Stop));
    }

    [Fact]
    public async Task R52_R61_What_is_asked_is_said_missing_good_to_renew_soon_and_over_child_by_child()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, documents, today) = (await town.OpensAFile("Martin", children: 2), Shelves(books), books.Clock.Today);
        var (school, dated, old) = (Kind(town, "Assurance", DocumentLife.SchoolYear, perChild: true), Kind(town, "Attestation", DocumentLife.Dated), Kind(town, "Ancien", DocumentLife.Always));
        var kinds = new DocumentKinds(books.Database);
        await kinds.OpenAsync(town.Structure, [school, dated, old], Stop);
        await kinds.EndAsync(town.Structure, old.Id, today.AddDays(-1), Stop);

        Assert.Equal(["Assurance Missing", "Assurance Missing", "Attestation Missing"], await StandingsAsync(martin));
        await documents.SendAsync(Parent(martin), new(Guid.NewGuid(), school.Id, martin.Children[1], "", null), Paper, Stop);
        await documents.SendAsync(Parent(martin), new(Guid.NewGuid(), dated.Id, null, "", today.AddDays(31)), Paper, Stop);
        Assert.Equal(["Assurance Missing", "Assurance Good", "Attestation Good"], await StandingsAsync(martin));
        Assert.Equal(new(today.Year + 1, 8, 31), (await ShelfAsync(martin)).Asked[1].Best!.GoodUntil);

        await town.SetsTheClock(today.AddDays(1), "00:00");
        Assert.Equal("Attestation EndsSoon", (await StandingsAsync(martin))[2]);
        await town.SetsTheClock(today.AddDays(31), "23:59");
        Assert.Equal("Attestation EndsSoon", (await StandingsAsync(martin))[2]);
        await town.SetsTheClock(today.AddDays(32), "00:00");
        Assert.Equal("Attestation Over", (await StandingsAsync(martin))[2]);
        await documents.SendAsync(Parent(martin), new(Guid.NewGuid(), dated.Id, null, "", today.AddDays(400)), Paper, Stop);
        Assert.Equal("Attestation Good", (await StandingsAsync(martin))[2]);
    }

    [Fact]
    public async Task R52_A_wish_that_cannot_be_is_refused_and_nothing_is_kept()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, petit, documents, today) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"), Shelves(books), books.Clock.Today);
        var (each, dated, ended) = (Kind(town, "Assurance", DocumentLife.SchoolYear, perChild: true), Kind(town, "Attestation", DocumentLife.Dated), Kind(town, "Ancien", DocumentLife.Always));
        await new DocumentKinds(books.Database).OpenAsync(town.Structure, [each, dated, ended], Stop);
        await new DocumentKinds(books.Database).EndAsync(town.Structure, ended.Id, today.AddDays(-1), Stop);

        foreach (var (kind, child) in new (DocumentKindId?, ChildId?)[] { (each.Id, null), (each.Id, petit.Children[0]), (dated.Id, martin.Children[0]), (ended.Id, null), (DocumentKindId.New(), null), (null, petit.Children[0]) })
            await Assert.ThrowsAsync<UnknownDocumentPlace>(() => documents.SendAsync(Parent(martin), new(Guid.NewGuid(), kind, child, "Titre", null), Paper, Stop));
        await Assert.ThrowsAsync<DayMissing>(() => documents.SendAsync(Parent(martin), new(Guid.NewGuid(), dated.Id, null, "", null), Paper, Stop));
        await Assert.ThrowsAsync<DayOver>(() => documents.SendAsync(Parent(martin), new(Guid.NewGuid(), dated.Id, null, "", today.AddDays(-1)), Paper, Stop));
        await Assert.ThrowsAsync<DayTooFar>(() => documents.SendAsync(Parent(martin), new(Guid.NewGuid(), dated.Id, null, "", today.AddYears(10).AddDays(1)), Paper, Stop));
        await Assert.ThrowsAsync<TitleMissing>(() => documents.SendAsync(Parent(martin), Free("  "), Paper, Stop));
        await Assert.ThrowsAsync<TitleUnreadable>(() => documents.SendAsync(Parent(martin), Free("a\u202Eb"), Paper, Stop));
        await Assert.ThrowsAsync<TitleUnreadable>(() => documents.SendAsync(Parent(martin), Free(new string('t', 101)), Paper, Stop));
        await Assert.ThrowsAsync<FileOfOtherKind>(() => documents.SendAsync(Parent(martin), Free("Titre"), new("a.pdf", Corpus.Svg), Stop));

        Assert.Empty((await ShelfAsync(martin)).Sent);
    }

    [Fact]
    public async Task A_form_sent_twice_even_at_once_keeps_one_document_and_its_key_serves_no_other()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, documents, wish) = (await town.OpensAFile("Martin"), Shelves(books), Free("Jugement"));

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => documents.SendAsync(Parent(martin), wish, Paper, Stop)));
        await Assert.ThrowsAsync<DocumentKeyUsed>(() => documents.SendAsync(Parent(martin), wish, Paper with { Content = Corpus.Pdf }, Stop));

        Assert.Single(ids.Distinct());
        Assert.Single((await ShelfAsync(martin)).Sent);
    }

    [Fact]
    public async Task F16_A_family_has_so_much_room_and_no_more_even_when_all_is_sent_at_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, documents) = (await town.OpensAFile("Martin"), Shelves(books));
        var heavy = new IncomingFile("scan.pdf", [.. "%PDF-1.4\n"u8, .. new byte[9 * IncomingFile.MegaByte], .. "%%EOF"u8]);

        var kept = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => KeptAsync(() => documents.SendAsync(Parent(martin), Free($"Scan {i}"), heavy, Stop))));
        Assert.Equal(6, kept.Count(k => k));
        // What the structure sends takes none of it.
        await documents.GiveAsync(Staff(town), martin.Id, Free("Attestation"), heavy, Stop);
        await documents.WithdrawAsync(Parent(martin), (await ShelfAsync(martin)).Sent[0].Id, Stop);
        Assert.True(await KeptAsync(() => documents.SendAsync(Parent(martin), Free("Encore"), heavy, Stop)));

        static async Task<bool> KeptAsync(Func<Task> send)
        {
            try
            {
                await send();
                return true;
            }
            catch (DocumentsFull)
            {
                return false;
            }
        }
    }

    private static DocumentWish Free(string title) => new(Guid.NewGuid(), null, null, title, null);

    private static DocumentKind Kind(Town town, string label, DocumentLife life, bool perChild = false) =>
        new() { StructureId = town.Structure, Id = DocumentKindId.New(), Label = label, Needed = true, PerChild = perChild, Life = life };

    private static FamilyDocuments Shelves(Books books) => new(books.Database, new Vault(Options.Create(new VaultOptions { Keys = ["MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="] })), new PortalAddress());

    private static DocumentActor Parent(FamilyFile family) => new(family.Town.Structure, family.Id, Guid.NewGuid(), "parent");

    private static DocumentActor Staff(Town town) => new(town.Structure, null, Guid.NewGuid(), "mairie");

    private static async Task<DocumentShelf> ShelfAsync(FamilyFile family)
    {
        await using var work = await family.Town.Books.Database.BeginAsync(family.Town.Structure, Stop);
        return await DocumentShelf.OfAsync(work, family.Id, Stop);
    }

    private static async Task<IReadOnlyList<string>> StandingsAsync(FamilyFile family) => [.. (await ShelfAsync(family)).Asked.Select(a => $"{a.Kind.Label} {a.Standing}")];

    private static async Task RunAsync(Books books, string sql)
    {
        await using var command = books.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
