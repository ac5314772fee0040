using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Treasury;
using ETicket.Treasury.Reports;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments.Baskets;

/// <summary>Everything that may be laid on the counter, by whoever pays.</summary>
public sealed class CounterMeansTests(Cluster cluster)
{
    private static readonly TownPlan Everything = new() { Means = Enum.GetValues<PaymentMeans>() };

    [Theory]
    [InlineData(PaymentMeans.Cash, "Drawer", true)]
    [InlineData(PaymentMeans.Cheque, "ChequesInHand ", true)]
    [InlineData(PaymentMeans.Cesu, "InTransit CESU", true)]
    [InlineData(PaymentMeans.HolidayVoucher, "InTransit ANCV", true)]
    [InlineData(PaymentMeans.CardTerminal, "InTransit CARTE_TPE", false)]
    [InlineData(PaymentMeans.Transfer, "InTransit VIREMENT", false)]
    public async Task R148_Each_means_rests_on_its_account_and_only_what_is_in_hand_is_cancelled_there(PaymentMeans means, string rests, bool inHand)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.Buys(4, "BUS", means);
        var line = Assert.Single(await martin.Sold(payment));

        var account = await books.AskAsync<string>(
            "select a.kind || ' ' || a.part from account a join transfer t on t.debit_id = a.id join entry e on e.id = t.entry_id where e.kind = 'Sale' and t.quantity = 0");
        Assert.StartsWith(rests, account, StringComparison.Ordinal);
        Assert.Equal((means, 600L), Assert.Single(await TakingsAsync(town)));
        Assert.Equal((4, 600, 0), await martin.Wallet("BUS"));
        if (inHand)
        {
            await town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(line, 4)], Guid.NewGuid(), CancellationToken.None);
        }
        else
        {
            await Assert.ThrowsAsync<WrongUndoing>(() => town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(line, 4)], Guid.NewGuid(), CancellationToken.None));
            await town.Reversals.UndoAsync(town.Structure, means is PaymentMeans.CardTerminal ? Reversals.ProviderRefund("rendu sur la carte") : Reversals.CommuneRefund("rendu"), [(line, 4)], CancellationToken.None);
        }
        Assert.Equal((0, 0, 0), await martin.Wallet("BUS"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_means_the_act_does_not_allow_is_refused()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");

        foreach (var means in new[] { PaymentMeans.CardTerminal, PaymentMeans.Cesu, PaymentMeans.HolidayVoucher, PaymentMeans.Transfer })
            await Assert.ThrowsAsync<MeansNotAllowed>(() => martin.Buys(4, "BUS", means));
        foreach (var means in new[] { PaymentMeans.PayFipCard, PaymentMeans.PayFipDebit, PaymentMeans.StripeCard, PaymentMeans.PayPal })
            await Assert.ThrowsAsync<NotACounterMeans>(() => martin.Buys(4, "BUS", means));

        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from payment"));
    }

    [Fact]
    public async Task A_CESU_never_pays_a_meal_even_where_somebody_allowed_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        var meals = await martin.Owes(1200, "cantine");

        var refused = await Assert.ThrowsAsync<CesuPaysNoMeal>(() => martin.Buys(4, "CANT-B", PaymentMeans.Cesu));
        await Assert.ThrowsAsync<CesuPaysNoMeal>(() => martin.SellAsync([(4, "BUS"), (1, "CANT-B")], PaymentMeans.Cesu));
        await Assert.ThrowsAsync<CesuPaysNoMeal>(() => martin.SellAsync([], PaymentMeans.Cesu, invoices: [meals]));
        await martin.Buys(4, "CANT-B", PaymentMeans.HolidayVoucher);

        Assert.Contains("jamais leurs repas", refused.Sentence);
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from payment"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R149_The_CCAS_pays_sixty_per_cent_and_the_family_the_rest_each_with_a_receipt_that_names_the_payer()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        var ccas = martin.Share(PaymentMeans.Transfer, new Payer(PayerKind.ThirdParty, "CCAS de Port-Sainte-Foy"), (6, "CANT-B"));
        var key = Guid.NewGuid();

        var sold = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => martin.SellAsync([(4, "CANT-B")], PaymentMeans.Cash, key, others: [ccas]))));

        Assert.All(sold, payments => Assert.Equal(2, payments.Count));
        Assert.Equal((10, 2500, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(
            ["Q2026-000001 ESPECES 1000 -", "Q2026-000002 VIREMENT 1500 CCAS de Port-Sainte-Foy"],
            await books.ListAsync(
                town.Structure,
                "select 'Q' || year || '-' || lpad(number::text, 6, '0') || ' ' || means || ' ' || total_cents || ' ' || coalesce(paid_by, '-') from receipt order by number",
                r => r.GetString(0)));
        Assert.Equal(2L, await books.AskAsync<long>("select count(*) from outbox_letter where variables->>'paid_by' is not null or variables->>'means' = 'ESPECES'"));
        await Assert.ThrowsAsync<BasketChanged>(() => martin.SellAsync([(4, "CANT-B")], PaymentMeans.Cash, key));
        await Assert.ThrowsAsync<BasketChanged>(() => martin.SellAsync([(4, "CANT-B")], PaymentMeans.Cash, key, others: [ccas with { Payer = null }]));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_grandmother_pays_all_and_what_is_cancelled_bears_her_name()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        var payment = Assert.Single(await martin.SellAsync([(4, "CANT-B")], PaymentMeans.Cheque, payer: new Payer(PayerKind.Adult, "Odile Garnier")));

        await town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(Assert.Single(await martin.Sold(payment)), 4)], Guid.NewGuid(), CancellationToken.None);

        Assert.Equal(["Odile Garnier", "Odile Garnier"], await books.ListAsync(town.Structure, "select paid_by from receipt", r => r.GetString(0)));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Cash_in_two_shares_is_still_cash()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        var other = martin.Share(PaymentMeans.Cash, new Payer(PayerKind.Adult, "Odile Garnier"), (61, "CANT-B"));

        await Assert.ThrowsAsync<TooMuchCash>(() => martin.SellAsync([(60, "CANT-B")], PaymentMeans.Cash, others: [other]));

        Assert.Equal(0L, await books.AskAsync<long>("select (select count(*) from payment) + (select count(*) from receipt)"));
    }

    private static async Task<IReadOnlyList<(PaymentMeans Means, long Gross)>> TakingsAsync(Town town)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        var day = town.Books.Clock.Today;
        return [.. (await TakingsReport.ReadAsync(work, day, day, CancellationToken.None)).Select(t => (t.Means, t.Gross.Cents))];
    }
}
