using ETicket.IntegrationTests.Documents;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Treasury;
using ETicket.UnitTests.Mail.Documents;
using ETicket.Wallets;
using Npgsql;

namespace ETicket.IntegrationTests.Payments.Baskets;

/// <summary>An invoice paid in parts: by the CCAS, a grandmother, the family, each by its means and with its receipt; what is left stays due, and never more than that is taken.</summary>
public sealed class InvoicePartTests(Cluster cluster)
{
    private static readonly TownPlan Everything = new() { Means = Enum.GetValues<PaymentMeans>() };
    private static readonly Payer Ccas = new(PayerKind.ThirdParty, "CCAS de Port-Sainte-Foy");

    [Fact]
    public async Task The_CCAS_pays_half_at_the_counter_and_the_family_the_rest_on_line()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(6000, "cantine");

        await martin.PaysPart(owed, 2500, PaymentMeans.Transfer, Ccas);
        var left = await martin.StillOwes();
        var rest = Assert.Single(await martin.FillsABasket([], owed));
        await town.Checkout.OpenAsync(town.Structure, rest.Id, CancellationToken.None);
        town.PayFip.Accepts(rest);
        await martin.Settles(rest);

        Assert.Equal((3500L, 3500L, 0L), (left, rest.Amount.Cents, await martin.StillOwes()));
        Assert.Equal(
            ["VIREMENT 2500 CCAS de Port-Sainte-Foy, Acompte sur la facture F2026-000001 : Accueil cantine", "PAYFIP_CB 3500 -, Solde de la facture F2026-000001 : Accueil cantine"],
            await ReceiptsAsync(town));
        Assert.Equal(["Q2026-000001 F2026-000001 3500"], await LeftAsync(town));
        await Assert.ThrowsAsync<InvoiceAlreadyPaid>(() => martin.PaysPart(owed, 1));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R149_In_one_sale_each_share_pays_its_part_once_whoever_presses_again()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(6000, "cantine");
        var sale = new CounterSale(Guid.NewGuid(), town.Structure, martin.Id, town.Agent, "Dominique", PaymentMeans.Transfer, [], [])
        {
            Payer = Ccas,
            Invoices = [new(owed.Id, new Money(4500))],
            Others = [new(PaymentMeans.Cash, [], []) { Invoices = [owed.Id] }],
        };

        var sold = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => SellAsync(sale))));

        Assert.All(sold, payments => Assert.Equal([4500L, 1500L], payments.Select(p => p.Amount.Cents)));
        Assert.Equal((2L, 0L), (await books.AskAsync<long>("select count(*) from receipt"), await martin.StillOwes()));
        Assert.Empty(await LeftAsync(town));
        await Assert.ThrowsAsync<BasketChanged>(() => SellAsync(sale with { Invoices = [new(owed.Id, new Money(4400))] }));
        await Assert.ThrowsAsync<BasketChanged>(() => SellAsync(sale with { Invoices = [owed.Id] }));
        await books.ShouldBeHealthyAsync();

        Task<IReadOnlyList<Payment>> SellAsync(CounterSale asked) => town.CashDesk.SellAsync(asked, CancellationToken.None);
    }

    [Fact]
    public async Task Of_what_is_left_nobody_takes_more_not_even_at_the_same_instant_nor_past_the_code()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(6000, "cantine");
        foreach (var wrong in new[] { 6001L, 0, -100 })
            await Assert.ThrowsAsync<InvoicePartOutOfRange>(() => martin.PaysPart(owed, wrong));

        var fates = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                return (await martin.PaysPart(owed, 2500)).Amount.Cents;
            }
            catch (InvoicePartOutOfRange)
            {
                return 0L;
            }
        })));

        Assert.Equal((5000L, 1000L), (fates.Sum(), await martin.StillOwes()));
        var refused = await Assert.ThrowsAsync<InvoicePartOutOfRange>(() => martin.PaysPart(owed, 1001));
        Assert.Contains("il reste 10,00 € à payer", refused.Sentence.Replace('\u00A0', ' '), StringComparison.Ordinal);
        var past = await Assert.ThrowsAsync<PostgresException>(() => books.ListAsync(
            town.Structure,
            """
            insert into payment_line (structure_id, payment_id, line, service_id, invoice_id, designation, quantity, unit_price_cents)
            select structure_id, payment_id, 2, service_id, invoice_id, designation, 1, 1001 from payment_line limit 1 returning line
            """,
            r => r.GetInt32(0)));
        Assert.Equal(PostgresErrorCodes.CheckViolation, past.SqlState);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Prepared_on_line_and_left_it_is_not_opened_for_more_than_what_is_left_since()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(6000, "cantine");
        var asked = martin.BasketOf([], owed);
        var left = Assert.Single(await town.TopUps.PrepareAsync(asked, CancellationToken.None));
        await Assert.ThrowsAsync<InvoiceBeingPaidOnLine>(() => martin.PaysPart(owed, 2500));
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-3), "08:20");
        await martin.PaysPart(owed, 2500, PaymentMeans.Transfer, Ccas);

        await Assert.ThrowsAsync<InvoicePartOutOfRange>(() => martin.TriesAgain(left));
        await Assert.ThrowsAsync<InvoicePartOutOfRange>(() => town.TopUps.PrepareAsync(asked, CancellationToken.None));

        Assert.Equal(3500L, Assert.Single(await martin.FillsABasket([], owed)).Amount.Cents);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Paid_whole_after_all_on_line_only_what_is_beyond_it_was_paid_twice()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(6000, "cantine");
        var late = Assert.Single(await martin.FillsABasket([], owed));
        await town.Checkout.OpenAsync(town.Structure, late.Id, CancellationToken.None);
        town.PayFip.SaysExpired(late);
        await martin.Settles(late);
        var part = await martin.PaysPart(owed, 2500, PaymentMeans.Cheque, Ccas);
        town.PayFip.Accepts(late);
        await martin.Settles(late, "sweep");

        Assert.Equal(("2500", "false"), await TwicePaid.ToldAsync(books));
        Assert.Equal(new Doubled(new Money(2500), WithTickets: false, Ccas.Name), await TwicePaid.ShownAsync(town, late));
        await books.ShouldBeHealthyAsync();
        // The cheque of the CCAS is handed back: nothing is paid twice any more, and nobody has to look.
        await town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "payé en ligne", [(Assert.Single(await martin.Sold(part)), 1)], Guid.NewGuid(), CancellationToken.None);
        Assert.Equal((0L, 0L), (await martin.StillOwes(), await books.AskAsync<long>("select count(*) from discrepancy where resolved_at is null")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_part_whose_cheque_bounces_is_due_again_and_only_that_part()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(6000, "cantine");
        await martin.PaysPart(owed, 2500, PaymentMeans.Transfer, Ccas);
        var cheque = await martin.PaysPart(owed, 3500, PaymentMeans.Cheque);

        var bounced = await town.Reversals.UndoAsync(town.Structure, Reversals.UnpaidCheque("sans provision"), [(Assert.Single(await martin.Sold(cheque)), 1)], CancellationToken.None);
        var due = await martin.StillOwes();
        using var paper = new PdfJudge((await new PaperDesk(town).InvoiceOf(martin, owed))!.Content);
        await town.Reversals.WinBackAsync(town.Structure, bounced.EntryId, "payé à la seconde présentation", CancellationToken.None);

        Assert.Equal((3500L, 0L), (due, await martin.StillOwes()));
        paper.ShouldBeSound();
        paper.ShouldSay("Reste à payer au plus tard le", "Q2026-000001", "25,00 €", "Reste à payer 35,00 €");
        Assert.DoesNotContain("Q2026-000002", paper.Text, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    private static Task<IReadOnlyList<string>> ReceiptsAsync(Town town) => town.Books.ListAsync(
        town.Structure,
        "select r.means || ' ' || r.total_cents || ' ' || coalesce(r.paid_by, '-') || ', ' || l.designation from receipt r join receipt_line l on l.receipt_id = r.id order by r.number",
        r => r.GetString(0).Replace('\u00A0', ' '));

    /// <summary>What the letters of receipts say is left of invoices.</summary>
    private static Task<IReadOnlyList<string>> LeftAsync(Town town) => town.Books.ListAsync(
        town.Structure,
        """
        select (variables ->> 'receipt_number') || ' ' || (i ->> 'number') || ' ' || (i ->> 'left_cents')
        from outbox_letter cross join jsonb_array_elements(variables -> 'left') i where name = 'TopUpReceipt'
        """,
        r => r.GetString(0));
}
