using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Treasury;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>« Paiement jamais reçu, ou saisi par erreur » — a transfer that never came, a slip the terminal refused, vouchers their issuer does not pay: nothing is given back, and no euro is awaited.</summary>
public sealed class NeverReceivedTests(Cluster cluster)
{
    private static readonly TownPlan Everything = new() { Means = Enum.GetValues<PaymentMeans>() };

    /// <summary>What every account of the régie stands at, in cents: what its debits brought less what its credits took.</summary>
    private const string Standing =
        """
        select a.kind || ' ' || sum(case when t.debit_id = a.id then t.cents else -t.cents end) from account a
        join transfer t on t.quantity = 0 and a.id in (t.debit_id, t.credit_id) where a.kind in ('Due', 'InTransit', 'Drawer', 'ChequesInHand', 'ChequesRemitted', 'Dft')
        group by a.id, a.kind having sum(case when t.debit_id = a.id then t.cents else -t.cents end) <> 0 order by 1
        """;

    [Theory]
    [InlineData(PaymentMeans.Transfer)]
    [InlineData(PaymentMeans.CardTerminal)]
    [InlineData(PaymentMeans.Cesu)]
    [InlineData(PaymentMeans.HolidayVoucher)]
    public async Task Money_that_never_came_leaves_every_account_at_zero_and_the_family_hears_of_no_refund(PaymentMeans means)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.Buys(4, "BUS", means);
        var (desk, key) = (town.Desk(), Guid.NewGuid());
        Assert.Contains(UndoAct.NeverReceived, (await desk.Opens(payment)).Acts);

        var all = await martin.All(payment);
        var document = await desk.Does(payment, UndoAct.NeverReceived, all, "rien reçu", key);
        var again = await desk.Does(payment, UndoAct.NeverReceived, all, "rien reçu", key);

        Assert.Equal((document.Id, "R2026-000001", ReceiptKind.NeverReceived), (again.Id, document.FullNumber, document.Kind));
        Assert.Empty(await books.ListAsync(town.Structure, Standing, r => r.GetString(0)));
        Assert.Equal((0, 0, 0), await martin.Wallet("BUS"));
        Assert.Equal("Refunded", await books.AskAsync<string>("select state from payment"));
        Assert.Equal("true false false false", await books.AskAsync<string>(
            "select concat_ws(' ', variables ->> 'never_received', variables ->> 'refunded', variables ->> 'refunded_by_commune', variables ->> 'refunded_on_card') from outbox_letter where name = 'TicketsTakenBack'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task It_came_after_all_the_mistake_is_lifted_and_the_transfer_is_awaited_again()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.Buys(4, "BUS", PaymentMeans.Transfer);
        var desk = town.Desk();
        var document = await desk.Does(payment, UndoAct.NeverReceived, await martin.All(payment), "rien reçu");
        Assert.Equal([UndoAct.Mistaken], (await desk.Opens(payment)).Acts);

        await desk.MistakenAsync(town.Structure, document, "arrivé sous un autre nom", "Dominique", Guid.NewGuid(), CancellationToken.None);

        Assert.Equal(["Due -600", "InTransit 600"], await books.ListAsync(town.Structure, Standing, r => r.GetString(0)));
        Assert.Equal("Paid", await books.AskAsync<string>("select state from payment"));
        Assert.Equal("true true", await books.AskAsync<string>("select concat_ws(' ', variables ->> 'mistaken', variables ->> 'mistaken_absence') from outbox_letter where name = 'TicketsGivenBack'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task What_the_commune_refunded_of_a_transfer_that_never_came_is_owed_to_it_whole()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.Buys(20, "BUS", PaymentMeans.Transfer);
        var desk = town.Desk();
        await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "BUS", 12), "trop de tickets");

        var all = (await desk.Opens(payment)).Received.ToDictionary(l => l.TransferId, l => l.StillSold);
        Assert.Equal(new Money(1800), (await desk.PreviewAsync(town.Structure, payment.Id, UndoAct.NeverReceived, all, CancellationToken.None)).Refunded);
        await desk.Does(payment, UndoAct.NeverReceived, all, "virement annulé");

        Assert.Equal(["refunded by the commune"], await town.OpenGaps());
        Assert.Empty(await books.ListAsync(town.Structure, Standing, r => r.GetString(0)));
        Assert.Equal((0, 0, 0), await martin.Wallet("BUS"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Coins_cheques_and_what_is_paid_on_line_are_undone_their_own_way()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        foreach (var means in new[] { PaymentMeans.Cash, PaymentMeans.Cheque, PaymentMeans.PayFipCard, PaymentMeans.PayFipDebit })
        {
            var payment = await martin.Pays(2, "BUS", means);
            await Assert.ThrowsAsync<WrongUndoing>(async () => await town.Desk().Does(payment, UndoAct.NeverReceived, await martin.All(payment), "rien reçu"));
        }
        await books.ShouldBeHealthyAsync();
    }
}
