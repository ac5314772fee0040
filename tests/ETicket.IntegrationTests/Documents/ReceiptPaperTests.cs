using System.Security.Cryptography;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Payments;
using ETicket.Treasury;
using ETicket.Treasury.Undo;
using ETicket.UnitTests.Mail.Documents;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Documents;

/// <summary>A receipt on paper, from the sale to the page that says it is genuine.</summary>
public sealed class ReceiptPaperTests(Cluster cluster)
{
    [Fact]
    public async Task R112_R172_A_receipt_of_the_counter_is_printed_with_its_mentions_and_found_by_its_code()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var martin = await desk.Town.OpensAFile("Martin");
        var receipt = Assert.Single(await desk.NumbersOf(await martin.Buys(3, "CANT-B")));

        var printed = (await desk.ReceiptOf(martin, receipt))!;
        using var judge = new PdfJudge(printed.Content);
        var found = (await Seals.FindAsync(books.Database, PaperDesk.CodeOn(judge).ToLowerInvariant(), CancellationToken.None))!;

        judge.ShouldBeSound();
        judge.ShouldSay(
            "Restauration", "Acte constitutif n° 2019-14 du 03/06/2019", "Quittance n° Q2026-000001", "04/09/2026 à 08:00, heure de Paris", "Famille Martin", "Dossier n° F0001", "2,50 €",
            "Tarif : CANT-B", "Total reçu, sous réserve d’encaissement", "7,50 €", "chèque", "0001234", "Dominique", "TVA non applicable.", "https://famille.saint-aout.example/verifier");
        Assert.Equal("Quittance n° Q2026-000001.pdf", printed.FileName);
        Assert.Equal(("Quittance", "Q2026-000001", new DateOnly(2026, 9, 4), new Money(750), "port-sainte-foy"), (found.Title, found.Number, found.DatedOn, found.Amount, found.StructureName));
        Assert.Equal([Convert.ToHexStringLower(SHA256.HashData(printed.Content))], found.Hashes);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task The_family_always_has_the_same_file_and_the_mairie_a_duplicate_from_the_next_day_on()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var martin = await desk.Town.OpensAFile("Martin");
        var receipt = Assert.Single(await desk.NumbersOf(await martin.Buys(3, "CANT-B")));

        var first = (await desk.ReceiptOf(martin, receipt))!.Content;
        var sameDay = (await desk.Receipts.OfMairieAsync(desk.Town.Structure, receipt, CancellationToken.None))!.Content;
        await desk.Town.SetsTheClock(desk.Town.Days[0], "09:00");
        var later = (await desk.ReceiptOf(martin, receipt))!.Content;
        using var original = new PdfJudge(first);
        using var duplicate = new PdfJudge((await desk.Receipts.OfMairieAsync(desk.Town.Structure, receipt, CancellationToken.None))!.Content);
        var code = PaperDesk.CodeOn(original);

        Assert.Equal(first, sameDay);
        Assert.Equal(first, later);
        duplicate.ShouldSay("DUPLICATA");
        Assert.Equal(code, PaperDesk.CodeOn(duplicate));
        // Two files were given under one code: either is genuine.
        Assert.Equal(2, (await Seals.FindAsync(books.Database, code, CancellationToken.None))!.Hashes.Count);
    }

    [Fact]
    public async Task What_was_issued_says_for_ever_what_commune_regie_and_family_were_called_then()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var martin = await desk.Town.OpensAFile("Martin");
        var payment = await martin.Buys(3, "CANT-B");
        await using (var placed = books.Owner.CreateCommand("insert into site (structure_id, id, kind, name) select id, gen_random_uuid(), 'School', 'Bourg' from structure; update activity set site_id = (select id from site)"))
            await placed.ExecuteNonQueryAsync();
        await desk.Town.Reversals.UndoAsync(desk.Town, payment);
        var (issued, owed) = (await desk.NumbersOf(payment), await martin.OwesInDetail(900, "cantine"));
        var before = await PrintAsync();

        await desk.Town.SetsTheClock(desk.Town.Days[2], "09:00");
        await using (var renamed = books.Owner.CreateCommand(
            "update structure set name = 'Ponchapt', postal_code = '24130'; update regie set name = 'Cantines', act_number = '2027-3', act_on = '2027-01-05'; update family set name = 'Martin-Petit', number = 'G0001';"
            + "update regie_service set label = 'Repas'; update site set name = 'Halles'; insert into site (structure_id, id, kind, name) select id, gen_random_uuid(), 'School', 'Gare' from structure;"
            + " update activity set name = 'Midi', site_id = (select id from site where name = 'Gare'); update child set first_name = 'Zoé'"))
            await renamed.ExecuteNonQueryAsync();
        await desk.Town.SetsTheClock(desk.Town.Days[3], "09:00");
        var after = await PrintAsync();
        await using (var again = books.Owner.CreateCommand("update structure set name = 'Fougueyrolles'; update family set name = 'Petit'"))
            await again.ExecuteNonQueryAsync();
        var later = await PrintAsync();
        using var next = new PdfJudge((await desk.ReceiptOf(martin, Assert.Single(await desk.NumbersOf(await martin.Buys(1, "CANT-B")))))!.Content);

        Assert.Equal(before, after);
        Assert.Equal(before, later);
        Assert.Equal(7L, await books.AskAsync<long>("select count(distinct kind) from former_name"));
        next.ShouldSay("24130", "Cantines", "Acte constitutif n° 2027-3 du 05/01/2027", "Famille Petit", "Dossier n° G0001");

        async Task<byte[][]> PrintAsync() =>
            [(await desk.ReceiptOf(martin, issued[0]))!.Content, (await desk.ReceiptOf(martin, issued[1]))!.Content, (await desk.InvoiceOf(martin, owed))!.Content];
    }

    [Fact]
    public async Task A_cheque_that_bounced_has_its_own_document_negative_under_another_code()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var martin = await desk.Town.OpensAFile("Martin");
        var payment = await martin.Buys(3, "CANT-B");
        await desk.Town.Reversals.UndoAsync(desk.Town, payment);
        var documents = await desk.NumbersOf(payment);

        using var sale = new PdfJudge((await desk.ReceiptOf(martin, documents[0]))!.Content);
        using var reversal = new PdfJudge((await desk.ReceiptOf(martin, documents[1]))!.Content);

        reversal.ShouldSay("Reprise : chèque impayé", "Document n° R2026-000001", "Annule ou reprend la quittance n° Q2026-000001 : sans provision.", "Tarif : CANT-B", "−7,50 €", "Total repris");
        Assert.NotEqual(PaperDesk.CodeOn(sale), PaperDesk.CodeOn(reversal));
        Assert.Equal(new Money(-750), (await Seals.FindAsync(books.Database, PaperDesk.CodeOn(reversal), CancellationToken.None))!.Amount);
    }

    [Fact]
    public async Task A_code_that_nobody_was_given_is_no_document_even_one_letter_away()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var martin = await desk.Town.OpensAFile("Martin");
        using var judge = new PdfJudge((await desk.ReceiptOf(martin, Assert.Single(await desk.NumbersOf(await martin.Buys(3, "CANT-B")))))!.Content);
        var code = PaperDesk.CodeOn(judge);

        foreach (var wrong in new[] { code[..^1] + (code[^1] == 'A' ? 'C' : 'A'), "AAAA-AAAA-AAAA-AAAA", "' or true --", "%", "" })
            Assert.Null(await Seals.FindAsync(books.Database, wrong, CancellationToken.None));
    }

    [Fact]
    public async Task Two_communes_with_the_same_facts_have_different_codes_and_neither_reads_the_other_s_key()
    {
        await using var books = await Books.OpenAsync(cluster);
        var codes = new List<string>();
        foreach (var slug in new[] { "alpha", "beta" })
        {
            var desk = new PaperDesk(await Town.FoundAsync(books, new TownPlan(slug)));
            var martin = await desk.Town.OpensAFile("Martin");
            using var judge = new PdfJudge((await desk.ReceiptOf(martin, Assert.Single(await desk.NumbersOf(await martin.Buys(3, "CANT-B")))))!.Content);
            codes.Add(PaperDesk.CodeOn(judge));
            Assert.Equal(1L, Assert.Single(await books.ListAsync(desk.Town.Structure, "select count(*) from seal_key", r => r.GetInt64(0))));
        }

        Assert.NotEqual(codes[0], codes[1]);
        Assert.Equal(["alpha", "beta"], new[] { await NameAsync(codes[0]), await NameAsync(codes[1]) });

        async Task<string> NameAsync(string code) => (await Seals.FindAsync(books.Database, code, CancellationToken.None))!.StructureName;
    }
}

/// <summary>A cheque that came back.</summary>
internal static class Bounced
{
    public static async Task UndoAsync(this Reversals reversals, Town town, Payment payment)
    {
        var desk = new UndoDesk(town.Books.Database, reversals, new ProviderRefunds(town.Books.Database, new MoneyBack(town.Books.Database, reversals), [], new PortalAddress()));
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        var sold = await TakeBacks.SoldAsync(work, [payment.Id], CancellationToken.None);
        await desk.DoAsync(town.Structure, Town.Dominique, payment.Id, UndoAct.UnpaidCheque, sold.ToDictionary(l => l.TransferId, l => l.StillSold), "sans provision", Guid.NewGuid(), CancellationToken.None);
    }
}
