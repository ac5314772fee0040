using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.UnitTests.Mail.Documents;
using ETicket.Wallets.Papers;

namespace ETicket.IntegrationTests.Documents;

/// <summary>« Relevé de tickets » — from balance to balance for the file, day by day for one child.</summary>
public sealed class StatementPaperTests(Cluster cluster)
{
    [Fact]
    public async Task A_statement_begins_and_ends_with_what_the_booklet_held()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var martin = await desk.Town.OpensAFile("Martin", children: 2);
        await martin.Buys(10, "CANT-B");
        await martin.Ticks("cantine", desk.Town.Days[1], desk.Town.Days[2]);
        await martin.SetAsync(martin.Children[1], "cantine", wanted: true, ChangeOrigin.Parent, desk.Town.Days[2]);
        await desk.ClosesTheDay(desk.Town.Days[2]);
        await desk.Town.SetsTheClock(desk.Town.Days[5], "09:00");

        using var whole = new PdfJudge((await desk.StatementOf(martin, desk.Town.Days[2], desk.Town.Days[9]))!.Content);
        using var second = new PdfJudge((await desk.StatementOf(martin, desk.Town.Days[0], desk.Town.Days[9], martin.Children[1]))!.Content);

        whole.ShouldBeSound();
        whole.ShouldSay("Dans le carnet au début : 9 tickets.", "Journée utilisée : Martin 1", "Journée utilisée : Martin 2", "Dans le carnet à la fin : 7 tickets.", "Utilisés en tout : 2 tickets, pour 5,00 €.");
        // What has not come yet is not told: the statement ends today.
        whole.ShouldSay("au lundi 14 septembre 2026");
        second.ShouldSay("Martin 2, du", "Utilisés en tout : 1 ticket, pour 2,50 €.");
        Assert.DoesNotContain("Martin 1", second.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Dans le carnet", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_eaten_on_credit_and_met_at_another_price_is_told_to_the_cent()
    {
        await using var books = await Books.OpenAsync(cluster);
        var plan = new TownPlan { Prices = new Dictionary<string, (DateOnly, long)[]> { ["CANT-A"] = [(new(2025, 9, 1), 120)], ["CANT-B"] = [(new(2025, 9, 1), 250), (new(2026, 9, 10), 270)], ["BUS"] = [(new(2025, 9, 1), 150)] } };
        var desk = new PaperDesk(await Town.FoundAsync(books, plan));
        var martin = await desk.Town.OpensAFile("Martin");
        await martin.Ticks("cantine", desk.Town.Days[1]);
        await desk.ClosesTheDay(desk.Town.Days[1]);
        await desk.Town.SetsTheClock(desk.Town.Days[5], "09:00");
        await martin.Buys(3, "CANT-B");

        using var child = new PdfJudge((await desk.StatementOf(martin, desk.Town.Days[0], desk.Town.Days[5], martin.Children[0]))!.Content);

        child.ShouldSay("Écart de prix sur un ticket dû : Martin 1, mar. 08/09", "−0,20 €", "Utilisés en tout : 1 ticket, pour 2,70 €.");
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Days_in_the_wrong_order_to_come_or_without_end_are_refused()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var martin = await desk.Town.OpensAFile("Martin");
        var today = desk.Town.Days[0].AddDays(-3);

        foreach (var (from, to) in new[] { (today, today.AddDays(-1)), (today.AddDays(1), today.AddDays(2)), (DateOnly.MinValue, today), (today.AddYears(-3), today), (DateOnly.MinValue, DateOnly.MaxValue) })
            await Assert.ThrowsAsync<UnreadablePeriod>(() => desk.StatementOf(martin, from, to));
        using var empty = new PdfJudge((await desk.StatementOf(martin, today, today))!.Content);
        empty.ShouldSay("Aucun ticket n’a bougé pendant cette période.");
    }

    [Fact]
    public async Task R175_An_invoice_says_how_to_pay_it_then_which_receipt_paid_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var martin = await desk.Town.OpensAFile("Martin");
        var invoice = await martin.Owes(1200, "cantine");

        using var owed = new PdfJudge((await desk.InvoiceOf(martin, invoice))!.Content);
        await martin.SellAsync([], invoices: [invoice]);
        using var paid = new PdfJudge((await desk.InvoiceOf(martin, invoice))!.Content);

        owed.ShouldSay("Facture n° F2026-000001", "À payer au plus tard le mercredi 7 octobre 2026.", "Accueil cantine", "12,00 €", "chèque", "espèces");
        paid.ShouldSay("ACQUITTÉE", "quittance n° Q2026-000001");
        Assert.DoesNotContain("Comment payer", paid.Text, StringComparison.Ordinal);
        // The books hold one sum of it, and the paper says so.
        owed.ShouldSay("Cantine Accueil cantine 1 12,00 € 12,00 €", "Cette facture porte une seule somme");
        Assert.DoesNotContain("Enfant", owed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invoice_says_line_by_line_which_child_used_what_how_often_and_at_which_price()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var martin = await desk.Town.OpensAFile("Martin", children: 2);
        var invoice = await martin.OwesInDetail(920, "cantine", unit: 205);

        var printed = await desk.InvoiceOf(martin, invoice);
        using var judge = new PdfJudge(printed!.Content);

        judge.ShouldBeSound();
        judge.ShouldSay(
            "Enfant Service Désignation Quantité Prix unitaire Montant", "Martin 1 cantine Accueil cantine, septembre 2 2,05 € 4,10 €", "Martin 2 cantine Accueil cantine, septembre 2 2,05 € 4,10 €",
            "Martin 1 Cantine Goûter 1 1,00 € 1,00 €", "Total de la facture 9,20 €");
        Assert.DoesNotContain("une seule somme", judge.Text, StringComparison.Ordinal);
        // The other parent's file keeps the child: what was billed here was for it all the same.
        await desk.Leaves(martin.Children[1]);
        Assert.Equal(printed.Content, (await desk.InvoiceOf(martin, invoice))!.Content);
        await books.ShouldBeHealthyAsync();
    }
}
