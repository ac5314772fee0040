using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Treasury;
using ETicket.UnitTests.Mail.Documents;
using ETicket.Wallets.Papers;

namespace ETicket.IntegrationTests.Documents;

/// <summary>« Journal des encaissements » — every document in its order, what became of each, and the numbers that follow one another.</summary>
public sealed class JournalPaperTests(Cluster cluster)
{
    [Fact]
    public async Task A_day_at_the_counter_and_on_line_is_told_document_by_document()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var martin = await desk.Town.OpensAFile("Martin");
        var wrong = await martin.Buys(8, "CANT-B", PaymentMeans.Cash);
        await desk.Town.CashDesk.CancelAsync(desk.Town.Structure, Town.Dominique, "erreur de frappe", [(Assert.Single(await martin.Sold(wrong)), 8)], Guid.NewGuid(), CancellationToken.None);
        var bounced = await martin.Buys(4, "CANT-B");
        await martin.SellAsync([(2, "CANT-A"), (10, "BUS")], PaymentMeans.Cash, invoices: [await martin.Owes(1250, "cantine")]);
        await martin.Pays(10, "BUS", PaymentMeans.PayFipCard);
        await desk.Town.Reversals.UndoAsync(desk.Town, bounced);
        var part = await martin.Buys(5, "BUS", PaymentMeans.Cash);
        await desk.Town.CashDesk.CancelAsync(desk.Town.Structure, Town.Dominique, "trop", [(Assert.Single(await martin.Sold(part)), 2)], Guid.NewGuid(), CancellationToken.None);

        using var journal = await ReadAsync(desk, desk.Town.Days[0].AddDays(-3), desk.Town.Days[0]);

        journal.ShouldBeSound();
        journal.ShouldSay(
            "Dominique", "en ligne", "Martin (F0001)", "0001234", "Accueil cantine", "annulé par Q2026-000002", "annule Q2026-000001", "impayé, repris par R2026-000001", "reprend Q2026-000003",
            "repris en partie par Q2026-000007",
            // 20,00 − 20,00 in cash, then 2,40 + 15,00 + 12,50, and 7,50 − 3,00; a cheque 10,00 − 10,00; 15,00 by card.
            "espèces 3 57,40 € −23,00 € 0,00 € 34,40 €", "chèque 1 10,00 € 0,00 € −10,00 € 0,00 €", "carte bancaire (PayFiP) 1 15,00 €", "Total 5 82,40 € −23,00 € −10,00 € 49,40 €",
            "Cantine 7067 14,90 €", "Transport 7068 34,50 €", "Q2026-000001 Q2026-000001 Q2026-000007 7 aucun", "R2026-000001 R2026-000001 R2026-000001 1 aucun");
        // What the accountant has no use for.
        Assert.DoesNotContain("Martin 1", journal.Text, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_finished_period_is_told_the_same_whatever_happens_later()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var martin = await desk.Town.OpensAFile("Martin");
        var (first, last) = (desk.Town.Days[0].AddDays(-3), desk.Town.Days[0].AddDays(-1));
        var cheque = await martin.Buys(4, "CANT-B");
        await desk.Town.SetsTheClock(desk.Town.Days[1], "09:00");
        var before = (await desk.JournalOf(first, last))!;

        var reversal = await desk.Town.Reversals.UndoAsync(desk.Town.Structure, Reversals.UnpaidCheque("sans provision"), [(Assert.Single(await martin.Sold(cheque)), 4)], CancellationToken.None);
        var after = (await desk.JournalOf(first, last))!;
        using var later = await ReadAsync(desk, desk.Town.Days[0], desk.Town.Days[1]);
        await desk.Town.SetsTheClock(desk.Town.Days[2], "09:00");
        await desk.Town.Reversals.WinBackAsync(desk.Town.Structure, reversal.EntryId, "payé à la seconde présentation", CancellationToken.None);
        using var whole = await ReadAsync(desk, first, desk.Town.Days[2]);

        Assert.Equal(before.Content, after.Content);
        later.ShouldSay("reprend Q2026-000001", "chèque 0 0,00 € 0,00 € −10,00 € −10,00 €");
        whole.ShouldSay("lève R2026-000001", "Total du journal 10,00 €", "chèque 1 10,00 € 0,00 € 0,00 € 10,00 €");
        // Given back: the sale stands again.
        Assert.DoesNotContain("impayé, repris par", whole.Text, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_number_nobody_gave_is_named_and_the_next_period_expects_the_one_after_the_last()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var martin = await desk.Town.OpensAFile("Martin");
        await martin.Buys(1, "BUS");
        await desk.Town.SetsTheClock(desk.Town.Days[1], "09:00");
        await using (var skip = books.Owner.CreateCommand("update receipt_counter set last_number = last_number + 2"))
            await skip.ExecuteNonQueryAsync();
        await martin.Buys(1, "BUS");

        using var journal = await ReadAsync(desk, desk.Town.Days[1], desk.Town.Days[1]);

        Assert.Contains("DES NUMÉROS MANQUENT", journal.Pages[0], StringComparison.Ordinal);
        journal.ShouldSay("Q2026-000002 Q2026-000004 Q2026-000004 1 Q2026-000002, Q2026-000003");
    }

    [Fact]
    public async Task Books_whose_documents_are_not_their_entries_give_no_journal()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var martin = await desk.Town.OpensAFile("Martin");
        await martin.Buys(2, "BUS");
        await using var admin = Npgsql.NpgsqlDataSource.Create(books.Admin);
        await using var forge = admin.CreateCommand("set session_replication_role = replica; update receipt_line set unit_price_cents = 160");
        await forge.ExecuteNonQueryAsync();

        var refusal = await Assert.ThrowsAsync<PaperDoesNotAddUp>(() => desk.JournalOf(desk.Town.Days[0].AddDays(-3), desk.Town.Days[0]));

        Assert.Contains("devrait donner 3,20\u00A0€, et donne 3,00\u00A0€", refusal.Sentence, StringComparison.Ordinal);
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from sealed_document"));
    }

    [Fact]
    public async Task Each_regie_has_its_journal_and_no_commune_reads_another_s()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books, new TownPlan { TwoRegies = true }));
        var other = new PaperDesk(await Town.FoundAsync(books, new TownPlan("ailleurs")));
        var martin = await desk.Town.OpensAFile("Martin");
        await martin.SellAsync([(4, "CANT-B"), (2, "BUS")], PaymentMeans.Cash);
        var day = desk.Town.Days[0].AddDays(-3);

        using var journal = await ReadAsync(desk, day, day);

        journal.ShouldSay("Restauration", "Total du journal 10,00 €", "Q2026-000001 Q2026-000001 Q2026-000001 1 aucun");
        Assert.DoesNotContain("Transport", journal.Text, StringComparison.Ordinal);
        Assert.Null(await PaperDesk.JournalOf(books.Database, other.Town.Structure, desk.Town.Regie, day, day));
        Assert.Null(await PaperDesk.RemittanceOf(books.Database, other.Town.Structure, desk.Town.Regie, day.Year, day.Month));
        await Assert.ThrowsAsync<UnreadablePeriod>(() => desk.JournalOf(day, day.AddDays(-1)));
        await Assert.ThrowsAsync<UnreadablePeriod>(() => desk.JournalOf(day.AddDays(1), day.AddDays(5)));
    }

    private static async Task<PdfJudge> ReadAsync(PaperDesk desk, DateOnly from, DateOnly to) => new((await desk.JournalOf(from, to))!.Content);
}
