using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Treasury;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>What the bank takes back, and takes back again.</summary>
public sealed class ChargebackTests(Cluster cluster)
{
    [Fact]
    public async Task A_second_chargeback_after_one_won_back_is_no_fault()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var sold = await martin.Buys(4, "CANT-B");
        var first = await town.Reversals.UndoAsync(town.Structure, Reversals.UnpaidCheque("x"), [(Assert.Single(await martin.Sold(sold)), 4)], CancellationToken.None);
        await town.Reversals.WinBackAsync(town.Structure, first.EntryId, "gagnée", CancellationToken.None);
        await town.Reversals.UndoAsync(town.Structure, Reversals.UnpaidCheque("y"), [(Assert.Single(await martin.Sold(sold)), 4)], CancellationToken.None);
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    public static TheoryData<int[]> Orders { get; } = new([0, 1], [1, 0], [0, 1, 2], [1, 0, 2], [1, 2, 0], [2, 1, 0], [2, 1, 0, 2, 1, 0]);

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task C30_a_dispute_PayPal_lists_as_a_refund_too_leaves_once_whichever_number_is_told_first(int[] order)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await PaidAsync(martin, (4, "CANT-B"));
        TakenBack refund = new("RF-1", new Money(500), ByTheBank: false, WonBack: false), both = new("PP-D-1", new Money(500), ByTheBank: true, WonBack: false) { Twin = "RF-1" };
        TakenBack[] told = [refund, both, both with { Twin = null }];

        foreach (var one in order)
            await town.Tells(payment, told[one]);
        Assert.Equal((2, 500, 0), await martin.Wallet("CANT-B"));
        await town.Tells(payment, both with { WonBack = true });

        Assert.Equal((4, 1000, 0), await martin.Wallet("CANT-B"));
        // A dispute that was won is no refund that failed, whatever its document was first taken for.
        Assert.Equal("true false", await books.AskAsync<string>("select concat_ws(' ', variables ->> 'disputed', variables ->> 'refund_failed') from outbox_letter where name = 'TicketsGivenBack'"));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(PaymentMeans.Cheque, UndoAct.UnpaidCheque, 2, PaymentState.ChargedBack)]
    [InlineData(PaymentMeans.Cheque, UndoAct.UnpaidCheque, 5, PaymentState.ChargedBack)]
    [InlineData(PaymentMeans.PayFipDebit, UndoAct.RejectedDebit, 2, PaymentState.ChargedBack)]
    [InlineData(PaymentMeans.PayFipDebit, UndoAct.RejectedDebit, 5, PaymentState.ChargedBack)]
    [InlineData(PaymentMeans.PayFipCard, UndoAct.Chargeback, 2, PaymentState.ChargedBack)]
    public async Task C31_what_the_commune_had_refunded_is_owed_to_it_when_the_bank_takes_the_whole_payment(PaymentMeans means, UndoAct act, int refunded, PaymentState end)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = means is PaymentMeans.Cheque ? await martin.Buys(5, "CANT-B", means) : await PaidAsync(martin, (5, "CANT-B"), means is PaymentMeans.PayFipDebit);
        var desk = town.Desk();
        var line = Assert.Single(await martin.Sold(payment)).TransferId;
        await desk.DoAsync(town.Structure, Town.Dominique, payment.Id, UndoAct.CommuneRefund, new Dictionary<long, int> { [line] = refunded }, "départ", Guid.NewGuid(), CancellationToken.None);

        var file = await desk.OpenAsync(town.Structure, payment.Id, CancellationToken.None);
        var whole = file.Received.ToDictionary(l => l.TransferId, l => l.StillSold);
        var shown = await desk.PreviewAsync(town.Structure, payment.Id, act, whole, CancellationToken.None, bankOn: books.Clock.Today);
        var (key, owed) = (Guid.NewGuid(), new Money(250) * refunded);
        var document = await desk.DoAsync(town.Structure, Town.Dominique, payment.Id, act, whole, "sans provision", key, CancellationToken.None, bankOn: books.Clock.Today);
        var again = await desk.DoAsync(town.Structure, Town.Dominique, payment.Id, act, whole, "sans provision", key, CancellationToken.None, bankOn: books.Clock.Today);

        Assert.Contains(act, file.Acts);
        Assert.Equal((new Money(1250), owed, 5 - refunded, 0), (shown.Total, shown.Refunded, Assert.Single(shown.Booklets).Before, shown.Booklets[0].After));
        Assert.Equal((document.Id, -1250L), (again.Id, document.Total.Cents));
        Assert.Contains(French.Euros(owed), document.Reason);
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(end.ToString(), await books.AskAsync<string>("select state from payment"));
        Assert.Equal($"{owed.Cents} (B2026-000001)", await books.AskAsync<string>("select found from discrepancy where field = 'refunded by the commune' and resolved_at is null"));
        Assert.Equal(0L, await books.AskAsync<long>("select coalesce(sum(case when a.id = t.debit_id then t.cents else -t.cents end), 0)::bigint from account a join transfer t on a.id in (t.debit_id, t.credit_id) where a.kind = 'Due'"));
        await books.ShouldBeHealthyAsync();

        await desk.WinBackAsync(town.Structure, document, "payé à la seconde présentation", "Dominique", CancellationToken.None);
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(["refund to note again"], await town.OpenGaps());
        var noted = await desk.DoAsync(town.Structure, Town.Dominique, payment.Id, UndoAct.CommuneRefund, new Dictionary<long, int> { [line] = refunded }, "départ", Guid.NewGuid(), CancellationToken.None);
        Assert.Contains("B2026-000001", noted.Reason);
        Assert.Equal("true", await books.AskAsync<string>("select variables ->> 'noted_again' from outbox_letter where name = 'TicketsTakenBack' and reference = $1", noted.Id.ToString()));
        Assert.Empty(await town.OpenGaps());
        Assert.Equal((5 - refunded, 1250 - owed.Cents, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C30_won_in_part_the_family_has_its_tickets_again_but_those_the_bank_kept(bool seenOpened)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await PaidAsync(martin, (5, "CANT-B"));
        var whole = new TakenBack("PP-1", new Money(1250), ByTheBank: true, WonBack: false);
        TakenBack[] wonInPart = [whole with { WonBack = true }, whole with { Key = "PP-1/750", Amount = new Money(750) }];
        if (seenOpened)
            Assert.Equal(PaymentState.ChargedBack, await town.Tells(payment, whole));

        foreach (var _ in new[] { "a notice", "a look-up" })
            Assert.Equal(PaymentState.Paid, await town.Tells(payment, wonInPart));

        Assert.Equal((2, 500, 0), await martin.Wallet("CANT-B"));
        Assert.Empty(await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
        await town.Tells(payment, [.. wonInPart.Select(t => t with { WonBack = true })]);
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C31_a_dispute_the_provider_tells_of_a_payment_the_commune_refunded_in_part_takes_it_whole()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await PaidAsync(martin, (5, "CANT-B"));
        var refunded = new Dictionary<long, int> { [Assert.Single(await martin.Sold(payment)).TransferId] = 2 };
        await town.Desk().DoAsync(town.Structure, Town.Dominique, payment.Id, UndoAct.CommuneRefund, refunded, "départ", Guid.NewGuid(), CancellationToken.None);
        var dispute = new TakenBack("dp_1", new Money(1250), ByTheBank: true, WonBack: false);

        Assert.Equal(PaymentState.ChargedBack, await town.Tells(payment, dispute));
        Assert.Equal(PaymentState.ChargedBack, await town.Tells(payment, dispute));

        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(["refunded by the commune"], await town.OpenGaps());
        await books.ShouldBeHealthyAsync();

        Assert.Equal(PaymentState.Paid, await town.Tells(payment, dispute with { WonBack = true }));
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(["refund to note again"], await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<Payment> PaidAsync(FamilyFile family, (int, string) bought, bool promised = false)
    {
        var payment = await family.GoesToPay([bought]);
        if (promised)
            family.Town.PayFip.PromisesADebit(payment);
        else
            family.Town.PayFip.Accepts(payment);
        await family.Settles(payment);
        return payment;
    }
}
