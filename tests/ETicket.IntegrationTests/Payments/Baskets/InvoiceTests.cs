using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Treasury;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments.Baskets;

/// <summary>An invoice is a line of a basket: issued once, paid once, owed again when its payment is undone.</summary>
public sealed class InvoiceTests(Cluster cluster)
{
    [Fact]
    public async Task R171_E22_Issued_once_under_numbers_without_gap_it_is_what_the_family_owes()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var asked = new NewInvoice(InvoiceId.New(), martin.Id, town.Canteen, "Étude, octobre", new Money(1250), town.Plan.FirstDay);

        var twins = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => town.Invoices.IssueAsync(town.Structure, asked, CancellationToken.None))));
        var next = await martin.Owes(800, "car");

        Assert.All(twins, i => Assert.Equal("F2026-000001", i.FullNumber));
        Assert.Equal(("F2026-000002", 2050L), (next.FullNumber, await martin.StillOwes()));
        await Assert.ThrowsAsync<InvoiceIssued>(() => town.Invoices.IssueAsync(town.Structure, asked with { Amount = new Money(1251) }, CancellationToken.None));
        await Assert.ThrowsAsync<InvoiceWithoutAmount>(() => town.Invoices.IssueAsync(town.Structure, asked with { Amount = Money.Zero }, CancellationToken.None));
        await Assert.ThrowsAsync<UnknownService>(() => town.Invoices.IssueAsync(town.Structure, asked with { Id = InvoiceId.New(), Service = ServiceId.New() }, CancellationToken.None));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Its_lines_make_its_amount_and_name_the_family_s_children_or_it_is_not_issued()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, petit) = (await town.OpensAFile("Martin", children: 2), await town.OpensAFile("Petit"));
        NewInvoiceLine[] lines = [.. martin.Children.Select(c => new NewInvoiceLine(c, town.Activity("cantine"), "Étude, octobre", 4, new Money(150)))];
        var asked = new NewInvoice(InvoiceId.New(), martin.Id, town.Canteen, "Étude, octobre", new Money(1200), town.Plan.FirstDay) { Lines = lines };

        foreach (var wrong in new[] { asked with { Amount = new Money(1201) }, asked with { Lines = [lines[0]] }, asked with { Lines = [lines[0] with { Quantity = 9 }, lines[1] with { Quantity = -1 }] } })
            await Assert.ThrowsAsync<InvoiceDoesNotAddUp>(() => Issues(wrong));
        foreach (var wrong in new[] { lines[1] with { Child = petit.Children[0] }, lines[1] with { Activity = town.Activity("car") } })
            await Assert.ThrowsAsync<InvoiceLineElsewhere>(() => Issues(asked with { Lines = [lines[0], wrong] }));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from invoice"));
        var twins = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Issues(asked))));

        Assert.All(twins, i => Assert.Equal("F2026-000001", i.FullNumber));
        Assert.Equal(2L, await books.AskAsync<long>("select count(*) from invoice_line"));
        await Assert.ThrowsAsync<InvoiceIssued>(() => Issues(asked with { Lines = [lines[1], lines[0]] }));
        await Assert.ThrowsAsync<InvoiceIssued>(() => Issues(asked with { Lines = [] }));
        await books.ShouldBeHealthyAsync();

        Task<Invoice> Issues(NewInvoice invoice) => town.Invoices.IssueAsync(town.Structure, invoice, CancellationToken.None);
    }

    [Fact]
    public async Task Paid_on_line_it_is_due_to_the_accountant_and_no_longer_by_the_family_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(1200, "cantine");
        var payment = await GoesToPayAsync(martin, [], owed);
        town.PayFip.Accepts(payment);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => martin.Settles(payment))));

        Assert.Equal(["Due 1200", "InTransit 1200", "Invoiced 0", "InvoicesReceivable 0"], await BalancesAsync(town));
        Assert.Equal(["Facture F2026-000001 : Accueil cantine 1200"], await books.ListAsync(
            town.Structure, "select l.designation || ' ' || r.total_cents from receipt r join receipt_line l on l.receipt_id = r.id", r => r.GetString(0).Replace('\u00A0', ' ')));
        Assert.Equal(0L, await martin.StillOwes());
        var again = await Assert.ThrowsAsync<InvoiceAlreadyPaid>(() => martin.FillsABasket([], owed));
        Assert.Contains("F2026-000001 est déjà payée", again.Sentence);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task While_it_is_being_paid_another_payment_waits_and_is_told_until_when()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, petit) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"));
        var owed = await martin.Owes(1200, "cantine");
        var left = Assert.Single(await martin.FillsABasket([(1, "BUS")], owed));

        var refused = await Assert.ThrowsAsync<InvoiceBeingPaid>(() => martin.FillsABasket([(2, "BUS")], owed));
        var atTheCounter = await Assert.ThrowsAsync<InvoiceBeingPaidOnLine>(() => martin.SellAsync([], invoices: [owed]));
        await Assert.ThrowsAsync<UnknownInvoice>(() => petit.FillsABasket([], owed));
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-3), "08:20");

        Assert.All(new Refusal[] { refused, atTheCounter }, told => Assert.Contains("réessayez à partir du 04/09/2026 à 08:20", told.Sentence));
        // The agent is not sent to a page of the family's.
        Assert.DoesNotContain("Mes factures", atTheCounter.Sentence);
        Assert.Single(await martin.SellAsync([], invoices: [owed]));
        // What was prepared and left is not opened any more.
        await Assert.ThrowsAsync<InvoiceAlreadyPaid>(() => martin.TriesAgain(left));
        Assert.Equal(0L, await martin.StillOwes());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Two_baskets_that_hold_one_invoice_at_the_same_instant_one_is_refused()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(1200, "cantine");

        var fates = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(async () =>
        {
            try
            {
                return (await martin.FillsABasket([(i, "BUS")], owed)).Count;
            }
            catch (InvoiceBeingPaid)
            {
                return 0;
            }
        })));

        Assert.Equal(1, fates.Sum());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Paid_by_two_baskets_in_the_end_both_credit_and_the_second_waits_for_a_person()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(1200, "cantine");
        var late = await GoesToPayAsync(martin, [(1, "BUS")], owed);
        town.PayFip.SaysExpired(late);
        await martin.Settles(late);
        await martin.SellAsync([], invoices: [owed]);
        town.PayFip.Accepts(late);

        Assert.Equal(PaymentState.Paid, await martin.Settles(late, "sweep"));

        Assert.Equal(late.Id.Value, await books.AskAsync<Guid>("select payment_id from discrepancy where field = 'paid twice'"));
        // The bus ticket bought with it is nobody's second purchase.
        Assert.Equal(("1200", "false"), await TwicePaid.ToldAsync(books));
        Assert.Equal(new Doubled(new Money(1200), WithTickets: false), await TwicePaid.ShownAsync(town, late));
        Assert.Equal(0L, await martin.StillOwes());
        await books.ShouldBeHealthyAsync();
        // The second is given back: the invoice stays paid by the first.
        await town.Reversals.UndoAsync(town.Structure, Reversals.Chargeback("rendu"), [.. (await martin.Sold(late)).Select(l => (l, l.StillSold))], CancellationToken.None);
        Assert.Equal(0L, await martin.StillOwes());
        Assert.Equal(["F2026-000001 paid"], await OwedAgainAsync(town));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_payment_undone_it_is_owed_again_and_won_back_it_is_paid(bool withTickets)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(1200, "cantine");
        var payment = Assert.Single(await martin.SellAsync(withTickets ? [(4, "CANT-B")] : [], invoices: [owed]));
        var lines = (await martin.Sold(payment)).Select(l => (l, l.StillSold)).ToList();

        var bounced = await town.Reversals.UndoAsync(town.Structure, Reversals.UnpaidCheque("sans provision"), lines, CancellationToken.None);
        var (state, debt) = (await StateAsync(town), await martin.StillOwes());
        Assert.Equal(["F2026-000001 owed"], await OwedAgainAsync(town));
        await Assert.ThrowsAsync<MoreThanSold>(() => town.Reversals.UndoAsync(town.Structure, Reversals.UnpaidCheque("encore"), lines, CancellationToken.None));
        await books.ShouldBeHealthyAsync();
        await town.Reversals.WinBackAsync(town.Structure, bounced.EntryId, "payé à la seconde présentation", CancellationToken.None);

        Assert.Equal((PaymentState.ChargedBack, 1200L, withTickets ? -2200 : -1200), (state, debt, bounced.Total.Cents));
        Assert.Equal((PaymentState.Paid, 0L, withTickets ? 1000 : 0), (await StateAsync(town), await martin.StillOwes(), (await martin.Wallet("CANT-B")).Value));
        await Assert.ThrowsAsync<InvoiceNotRefunded>(async () =>
            await town.Reversals.UndoAsync(town.Structure, Reversals.CommuneRefund("départ"), [.. (await martin.Sold(payment)).Select(l => (l, l.StillSold))], CancellationToken.None));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Of_two_invoices_the_one_paid_otherwise_stays_paid_and_the_letter_names_both()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var (otherwise, again) = (await martin.Owes(1200, "cantine"), await martin.Owes(800, "cantine"));
        var late = Assert.Single(await martin.FillsABasket([], otherwise, again));
        await town.Checkout.OpenAsync(town.Structure, late.Id, CancellationToken.None);
        town.PayFip.SaysExpired(late);
        await martin.Settles(late);
        await martin.SellAsync([], invoices: [otherwise]);
        town.PayFip.PromisesADebit(late);
        Assert.Equal(PaymentState.Promised, await martin.Settles(late, "sweep"));

        await town.Reversals.UndoAsync(town.Structure, Reversals.RejectedDebit("rejet"), [.. (await martin.Sold(late)).Select(l => (l, l.StillSold))], CancellationToken.None);

        Assert.Equal(["F2026-000001 paid", "F2026-000002 owed"], await OwedAgainAsync(town));
        Assert.Equal(800L, await martin.StillOwes());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Cancelled_alone_of_a_sale_its_tickets_stay_sold()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(1200, "car");
        var payment = Assert.Single(await martin.SellAsync([(4, "CANT-B")], PaymentMeans.Cash, invoices: [owed]));

        await town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [.. (await martin.Sold(payment)).Where(l => l.InvoiceId is not null).Select(l => (l, 1))], Guid.NewGuid(), CancellationToken.None);

        Assert.Equal((1200L, (4, 1000, 0), PaymentState.Paid), (await martin.StillOwes(), await martin.Wallet("CANT-B"), await StateAsync(town)));
        Assert.Single(await martin.SellAsync([], invoices: [owed]));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<Payment> GoesToPayAsync(FamilyFile family, IReadOnlyList<(int Quantity, string Code)> lines, Invoice invoice)
    {
        var payment = Assert.Single(await family.FillsABasket(lines, invoice));
        await family.Town.Checkout.OpenAsync(family.Town.Structure, payment.Id, CancellationToken.None);
        return payment;
    }

    private static async Task<PaymentState> StateAsync(Town town) => Enum.Parse<PaymentState>(await town.Books.AskAsync<string>("select state from payment"));

    /// <summary>What the letter of the reversal says of each invoice, and whether nothing at all is to pay.</summary>
    private static Task<IReadOnlyList<string>> OwedAgainAsync(Town town) => town.Books.ListAsync(
        town.Structure,
        """
        select (i ->> 'number') || case when (i ->> 'owed')::bool then ' owed' else ' paid' end || case when (variables ->> 'nothing_owed')::bool then ', nothing to pay' else '' end
        from outbox_letter cross join jsonb_array_elements(variables -> 'invoices') i where name = 'TicketsTakenBack'
        """,
        r => r.GetString(0));

    private static Task<IReadOnlyList<string>> BalancesAsync(Town town) => town.Books.ListAsync(
        town.Structure,
        """
        select a.kind || ' ' || abs(sum(case when t.debit_id = a.id then t.cents else -t.cents end)) from account a
        join transfer t on a.id in (t.debit_id, t.credit_id) where a.kind in ('Due', 'InTransit', 'Invoiced', 'InvoicesReceivable') group by a.kind order by a.kind
        """,
        r => r.GetString(0));
}
