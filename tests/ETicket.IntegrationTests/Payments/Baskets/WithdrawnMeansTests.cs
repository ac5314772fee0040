using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Structures;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;

namespace ETicket.IntegrationTests.Payments.Baskets;

/// <summary>A later act withdraws a means of payment: refused from that Paris day on, and what was sold before is unharmed.</summary>
public sealed class WithdrawnMeansTests(Cluster cluster)
{
    [Fact]
    public async Task From_the_Paris_day_of_the_decision_on_the_means_is_refused_and_old_sales_keep_theirs()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var act = new ActMeans(books.Database);
        var last = town.Days[1];
        await town.SetsTheClock(last, "23:59");
        await act.WithdrawAsync(town.Structure, town.Canteen, PaymentMeans.Cheque, last.AddDays(1), "2026-40", CancellationToken.None);
        await act.WithdrawAsync(town.Structure, town.Canteen, PaymentMeans.PayFipDebit, last.AddDays(1), "2026-40", CancellationToken.None);
        await act.WithdrawAsync(town.Structure, town.Canteen, PaymentMeans.PayFipCard, last.AddDays(1), "2026-40", CancellationToken.None);

        var sold = await martin.Buys(4, "CANT-B");
        var onLine = await martin.GoesToPay(2, "CANT-B");
        await town.SetsTheClock(last.AddDays(1), "00:00");

        await Assert.ThrowsAsync<MeansNotAllowed>(() => martin.Buys(4, "CANT-B"));
        await Assert.ThrowsAsync<PaidOnTheSpotOnly>(() => martin.FillsABasket([(4, "CANT-B")]));
        await martin.Buys(1, "BUS");
        await martin.Buys(1, "CANT-B", PaymentMeans.Cash);
        // Begun while it was allowed, paid after: the money came, the tickets are there.
        town.PayFip.Accepts(onLine);
        Assert.True((await martin.Settles(onLine)).IsCredited());
        await town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(Assert.Single(await martin.Sold(sold)), 4)], Guid.NewGuid(), CancellationToken.None);
        Assert.Equal((3, 750, 0), await martin.Wallet("CANT-B"));

        // A later decision allows it again.
        await act.AllowAsync(town.Structure, town.Canteen, PaymentMeans.Cheque, last.AddDays(7), "2026-52", CancellationToken.None);
        await Assert.ThrowsAsync<MeansNotAllowed>(() => martin.Buys(4, "CANT-B"));
        await town.SetsTheClock(last.AddDays(7), "08:00");
        await martin.SellAsync([(1, "CANT-B")], papers: [FamilyFile.Cheque("0001299")]);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_withdrawal_that_says_nothing_or_has_nothing_to_withdraw_changes_nothing()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (act, day) = (new ActMeans(books.Database), town.Days[0]);
        Task Withdraws(PaymentMeans means, DateOnly from, string? decision = "2026-40") => act.WithdrawAsync(town.Structure, town.Canteen, means, from, decision, CancellationToken.None);

        await Assert.ThrowsAsync<DecisionMissing>(() => Withdraws(PaymentMeans.Cheque, day, " "));
        await Assert.ThrowsAsync<MeansNotInAct>(() => Withdraws(PaymentMeans.Cesu, day));
        await Assert.ThrowsAsync<EndsBeforeItStarts>(() => Withdraws(PaymentMeans.Cheque, new(2019, 1, 1)));
        await Assert.ThrowsAsync<ProductUnknown>(() => act.WithdrawAsync(town.Structure, ServiceId.New(), PaymentMeans.Cheque, day, "2026-40", CancellationToken.None));
        await Assert.ThrowsAsync<MeansAllowedAlready>(() => act.AllowAsync(town.Structure, town.Canteen, PaymentMeans.Cheque, day, "2026-41", CancellationToken.None));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from allowed_means where ends_on is not null"));
        await Withdraws(PaymentMeans.Cheque, day);
        await Assert.ThrowsAsync<MeansNotInAct>(() => Withdraws(PaymentMeans.Cheque, day));
    }

    [Fact]
    public async Task Buttons_say_what_they_do_not_pay_and_products_without_a_common_means_are_bought_apart()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var act = new ActMeans(books.Database);
        var (day, known) = (town.Days[0], new[] { PaymentProvider.PayFip, PaymentProvider.Stripe });
        await town.SetsTheClock(day, "08:00");
        await new ProviderAccounts(books.Database).OpenAsync(town.Structure, town.Regie, PaymentProvider.Stripe, "essai", CancellationToken.None);

        await act.AllowAsync(town.Structure, town.Transport, PaymentMeans.StripeCard, day, "2026-41", CancellationToken.None);
        var both = await OfferedAsync();
        foreach (var means in new[] { PaymentMeans.PayFipCard, PaymentMeans.PayFipDebit })
            await act.WithdrawAsync(town.Structure, town.Transport, means, day, "2026-41", CancellationToken.None);
        var apart = await OfferedAsync();
        var topUps = new TopUps(books.Database, [town.PayFip, new SplitTests.Card()]);

        Assert.Equal(("PayFip Stripe", "cantine", 0), (string.Join(' ', both.Providers), both.NotFor[PaymentProvider.Stripe].Single() == town.Canteen ? "cantine" : "car", both.Apart.Count));
        Assert.Equal((2, 0), (apart.Apart.Count, apart.OnTheSpot.Count));
        var split = await Assert.ThrowsAsync<NoMeansForAll>(() => topUps.PrepareAsync(martin.BasketOf([(4, "CANT-B"), (4, "BUS")]), CancellationToken.None));
        var other = await Assert.ThrowsAsync<OtherMeansOnly>(() => topUps.PrepareAsync(martin.BasketOf([(4, "BUS")]), CancellationToken.None));
        Assert.Contains("à la fois pour Cantine, Transport. Achetez-les séparément, ou payez sur place.", split.Sentence);
        Assert.Contains("« Transport » ne se paie pas par ce moyen. En ligne, choisissez : carte bancaire.", other.Sentence.Replace('\u00A0', ' '));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from payment"));

        async Task<MeansOnOffer> OfferedAsync()
        {
            await using var work = await books.Database.BeginAsync(town.Structure, CancellationToken.None);
            return await MeansOnOffer.OfAsync(work, [town.Canteen, town.Transport], known, day, CancellationToken.None);
        }
    }
}
