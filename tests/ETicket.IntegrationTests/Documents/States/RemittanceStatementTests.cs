using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.UnitTests.Mail.Documents;

namespace ETicket.IntegrationTests.Documents.States;

/// <summary>« État de versement » — from what was left to pay over before the month to what is left after it.</summary>
public sealed class RemittanceStatementTests(Cluster cluster)
{
    [Fact]
    public async Task What_was_owed_before_and_what_is_taken_less_what_was_paid_over_is_what_is_left()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var (town, martin) = (desk.Town, await desk.Town.OpensAFile("Martin"));
        await martin.Buys(4, "CANT-B");
        await town.SetsTheClock(new(2026, 10, 2), "09:00");
        await martin.SellAsync([(2, "CANT-A"), (10, "BUS")], PaymentMeans.Cash);
        var cheque = await martin.Buys(2, "CANT-B");
        await town.Reversals.UndoAsync(town, cheque);
        await PaysOverAsync(town, new(2026, 10, 5), "V2026-09", 6_00);
        await town.SetsTheClock(new(2026, 10, 20), "09:00");

        using var september = new PdfJudge((await desk.RemittanceOf(2026, 9))!.Content);
        using var october = new PdfJudge((await desk.RemittanceOf(2026, 10))!.Content);

        september.ShouldBeSound();
        september.ShouldSay("Report antérieur, pas encore versé 0,00 €", "Recettes du mois 10,00 €", "Déjà versé, à déduire 0,00 €", "À verser 10,00 €", "Transport 7068 0,00 €");
        Assert.DoesNotContain("le mois n’est pas fini", september.Text, StringComparison.Ordinal);
        october.ShouldSay(
            "le mois n’est pas fini", "au mardi 20 octobre 2026", "Cantine 7067 7,40 € 0,00 € −5,00 € 2,40 €", "Transport 7068 15,00 €", "espèces 1 2,40 € 15,00 € 17,40 €", "chèque 1 0,00 € 0,00 € 0,00 €",
            "7067 2,40 €", "7068 15,00 €", "Première pièce n° Q2026-000002, dernière pièce n° Q2026-000003.",
            "Report antérieur, pas encore versé 10,00 €", "Recettes du mois 17,40 €", "Déjà versé, à déduire 6,00 €", "À verser 21,40 €", "lundi 5 octobre 2026, V2026-09 : 6,00 €");
        Assert.Null(await desk.RemittanceOf(2026, 11));
        Assert.Null(await desk.RemittanceOf(2026, 13));
    }

    [Fact]
    public async Task A_month_moved_to_those_before_is_still_owed_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var martin = await desk.Town.OpensAFile("Martin");
        await martin.Buys(4, "CANT-B");
        await desk.Town.SetsTheClock(new(2026, 10, 1), "09:00");
        var (due, previous) = (AccountName.Due(desk.Town.Regie, desk.Town.Canteen), new AccountName(AccountKind.DuePrevious, desk.Town.Regie.Value));
        await PostsAsync(desk.Town, new Posting(EntryKind.MonthClosed, "2026-09", new(2026, 9, 30), [new Move(due, previous, 10_00)]));

        using var september = new PdfJudge((await desk.RemittanceOf(2026, 9))!.Content);
        using var october = new PdfJudge((await desk.RemittanceOf(2026, 10))!.Content);

        september.ShouldSay("Recettes du mois 10,00 €", "À verser 10,00 €");
        october.ShouldSay("Report antérieur, pas encore versé 10,00 €", "Recettes du mois 0,00 €", "À verser 10,00 €", "Aucune quittance pendant cette période.", "Aucun versement pendant la période.");
    }

    private static Task PaysOverAsync(Town town, DateOnly day, string reference, long cents) => PostsAsync(
        town, new Posting(EntryKind.Remittance, reference, day, [new Move(AccountName.Due(town.Regie, town.Canteen), new AccountName(AccountKind.Dft, town.Regie.Value), cents)]));

    private static async Task PostsAsync(Town town, Posting posting)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        await Journal.PostAsync(work.Connection, town.Structure, [posting], CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
    }
}
