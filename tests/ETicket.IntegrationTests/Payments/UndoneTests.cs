using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Treasury;

namespace ETicket.IntegrationTests.Payments;

/// <summary>A payment of which nothing is left sold says so, to the family who reads it and to the régisseur.</summary>
public sealed class UndoneTests(Cluster cluster)
{
    [Theory]
    [InlineData(PaymentMeans.Cheque, ReceiptKind.UnpaidCheque, PaymentState.ChargedBack)]
    [InlineData(PaymentMeans.PayFipDebit, ReceiptKind.RejectedDebit, PaymentState.ChargedBack)]
    [InlineData(PaymentMeans.PayFipCard, ReceiptKind.Chargeback, PaymentState.ChargedBack)]
    [InlineData(PaymentMeans.PayFipCard, ReceiptKind.ProviderRefund, PaymentState.Refunded)]
    [InlineData(PaymentMeans.PayFipCard, ReceiptKind.CommuneRefund, PaymentState.Refunded)]
    [InlineData(PaymentMeans.PayFipDebit, ReceiptKind.CommuneRefund, PaymentState.Refunded)]
    [InlineData(PaymentMeans.Cash, ReceiptKind.Cancel, PaymentState.Refunded)]
    public async Task R142_Undone_whole_it_says_how_and_in_part_it_stays_what_it_was(PaymentMeans means, ReceiptKind kind, PaymentState end)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await PaidAsync(martin, means);
        var before = await town.StateOf(payment);

        await UndoAsync(martin, payment, kind, 3);
        var inPart = await town.StateOf(payment);
        await UndoAsync(martin, payment, kind, 2);

        Assert.Equal((before, end), (inPart, await town.StateOf(payment)));
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C30_what_the_bank_took_back_and_gave_again_is_paid_again_whatever_else_was_refunded()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await PaidAsync(martin, PaymentMeans.PayFipCard);

        var contested = await UndoAsync(martin, payment, ReceiptKind.Chargeback, 3);
        await UndoAsync(martin, payment, ReceiptKind.CommuneRefund, 2);
        var undone = await town.StateOf(payment);
        await WinAsync(town, contested);
        var won = await town.StateOf(payment);
        await WinAsync(town, contested);

        Assert.Equal((PaymentState.ChargedBack, PaymentState.Paid, PaymentState.Paid), (undone, won, await town.StateOf(payment)));
        Assert.Equal((3, 750, 0), await martin.Wallet("CANT-B"));
        await UndoAsync(martin, payment, ReceiptKind.CommuneRefund, 3);
        Assert.Equal(PaymentState.Refunded, await town.StateOf(payment));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(PaymentMeans.PayFipCard, ReceiptKind.ProviderRefund)]
    [InlineData(PaymentMeans.PayFipCard, ReceiptKind.CommuneRefund)]
    [InlineData(PaymentMeans.Cash, ReceiptKind.Cancel)]
    public async Task What_was_given_back_of_ones_own_accord_is_not_won_back_nor_is_the_sale(PaymentMeans means, ReceiptKind kind)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await PaidAsync(martin, means);
        var given = await UndoAsync(martin, payment, kind, 5);

        await Assert.ThrowsAsync<NothingToWinBack>(() => WinAsync(town, given));
        var sale = await books.AskAsync<long>("select id from entry where kind = 'Sale'");
        await Assert.ThrowsAsync<NothingToWinBack>(() => town.Reversals.WinBackAsync(town.Structure, sale, "erreur", CancellationToken.None));

        Assert.Equal(PaymentState.Refunded, await town.StateOf(payment));
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_late_answer_of_the_provider_does_not_bring_back_what_the_bank_took()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await PaidAsync(martin, PaymentMeans.PayFipDebit);
        town.PayFip.Answers(payment, order =>
        {
            // The rejection is written while the provider is answering what it knew before.
            UndoAsync(martin, payment, ReceiptKind.RejectedDebit, 5).GetAwaiter().GetResult();
            return RecordedPayFip.Paid(order, promised: false);
        });

        Assert.Equal(PaymentState.ChargedBack, await martin.Settles(payment, "sweep"));

        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    private static Task<Payment> PaidAsync(FamilyFile family, PaymentMeans means) => family.Pays(5, "CANT-B", means);

    private static async Task<Receipt> UndoAsync(FamilyFile family, Payment payment, ReceiptKind kind, int quantity)
    {
        var (town, line) = (family.Town, Assert.Single(await family.Sold(payment)));
        var undoing = kind switch
        {
            ReceiptKind.UnpaidCheque => Reversals.UnpaidCheque("sans provision"),
            ReceiptKind.RejectedDebit => Reversals.RejectedDebit("rejet de la banque"),
            ReceiptKind.Chargeback => Reversals.Chargeback("contestation"),
            ReceiptKind.ProviderRefund => Reversals.ProviderRefund("erreur"),
            _ => Reversals.CommuneRefund("départ"),
        };
        return kind is ReceiptKind.Cancel
            ? await town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(line, quantity)], Guid.NewGuid(), CancellationToken.None)
            : await town.Reversals.UndoAsync(town.Structure, undoing, [(line, quantity)], CancellationToken.None);
    }

    private static Task<long> WinAsync(Town town, Receipt reversal) =>
        town.Reversals.WinBackAsync(town.Structure, reversal.EntryId, "contestation gagnée", CancellationToken.None);
}
