using ETicket.IntegrationTests.Treasury;
using ETicket.IntegrationTests.World;
using ETicket.Treasury.Undo;
using ETicket.UnitTests.Mail.Documents;
using Npgsql;

namespace ETicket.IntegrationTests.Documents;

/// <summary>« Levées » — what undid a payment and counts no more has a numbered document of its own: the papers of a family add up to what it paid, whatever happened in between.</summary>
public sealed class LiftedPapersTests(Cluster cluster)
{
    [Fact]
    public async Task A_cheque_paid_at_the_second_presentation_is_certified_paid()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (desk, martin) = await FortyEightEurosAsync(books);
        var cheque = await martin.Buys(32, "BUS");
        var bounced = await desk.Town.Desk().Does(cheque, UndoAct.UnpaidCheque, await martin.All(cheque), "sans provision");

        using (var before = await YearAsync(desk, martin))
            before.ShouldSay("Total payé, annulations et remboursements déduits 0,00 €");
        await desk.Town.Desk().WinBackAsync(desk.Town.Structure, bounced, "payé à la seconde présentation", "Dominique", CancellationToken.None);

        using var after = await YearAsync(desk, martin);
        after.ShouldSay("R2026-000002", "Total payé, annulations et remboursements déduits 48,00 €");
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_cheque_the_bank_takes_whole_after_a_refund_of_the_commune_is_certified_not_paid_and_not_less()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (desk, martin) = await FortyEightEurosAsync(books);
        var cheque = await martin.Buys(32, "BUS");
        await desk.Town.Desk().Does(cheque, UndoAct.CommuneRefund, await martin.Takes(cheque, "BUS", 14), "trop de tickets");

        var whole = (await desk.Town.Desk().Opens(cheque)).Received.ToDictionary(l => l.TransferId, l => l.StillSold);
        await desk.Town.Desk().Does(cheque, UndoAct.UnpaidCheque, whole, "sans provision");

        using var after = await YearAsync(desk, martin);
        after.ShouldSay("B2026-000001", "B2026-000002", "R2026-000001", "Total payé, annulations et remboursements déduits 0,00 €");
        Assert.Equal(
            ["B2026-1 -2100", "B2026-2 2100", "R2026-1 -4800"],
            await books.ListAsync(desk.Town.Structure, "select series || year || '-' || number || ' ' || total_cents from receipt where kind <> 'Sale' order by 1", r => r.GetString(0)));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task What_was_lifted_before_lifts_had_documents_is_certified_and_told_all_the_same()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (desk, martin) = await FortyEightEurosAsync(books);
        var cheque = await martin.Buys(32, "BUS");
        var bounced = await desk.Town.Desk().Does(cheque, UndoAct.UnpaidCheque, await martin.All(cheque), "sans provision");
        await desk.Town.Desk().WinBackAsync(desk.Town.Structure, bounced, "payé à la seconde présentation", "Dominique", CancellationToken.None);
        await using var admin = NpgsqlDataSource.Create(books.Admin);
        await using (var before = admin.CreateCommand(
            "set session_replication_role = replica; delete from receipt_line where receipt_id in (select id from receipt where kind = 'Lift'); delete from receipt where kind = 'Lift';"
            + "update receipt_counter set last_number = last_number - 1 where series = 'R'; update entry set actor = null"))
            await before.ExecuteNonQueryAsync();

        using var certificate = await YearAsync(desk, martin);
        using var journal = new PdfJudge((await desk.JournalOf(desk.Town.Days[0].AddDays(-3), desk.Town.Days[0]))!.Content);

        certificate.ShouldSay("Total payé, annulations et remboursements déduits 48,00 €");
        journal.ShouldSay("lève la reprise", "non noté", "Total du journal 48,00 €");
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<(PaperDesk Desk, FamilyFile Family)> FortyEightEurosAsync(Books books)
    {
        var desk = new PaperDesk(await Town.FoundAsync(books));
        return (desk, await desk.Town.OpensAFile("Martin"));
    }

    private static async Task<PdfJudge> YearAsync(PaperDesk desk, FamilyFile family) => new((await desk.YearOf(family, 2026))!.Content);
}
