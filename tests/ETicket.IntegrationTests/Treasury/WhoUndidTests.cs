using ETicket.IntegrationTests.Documents;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Treasury.Undo;
using ETicket.UnitTests.Mail.Documents;
using Npgsql;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>« Qui l’a fait » — whoever undoes a payment, or what had undone it, stays with the entry: the journal and the papers say it, and nothing changes it.</summary>
public sealed class WhoUndidTests(Cluster cluster)
{
    private static readonly Agent Odile = new(LoginId.New(), "Odile");

    [Fact]
    public async Task R156_Who_undid_a_payment_and_who_lifted_that_are_told_by_the_journal_and_by_the_papers()
    {
        await using var books = await Books.OpenAsync(cluster);
        var paper = new PaperDesk(await Town.FoundAsync(books));
        var (town, desk) = (paper.Town, paper.Town.Desk());
        var martin = await town.OpensAFile("Martin");
        var cheque = await martin.Buys(4, "CANT-B");

        var bounced = await desk.DoAsync(town.Structure, Odile, cheque.Id, UndoAct.UnpaidCheque, await martin.All(cheque), "sans provision", Guid.NewGuid(), CancellationToken.None);
        await desk.WinBackAsync(town.Structure, bounced, "payé à la seconde présentation", "Chantal", CancellationToken.None);
        var refund = await desk.DoAsync(town.Structure, Odile, cheque.Id, UndoAct.CommuneRefund, await martin.All(cheque), "départ", Guid.NewGuid(), CancellationToken.None);
        await desk.NotPaidAsync(town.Structure, refund, "mandat rejeté", "Simone", Guid.NewGuid(), CancellationToken.None);

        Assert.Equal(
            ["Reversal Odile", "ReversalUndone Chantal", "RefundOutside Odile", "ReversalUndone Simone"],
            await books.ListAsync(town.Structure, "select kind || ' ' || actor from entry where actor is not null order by id", r => r.GetString(0)));
        using var journal = new PdfJudge((await paper.JournalOf(town.Days[0].AddDays(-3), town.Days[0]))!.Content);
        journal.ShouldSay("Dominique", "Odile", "Chantal", "reprend Q2026-000001", "lève R2026-000001");
        var documents = await paper.NumbersOf(cheque);
        using var reversal = new PdfJudge((await paper.ReceiptOf(martin, documents[1]))!.Content);
        using var lift = new PdfJudge((await paper.ReceiptOf(martin, documents[2]))!.Content);
        reversal.ShouldSay("Agent", "Odile");
        Assert.DoesNotContain("Dominique", reversal.Text, StringComparison.Ordinal);
        lift.ShouldSay("Levée d’un document", "Document n° R2026-000002", "Lève le document n° R2026-000001 : payé à la seconde présentation.", "Chantal", "Aucune somme n’est versée par ce document", "Total rétabli", "10,00 €");
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task What_a_provider_tells_names_nobody_and_nobody_changes_who_did_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        await town.Tells(payment, new ETicket.Payments.Providers.TakenBack("dp_1", payment.Amount, ByTheBank: true, WonBack: false));
        var cash = await martin.Buys(2, "BUS", PaymentMeans.Cash);
        await town.CashDesk.CancelAsync(town.Structure, Odile, "erreur de frappe", [(Assert.Single(await martin.Sold(cash)), 2)], Guid.NewGuid(), CancellationToken.None);

        Assert.Equal(
            ["Reversal nobody", "Cancel Odile"],
            await books.ListAsync(town.Structure, "select kind || ' ' || coalesce(actor, 'nobody') from entry where kind in ('Reversal', 'Cancel') order by id", r => r.GetString(0)));
        await using var forge = books.Owner.CreateCommand("update entry set actor = 'Dominique' where kind = 'Cancel'");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => forge.ExecuteNonQueryAsync());
        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_refund_asked_of_a_provider_bears_who_asked_though_its_answer_was_lost()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var silent = new Unanswered.LosesItsAnswer();
        var meals = await martin.Takes(payment, "CANT-B", 3);
        await Assert.ThrowsAsync<ETicket.Treasury.RefundSilent>(() => town.Desk(silent).DoAsync(
            town.Structure, Odile, payment.Id, UndoAct.ProviderRefund, meals, "trois repas en trop", Guid.NewGuid(), CancellationToken.None));
        var key = await books.AskAsync<string>("select key::text from refund_request");

        await town.Tells(payment, new ETicket.Payments.Providers.TakenBack("re_1", new Money(750), ByTheBank: false, WonBack: false) { Asked = key });

        Assert.Equal("Odile", await books.AskAsync<string>("select actor from entry where kind = 'Reversal'"));
        Assert.Equal((2, 500, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }
}
