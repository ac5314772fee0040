using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Treasury;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>What a régisseur meets in an ordinary month, and what the books then say.</summary>
public sealed class RegisseurTests(Cluster cluster)
{
    [Fact]
    public async Task Six_people_who_undo_different_tickets_of_one_sale_at_the_same_moment_all_do()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var sale = Assert.Single(await martin.SellAsync([(5, "CANT-A"), (5, "CANT-B"), (5, "BUS")]));
        var lines = await martin.Sold(sale);

        await Task.WhenAll(lines.SelectMany(line => Enumerable.Range(0, 2).Select(_ => town.Reversals.UndoAsync(
            town.Structure, Reversals.CommuneRefund("départ"), [(line, 2)], CancellationToken.None))));

        Assert.Equal([1, 1, 1], (await martin.Sold(sale)).Select(l => l.StillSold));
        Assert.Equal(6, await books.AskAsync<long>("select count(*) from receipt where kind = 'CommuneRefund'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_a_refund_that_fails_after_it_was_made_gives_the_tickets_again_once_and_says_so()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(5, "CANT-B");
        town.PayFip.Accepts(payment);
        await martin.Settles(payment);
        TakenBack made = new("re_1", new Money(1250), ByTheBank: false, WonBack: false), never = new("re_2", new Money(500), ByTheBank: false, WonBack: true);

        Assert.Equal(PaymentState.Refunded, await town.Tells(payment, made));
        // What an old answer says after that changes nothing.
        Assert.Equal(PaymentState.Refunded, await martin.Settles(payment, "sweep"));
        Assert.Equal(PaymentState.Paid, await town.Tells(payment, made with { WonBack = true }, never));
        Assert.Equal(PaymentState.Paid, await town.Tells(payment, made with { WonBack = true }, never));

        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(1, await books.AskAsync<long>("select count(*) from entry where kind = 'ReversalUndone'"));
        Assert.Equal("true", await books.AskAsync<string>("select variables ->> 'refund_failed' from outbox_letter where name = 'TicketsGivenBack'"));
        // The family still waits for its money.
        Assert.Equal(["refund failed"], await town.OpenGaps());
        Assert.Equal("P9 écart à regarder", Assert.Single(await books.AlarmsAsync()).Code);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C25_an_invoice_paid_again_after_a_bounce_then_won_back_is_flagged_and_the_family_told()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(1200, "cantine");
        var cheque = Assert.Single(await martin.SellAsync([], invoices: [owed]));
        var bounced = await town.Reversals.UndoAsync(
            town.Structure, Reversals.UnpaidCheque("sans provision"), [(Assert.Single(await martin.Sold(cheque)), 1)], CancellationToken.None);
        var cash = Assert.Single(await martin.SellAsync([], PaymentMeans.Cash, invoices: [owed]));

        await town.Reversals.WinBackAsync(town.Structure, bounced.EntryId, "payé à la seconde présentation", CancellationToken.None);
        await town.Reversals.WinBackAsync(town.Structure, bounced.EntryId, "payé à la seconde présentation", CancellationToken.None);

        Assert.Equal(2400, await books.AskAsync<long>("select paid_cents from invoice"));
        Assert.Equal([$"paid twice {cash.Reference} {cheque.Reference}"], await books.ListAsync(
            town.Structure, "select field || ' ' || expected || ' ' || found from discrepancy", r => r.GetString(0)));
        Assert.Equal(cheque.Id.ToString(), await books.AskAsync<string>("select reference from outbox_letter where name = 'PaidTwice'"));
        Assert.Equal("P9 écart à regarder", Assert.Single(await books.AlarmsAsync()).Code);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C25_of_an_invoice_paid_twice_the_commune_gives_one_back_and_never_the_other()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var (late, owed) = await PaidTwiceAsync(martin, 0);
        var desk = town.Desk();

        Assert.Contains(UndoAct.CommuneRefund, (await desk.OpenAsync(town.Structure, late.Id, CancellationToken.None)).Acts);
        await DoAsync(late);

        Assert.Equal((1200L, 0L), (await books.AskAsync<long>("select paid_cents from invoice"), await martin.StillOwes()));
        Assert.Equal("Refunded", await books.AskAsync<string>("select state from payment where id = $1", late.Id.Value));
        Assert.Equal("B2026-000001", await books.AskAsync<string>("select series || year || '-' || lpad(number::text, 6, '0') from receipt where kind = 'CommuneRefund'"));
        Assert.DoesNotContain(UndoAct.CommuneRefund, (await desk.OpenAsync(town.Structure, owed.Id, CancellationToken.None)).Acts);
        await Assert.ThrowsAsync<InvoiceNotRefunded>(() => DoAsync(owed));
        Assert.Equal(1200L, await books.AskAsync<long>("select paid_cents from invoice"));
        await books.ShouldBeHealthyAsync();

        async Task DoAsync(Payment payment) => await desk.DoAsync(
            town.Structure, Town.Dominique, payment.Id, UndoAct.CommuneRefund, (await martin.Sold(payment)).ToDictionary(l => l.TransferId, l => l.StillSold), "payée deux fois", Guid.NewGuid(),
            CancellationToken.None);
    }

    [Fact]
    public async Task C28_a_refund_of_the_invoice_paid_twice_takes_no_tickets_and_one_that_may_be_two_things_waits_for_a_person()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var (late, _) = await PaidTwiceAsync(martin, 10);
        await town.Tells(late, new TakenBack("re_1", new Money(1200), ByTheBank: false, WonBack: false));

        Assert.Equal((10, 1500, 0), await martin.Wallet("BUS"));
        Assert.Equal(1200L, await books.AskAsync<long>("select paid_cents from invoice"));

        // 7,50 € is three meals or five journeys.
        var both = await martin.GoesToPay([(3, "CANT-B"), (5, "BUS")]);
        town.PayFip.Accepts(both);
        await martin.Settles(both);
        Assert.Equal(PaymentState.Paid, await town.Tells(both, new TakenBack("re_2", new Money(750), ByTheBank: false, WonBack: false)));
        Assert.Equal("750 (re_2)", await books.AskAsync<string>("select found from discrepancy where field = 'refund'"));
        Assert.Equal(PaymentState.Refunded, await town.Tells(both, new TakenBack("re_3", new Money(1500), ByTheBank: false, WonBack: false)));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Money_that_came_on_line_is_not_refunded_on_the_terminal_whatever_a_browser_sends()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var paid = await martin.Pays(5, "CANT-B", PaymentMeans.PayFipCard);

        await Assert.ThrowsAsync<WrongUndoing>(async () => await town.Desk().Does(paid, UndoAct.TerminalRefund, await martin.Takes(paid, "CANT-B", 5), "repas annulés"));

        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from receipt"));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(UndoAct.TerminalRefund, "ProviderRefund Refunded")]
    [InlineData(UndoAct.Chargeback, "Chargeback ChargedBack")]
    public async Task A_card_paid_on_the_terminal_is_refunded_there_or_contested(UndoAct act, string end)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { Means = [PaymentMeans.CardTerminal] });
        var martin = await town.OpensAFile("Martin");
        var paid = await martin.Buys(5, "CANT-B", PaymentMeans.CardTerminal);
        await RegieDesk.ActAllowsRefundsAsync(books);
        var desk = town.Desk();

        Assert.Equal(
            [UndoAct.Chargeback, UndoAct.NeverReceived, UndoAct.TerminalRefund, UndoAct.CommuneRefund], (await desk.OpenAsync(town.Structure, paid.Id, CancellationToken.None)).Acts);
        var document = await desk.DoAsync(
            town.Structure, Town.Dominique, paid.Id, act, new Dictionary<long, int> { [Assert.Single(await martin.Sold(paid)).TransferId] = 5 }, "repas annulés", Guid.NewGuid(), CancellationToken.None);

        Assert.Equal(("R2026-000001", "repas annulés"), (document.FullNumber, document.Reason));
        Assert.Equal(act is UndoAct.TerminalRefund ? "true false" : "false false", await books.AskAsync<string>(
            "select variables ->> 'refunded_on_card' || ' ' || (variables ->> 'refunded') from outbox_letter where name = 'TicketsTakenBack'"));
        Assert.Equal(end, $"{document.Kind} {await books.AskAsync<string>("select state from payment")}");
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_regie_whose_act_lets_it_give_nothing_back_does_not_on_its_terminal_either()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { Means = [PaymentMeans.CardTerminal] });
        var martin = await town.OpensAFile("Martin");
        var paid = await martin.Buys(5, "CANT-B", PaymentMeans.CardTerminal);
        var (desk, meals) = (town.Desk(), await martin.Takes(paid, "CANT-B", 5));

        Assert.Equal([UndoAct.Chargeback, UndoAct.NeverReceived, UndoAct.CommuneRefund], (await desk.Opens(paid)).Acts);
        var refused = await Assert.ThrowsAsync<RefundNotAllowed>(() => desk.Does(paid, UndoAct.TerminalRefund, meals, "repas annulés"));

        Assert.Contains("sur la carte au terminal", refused.Sentence, StringComparison.Ordinal);
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        Assert.Equal("B2026-000001", (await desk.Does(paid, UndoAct.CommuneRefund, meals, "repas annulés")).FullNumber);
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>An invoice of 12,00 €, with so many bus tickets, paid on line after it was paid in cash.</summary>
    private static async Task<(Payment Late, Payment Cash)> PaidTwiceAsync(FamilyFile family, int tickets)
    {
        var town = family.Town;
        var owed = await family.Owes(1200, "car");
        var late = Assert.Single(await family.FillsABasket(tickets == 0 ? [] : [(tickets, "BUS")], owed));
        await town.Checkout.OpenAsync(town.Structure, late.Id, CancellationToken.None);
        town.PayFip.SaysExpired(late);
        await family.Settles(late);
        var cash = Assert.Single(await family.SellAsync([], PaymentMeans.Cash, invoices: [owed]));
        town.PayFip.Accepts(late);
        await family.Settles(late, "sweep");
        return (late, cash);
    }
}
