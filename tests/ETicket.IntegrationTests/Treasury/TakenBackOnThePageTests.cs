using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.IntegrationTests.Payments.ByPayFip;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Planning;
using ETicket.Treasury;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>What a parent reads on the page of a payment of which something was taken back.</summary>
public sealed class TakenBackOnThePageTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PaymentMeans.PayFipCard)]
    [InlineData(PaymentMeans.PayFipDebit)]
    public async Task Of_ten_tickets_six_that_left_are_named_and_the_payment_is_not_called_whole(PaymentMeans means)
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await martin.Pays(10, "CANT-B", means);
        using var parent = await SignsInAsync(town, martin);
        Assert.Contains("dans vos carnets", await ReadsAsync(parent, payment), StringComparison.Ordinal);

        await town.Town.Reversals.UndoAsync(town.Town.Structure, Reversals.CommuneRefund("départ"), [(Assert.Single(await martin.Sold(payment)), 6)], Stop);
        var read = await ReadsAsync(parent, payment);

        Assert.Contains("Une partie de cet achat a été reprise depuis.", read, StringComparison.Ordinal);
        Assert.Contains("B2026-000001", read, StringComparison.Ordinal);
        Assert.Contains("6 × Ticket(s)", read, StringComparison.Ordinal);
        Assert.Contains("La commune verse le remboursement à part", read, StringComparison.Ordinal);
        Assert.DoesNotContain("dans vos carnets", read, StringComparison.Ordinal);
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Of_two_invoices_paid_at_once_the_one_refunded_is_to_be_paid_again_and_the_other_is_paid()
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        var (first, second) = (await martin.Owes(1200, "cantine"), await martin.Owes(800, "cantine"));
        var payment = Assert.Single(await martin.FillsABasket([], first, second));
        await town.Town.Checkout.OpenAsync(town.Town.Structure, payment.Id, Stop);
        town.Town.PayFip.Accepts(payment);
        await martin.Settles(payment);
        using var parent = await SignsInAsync(town, martin);

        await town.Town.Reversals.UndoAsync(town.Town.Structure, Reversals.ProviderRefund("erreur"), [.. (await martin.Sold(payment)).Where(l => l.InvoiceId == first.Id).Select(l => (l, 1))], Stop);
        var read = await ReadsAsync(parent, payment);

        Assert.Contains($"La facture {first.FullNumber} est de nouveau à payer.", read, StringComparison.Ordinal);
        Assert.Contains($"La facture {second.FullNumber} est réglée.", read, StringComparison.Ordinal);
        Assert.DoesNotContain("Votre facture est réglée", read, StringComparison.Ordinal);
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_refund_that_failed_is_not_announced_as_money_on_its_way()
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await martin.Pays(5, "CANT-B", PaymentMeans.PayFipCard);
        var made = new TakenBack("re_1", new Money(1250), ByTheBank: false, WonBack: false);
        using var parent = await SignsInAsync(town, martin);

        await town.Town.Tells(payment, made);
        var coming = await ReadsAsync(parent, payment);
        await town.Town.Tells(payment, made with { WonBack = true });
        var failed = await ReadsAsync(parent, payment);
        await town.Town.Reversals.UndoAsync(town.Town.Structure, Reversals.CommuneRefund("départ"), [(Assert.Single(await martin.Sold(payment)), 5)], Stop);
        var apart = await ReadsAsync(parent, payment);

        Assert.Contains("revient par le moyen de paiement utilisé", coming, StringComparison.Ordinal);
        Assert.Contains("Les tickets sont dans vos carnets", failed, StringComparison.Ordinal);
        Assert.DoesNotContain("reprise depuis", failed, StringComparison.Ordinal);
        Assert.Contains("La commune verse le remboursement à part", apart, StringComparison.Ordinal);
        Assert.DoesNotContain("revient par le moyen", apart, StringComparison.Ordinal);
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("CCAS du bourg")]
    public async Task An_invoice_that_stays_paid_whose_refund_the_commune_gave_and_the_bank_took_is_no_peace_for_whoever_was_refunded(string? payer)
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        var owed = await martin.Owes(1200, "cantine");
        var late = Assert.Single(await martin.FillsABasket([], owed));
        await town.Town.Checkout.OpenAsync(town.Town.Structure, late.Id, Stop);
        town.Town.PayFip.SaysExpired(late);
        await martin.Settles(late);
        var cheque = Assert.Single(await town.Town.CashDesk.SellAsync(
            new(Guid.NewGuid(), town.Town.Structure, martin.Id, town.Town.Agent, "Dominique", PaymentMeans.Cheque, [FamilyFile.Cheque("0001234")], [])
            { Invoices = [owed.Id], Payer = payer is null ? null : new(PayerKind.ThirdParty, payer) }, Stop));
        town.Town.PayFip.Accepts(late);
        await martin.Settles(late, "sweep");
        var desk = town.Doors.Get<UndoDesk>();
        var lines = (await martin.Sold(cheque)).ToDictionary(l => l.TransferId, l => l.StillSold);
        await desk.DoAsync(town.Town.Structure, Town.Dominique, cheque.Id, UndoAct.CommuneRefund, lines, "payée deux fois", Guid.NewGuid(), Stop);
        var bounced = await desk.DoAsync(town.Town.Structure, Town.Dominique, cheque.Id, UndoAct.UnpaidCheque, lines, "sans provision", Guid.NewGuid(), Stop);
        using var parent = await SignsInAsync(town, martin);

        var read = await ReadsAsync(parent, cheque);
        Assert.Equal(payer is null, read.Contains("Contactez la mairie pour régulariser.", StringComparison.Ordinal));
        Assert.Contains($"La facture {owed.FullNumber} reste réglée par un autre paiement.", read, StringComparison.Ordinal);
        Assert.Equal($"1200 {(payer is null ? "false" : "true")}", await town.Books.AskAsync<string>(
            "select (variables ->> 'owed_to_commune_cents') || ' ' || (variables ->> 'nothing_owed') from outbox_letter where name = 'TicketsTakenBack' and reference = $1", bounced.Id.ToString()));
        Assert.Equal(0L, await martin.StillOwes());
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_refund_the_commune_only_noted_by_mistake_leaves_nobody_owing_it_when_the_bank_takes_the_payment()
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await martin.Pays(5, "CANT-B", PaymentMeans.PayFipCard);
        var desk = town.Town.Desk();
        var wrong = await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 2), "départ");
        await desk.MistakenAsync(town.Town.Structure, wrong, "noté sur une autre famille", "Dominique", Guid.NewGuid(), Stop);
        await desk.Does(payment, UndoAct.Chargeback, await martin.All(payment), "contesté");
        using var parent = await SignsInAsync(town, martin);

        var read = await ReadsAsync(parent, payment);

        Assert.Contains("repris, en tout ou partie, par la banque, et ses tickets ont quitté vos carnets.", read, StringComparison.Ordinal);
        Assert.DoesNotContain("pour régulariser", read, StringComparison.Ordinal);
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, true)]
    public async Task Of_a_purchase_paid_twice_the_one_the_bank_took_is_to_be_settled_only_where_tickets_are_missing(int eaten, bool settled)
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        var (taken, other) = await PaidTwiceAsync(town.Town, martin);
        foreach (var day in town.Town.Days.Take(eaten))
        {
            await town.Town.SetsTheClock(day, "08:00");
            await martin.SetAsync(martin.Children[0], "cantine", wanted: true, ChangeOrigin.Staff, day);
            await town.Town.SetsTheClock(day, "20:00");
            await town.Town.ClosesTheDay(day);
        }
        await town.Town.Desk().Does(taken, UndoAct.Chargeback, await martin.Takes(taken, "CANT-B", 1), "contesté");
        using var parent = await SignsInAsync(town, martin);

        var read = await ReadsAsync(parent, taken);

        Assert.Contains("repris, en tout ou partie, par la banque, et ses tickets ont quitté vos carnets.", read, StringComparison.Ordinal);
        Assert.Equal(settled, read.Contains("Contactez la mairie pour régulariser.", StringComparison.Ordinal));
        Assert.DoesNotContain("repris", await ReadsAsync(parent, other), StringComparison.Ordinal);
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_purchase_the_bank_took_whose_tickets_were_all_left_leaves_nothing_to_settle(int missing)
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await martin.Pays(1, "CANT-B", PaymentMeans.PayFipCard);
        var journey = await martin.Buys(1, "BUS");
        await town.Town.SetsTheClock(town.Town.Days[0], "08:00");
        await martin.SetAsync(martin.Children[0], missing > 0 ? "cantine" : "car", wanted: true, ChangeOrigin.Staff, town.Town.Days[0]);
        await town.Town.SetsTheClock(town.Town.Days[0], "20:00");
        await town.Town.ClosesTheDay(town.Town.Days[0]);
        // Below zero in another booklet is another matter.
        await town.Town.Desk().Does(journey, UndoAct.UnpaidCheque, await martin.Takes(journey, "BUS", 1), "sans provision");
        await town.Town.Desk().Does(payment, UndoAct.Chargeback, await martin.Takes(payment, "CANT-B", 1), "contesté");
        using var parent = await SignsInAsync(town, martin);

        Assert.Equal(missing > 0, (await ReadsAsync(parent, payment)).Contains("pour régulariser", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_waits_as_paid_twice_and_is_so_no_more_names_the_document_and_asks_for_no_refund()
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        var (flagged, other) = await PaidTwiceAsync(town.Town, martin);
        var login = new PortalLogin("regisseur.martin", "tickets-de-cantine");
        await town.Doors.Get<Logins>().CreateAsync(login.UserName, null, login.Password, [(town.Town.Structure, Role.Regisseur, null)], Stop);
        using var staff = await ParentSession.EnterAsync(town.Doors.Address, login);
        Assert.Contains("La famille a payé deux fois.", await GapAsync(), StringComparison.Ordinal);

        var document = await town.Town.Desk().Does(other, UndoAct.CommuneRefund, await martin.Takes(other, "CANT-B", 1), "payé deux fois");
        // As the books hold it where the refund was made before such a discrepancy closed by itself.
        await using (var open = town.Books.Owner.CreateCommand("update discrepancy set resolved_at = null, resolved_by = null, outcome = null"))
            await open.ExecuteNonQueryAsync(Stop);
        var gap = await GapAsync();

        Assert.Contains($"Ce règlement n’est plus payé deux fois\u00A0: voyez le document {document.FullNumber}.", gap, StringComparison.Ordinal);
        Assert.DoesNotContain("remboursez", gap, StringComparison.Ordinal);

        async Task<string> GapAsync() => (await staff.PageAsync($"/mairie/reglements/{flagged.Id}")).QuerySelector("section[aria-labelledby=ecarts]")!.TextContent;
    }

    /// <summary>One meal, paid by two attempts at one basket: the first was held to be over, came last and waits for a person.</summary>
    private static async Task<(Payment Flagged, Payment Other)> PaidTwiceAsync(Town town, FamilyFile family)
    {
        var first = await family.GoesToPay(1, "CANT-B");
        town.PayFip.SaysExpired(first);
        await family.Settles(first);
        var second = await family.GoesToPayAgain(first);
        town.PayFip.Accepts(first);
        town.PayFip.Accepts(second);
        await family.Settles(second);
        await family.Settles(first, "sweep");
        return (first, second);
    }

    /// <summary>Its parents sign in over the plain line of this machine.</summary>
    private Task<PayFipTown> OpenAsync() => PayFipTown.OpenAsync(cluster, address: "http://tickets.commune.example");

    private static async Task<ParentSession> SignsInAsync(PayFipTown town, FamilyFile family)
    {
        var login = new PortalLogin("famille.martin", "tickets-de-cantine");
        await town.Doors.Get<Logins>().CreateAsync(login.UserName, null, login.Password, [(town.Town.Structure, Role.Parent, family.Id)], Stop);
        return await ParentSession.EnterAsync(town.Doors.Address, login);
    }

    private static async Task<string> ReadsAsync(ParentSession parent, Payment payment) =>
        ((IHtmlElement)(await parent.PageAsync($"/famille/paiement/{payment.Id}")).QuerySelector("main")!).TextContent;
}
