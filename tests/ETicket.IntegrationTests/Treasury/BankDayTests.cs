using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Treasury;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>« Date du rejet » — a rejected debit bears the day the bank gives for it, between the debit and today; what the commune had refunded whole it takes all the same.</summary>
public sealed class BankDayTests(Cluster cluster)
{
    [Fact]
    public async Task A_rejected_debit_bears_the_day_its_bank_gives_and_no_other()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var debit = await martin.Pays(5, "CANT-B", PaymentMeans.PayFipDebit);
        var ordered = books.Clock.Today;
        await town.SetsTheClock(town.Days[2], "09:00");
        var (today, all) = (books.Clock.Today, await martin.All(debit));

        await Assert.ThrowsAsync<BankDayMissing>(() => RejectAsync(null));
        var early = await Assert.ThrowsAsync<BankDayImpossible>(() => RejectAsync(ordered.AddDays(-1)));
        await Assert.ThrowsAsync<BankDayImpossible>(() => RejectAsync(today.AddDays(1)));
        await Assert.ThrowsAsync<BankDayMissing>(() => town.Desk().PreviewAsync(town.Structure, debit.Id, UndoAct.RejectedDebit, all, CancellationToken.None));
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        await RejectAsync(ordered.AddDays(1));

        Assert.Contains(French.Day(ordered), early.Sentence, StringComparison.Ordinal);
        Assert.Equal(ordered.AddDays(1), await books.AskAsync<DateOnly>("select bank_on from entry where kind = 'Reversal'"));
        Assert.Equal(today, await books.AskAsync<DateOnly>("select effective_on from entry where kind = 'Reversal'"));
        await books.ShouldBeHealthyAsync();

        Task<Receipt> RejectAsync(DateOnly? day) => town.Desk().DoAsync(
            town.Structure, Town.Dominique, debit.Id, UndoAct.RejectedDebit, all, "provision insuffisante", Guid.NewGuid(), CancellationToken.None, bankOn: day);
    }

    [Fact]
    public async Task A_payment_the_commune_refunded_whole_goes_from_refunded_to_taken_by_the_bank_in_one_step()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var cheque = await martin.Buys(5, "CANT-B");
        var desk = town.Desk();
        await desk.Does(cheque, UndoAct.CommuneRefund, await martin.All(cheque), "départ");

        await desk.Does(cheque, UndoAct.UnpaidCheque, (await desk.Opens(cheque)).Received.ToDictionary(l => l.TransferId, l => l.StillSold), "sans provision");

        Assert.Equal(
            ["Created Paid", "Paid Refunded", "Refunded ChargedBack"],
            await books.ListAsync(town.Structure, "select from_state || ' ' || to_state from payment_step order by id", r => r.GetString(0)));
        Assert.Equal(["refunded by the commune"], await town.OpenGaps());
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }
}
