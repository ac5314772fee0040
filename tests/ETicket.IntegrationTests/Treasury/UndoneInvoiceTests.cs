using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>Before a payment of an invoice is undone, a person sees what becomes of the invoice.</summary>
public sealed class UndoneInvoiceTests(Cluster cluster)
{
    [Fact]
    public async Task An_invoice_is_shown_to_be_paid_again_and_paid_once_more_when_the_bank_finally_paid()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = Assert.Single(await martin.SellAsync([(4, "CANT-B")], invoices: [await martin.Owes(1200, "cantine")]));
        var desk = town.Desk();

        var shown = await PreviewAsync(desk, martin, payment);
        var document = await desk.DoAsync(
            town.Structure, Town.Dominique, payment.Id, UndoAct.UnpaidCheque, (await martin.Sold(payment)).ToDictionary(l => l.TransferId, l => l.StillSold), "sans provision", Guid.NewGuid(), CancellationToken.None);
        var wonBack = await desk.PreviewWinBackAsync(town.Structure, document, CancellationToken.None);

        Assert.Equal((new Money(2200), new InvoiceMoved("F2026-000001", "Accueil cantine", PaidAfter: false)), (shown.Total, Assert.Single(shown.Invoices)));
        Assert.Equal("CANT-B", Assert.Single(shown.Booklets).Label);
        Assert.Equal(new InvoiceMoved("F2026-000001", "Accueil cantine", PaidAfter: true), Assert.Single(wonBack.Invoices));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Paid_by_two_payments_it_is_shown_to_stay_paid()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(1200, "cantine");
        var late = Assert.Single(await martin.FillsABasket([], owed));
        await town.Checkout.OpenAsync(town.Structure, late.Id, CancellationToken.None);
        town.PayFip.SaysExpired(late);
        await martin.Settles(late);
        var cheque = Assert.Single(await martin.SellAsync([], invoices: [owed]));
        town.PayFip.Accepts(late);
        await martin.Settles(late, "sweep");

        var shown = await PreviewAsync(town.Desk(), martin, cheque);

        Assert.Equal((true, 0), (Assert.Single(shown.Invoices).PaidAfter, shown.Booklets.Count));
    }

    private static async Task<UndoPreview> PreviewAsync(UndoDesk desk, FamilyFile family, Payment payment) =>
        await desk.PreviewAsync(family.Town.Structure, payment.Id, UndoAct.UnpaidCheque, (await family.Sold(payment)).ToDictionary(l => l.TransferId, l => l.StillSold), CancellationToken.None);
}
