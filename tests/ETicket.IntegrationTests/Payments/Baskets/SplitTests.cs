using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;

namespace ETicket.IntegrationTests.Payments.Baskets;

/// <summary>One basket, several régies: a payment each, with what its act offers and from the least amount its provider takes.</summary>
public sealed class SplitTests(Cluster cluster)
{
    private static readonly TownPlan TwoRegies = new()
    {
        TwoRegies = true,
        Means = [PaymentMeans.PayFipCard, PaymentMeans.PayFipDebit, PaymentMeans.StripeCard, PaymentMeans.Cash],
        Prices = new Dictionary<string, (DateOnly, long)[]>(StringComparer.Ordinal) { ["CANT-B"] = [(new(2025, 9, 1), 250)], ["BUS"] = [(new(2025, 9, 1), 40)] },
    };

    [Fact]
    public async Task R135_R137_Tickets_of_two_activities_and_three_children_and_an_invoice_are_one_payment_per_regie()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, TwoRegies);
        var martin = await town.OpensAFile("Martin", children: 3);
        var owed = await martin.Owes(1200, "cantine");
        BasketLine[] lines = [new(town.Type("CANT-B"), 4, "Lou"), new(town.Type("CANT-B"), 6, "Tom"), new(town.Type("BUS"), 10, "Zoé")];

        await town.TopUps.PrepareAsync(martin.BasketOf([], owed) with { Lines = lines }, CancellationToken.None);
        var parts = await PartsAsync(town, martin);

        Assert.Equal(["1/2 Restauration 3700", "2/2 Transport 400"], parts.Select(p => FormattableString.Invariant($"{p.Rank}/{p.Of} {p.Regie} {p.Payment.Amount.Cents}")));
        Assert.Equal(
            ["[Lou] : Ticket(s) pour le service cantine", "[Tom] : Ticket(s) pour le service cantine", "Facture F2026-000001 : Accueil cantine"],
            parts[0].Lines.Select(l => l.Designation.Replace('\u00A0', ' ')));
        foreach (var part in parts)
        {
            await town.Checkout.OpenAsync(town.Structure, part.Payment.Id, CancellationToken.None);
            town.PayFip.Accepts(part.Payment);
            await martin.Settles(part.Payment);
        }

        Assert.Equal(((10, 2500, 0), (10, 400, 0), 0L), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS"), await martin.StillOwes()));
        Assert.Equal(2L, await books.AskAsync<long>("select count(*) from receipt"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_part_under_the_least_amount_says_what_is_missing_before_anything_is_recorded()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, TwoRegies);
        var martin = await town.OpensAFile("Martin");

        var refused = await Assert.ThrowsAsync<AmountTooSmall>(() => martin.FillsABasket([(10, "CANT-B"), (1, "BUS")]));

        Assert.Equal(
            "Pour la caisse « Transport », le total est de 0,40 € : le paiement en ligne y commence à 1,00 €, il manque 0,60 €. "
            + "Ajoutez 2 tickets « car », ou réglez cette partie sur place. Rien n’est encore engagé.",
            refused.Sentence.Replace('\u00A0', ' '));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from payment"));
        Assert.Equal(2, (await martin.FillsABasket([(10, "CANT-B"), (3, "BUS")])).Count);
    }

    [Fact]
    public async Task Another_provider_of_the_act_takes_the_part_the_first_is_too_big_for()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, TwoRegies);
        var martin = await town.OpensAFile("Martin");
        await OpensStripeAsync(town);
        var topUps = new TopUps(books.Database, [town.PayFip, new Card()]);

        var payments = await topUps.PrepareAsync(martin.BasketOf([(10, "CANT-B"), (2, "BUS")]), CancellationToken.None);
        var refused = await Assert.ThrowsAsync<AmountTooSmall>(() => topUps.PrepareAsync(martin.BasketOf([(10, "CANT-B"), (1, "BUS")]), CancellationToken.None));

        Assert.Equal([PaymentProvider.PayFip, PaymentProvider.Stripe], payments.Select(p => p.Provider));
        Assert.Contains("il manque 0,10", refused.Sentence);
    }

    [Fact]
    public async Task A_part_is_offered_what_the_act_allows_for_each_of_its_services_and_another_button_makes_another_attempt()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, TwoRegies);
        var martin = await town.OpensAFile("Martin");
        await OpensStripeAsync(town);
        var prepared = Assert.Single(await martin.FillsABasket([(10, "BUS")]));
        var meals = Assert.Single(await martin.FillsABasket([(10, "CANT-B")]));
        var retries = new Retries(books.Database, [town.PayFip, new Card()], new LeftOpen(books.Database, [town.PayFip, new Card()], town.Settlements, new PortalAddress()));

        var byCard = await retries.AgainAsync(town.Structure, martin.Id, prepared.Id, PaymentProvider.Stripe, "parent", CancellationToken.None);

        await Assert.ThrowsAsync<MeansNotAllowed>(() => retries.AgainAsync(town.Structure, martin.Id, meals.Id, PaymentProvider.Stripe, "parent", CancellationToken.None));
        Assert.Equal((PaymentProvider.Stripe, 2, 400L), (byCard.Provider, byCard.Attempt, byCard.Amount.Cents));
        Assert.Equal([PaymentProvider.PayFip, PaymentProvider.Stripe], Assert.Single(await PartsAsync(town, martin, byCard.BasketId, new Card())).Offered);
        Assert.Equal([PaymentProvider.PayFip], Assert.Single(await PartsAsync(town, martin, meals.BasketId, new Card())).Offered);
        // The first button was pressed and nothing opened: nobody can pay there any more.
        await Assert.ThrowsAsync<PaymentNotOpen>(() => town.Checkout.OpenAsync(town.Structure, prepared.Id, CancellationToken.None));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_means_that_takes_nothing_so_small_says_from_how_much_it_does()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, TwoRegies);
        var martin = await town.OpensAFile("Martin");
        await OpensStripeAsync(town);
        var small = Assert.Single(await new TopUps(books.Database, [town.PayFip, new Card()]).PrepareAsync(martin.BasketOf([(2, "BUS")]) with { Provider = PaymentProvider.Stripe }, CancellationToken.None));

        var refused = await Assert.ThrowsAsync<MeansFromAmount>(() => martin.TriesAgain(small));

        Assert.Equal("Ce moyen de paiement commence à 1,00 €, et ce paiement est de 0,80 €. Choisissez un autre moyen, ou réglez au guichet.", refused.Sentence.Replace('\u00A0', ' ').Replace('\u202F', ' '));
    }

    [Fact]
    public async Task A_part_nobody_may_take_on_line_is_refused_whole_and_named()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, TwoRegies with { Means = [PaymentMeans.Cash] });
        var martin = await town.OpensAFile("Martin");

        var refused = await Assert.ThrowsAsync<PaidOnTheSpotOnly>(() => martin.FillsABasket([(10, "CANT-B"), (10, "BUS")]));

        Assert.Contains("Cantine", refused.Sentence);
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from payment"));
    }

    [Fact]
    public async Task Another_family_finds_no_part_under_the_key()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, TwoRegies);
        var (martin, petit) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"));
        var basket = await martin.FillsABasket([(10, "CANT-B"), (10, "BUS")]);

        Assert.Empty(await PartsAsync(town, petit, basket[0].BasketId));
    }

    /// <summary>The school bus's régie collects by card too.</summary>
    private static async Task OpensStripeAsync(Town town)
    {
        var bus = await town.Books.ListAsync(town.Structure, "select id from regie where name = 'Transport'", r => new RegieId(r.GetGuid(0)));
        await new ProviderAccounts(town.Books.Database).OpenAsync(town.Structure, bus[0], PaymentProvider.Stripe, "essai", CancellationToken.None);
    }

    private static async Task<IReadOnlyList<PartToPay>> PartsAsync(Town town, FamilyFile family, Guid? key = null, params IPaymentProvider[] besides)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        var basket = key ?? Assert.Single((await town.Books.ListAsync(town.Structure, "select basket_id from payment", r => r.GetGuid(0))).Distinct());
        return await new SplitBasket([town.PayFip, .. besides]).PartsAsync(work, family.Id, basket, town.Books.Clock.Today, CancellationToken.None);
    }

    /// <summary>A card provider that takes what Stripe takes.</summary>
    internal sealed class Card : IPaymentProvider
    {
        public PaymentProvider Name => PaymentProvider.Stripe;

        public Money Minimum => new(50);

        public Task<Started> StartAsync(PaymentOrder order, CancellationToken stop) => Task.FromResult(new Started("cs_" + order.Reference, new Uri("https://stripe.example/" + order.Reference)));

        public Task<NoticeReading> ReadNoticeAsync(ProviderRequest request, CancellationToken stop) => Task.FromResult<NoticeReading>(new NoticeReading.NotOurs());

        public string? ReadReturn(ProviderRequest request) => null;

        public Task<ProviderView> LookUpAsync(PaymentOrder order, string providerReference, CancellationToken stop) => Task.FromResult<ProviderView>(new ProviderView.Pending());
    }
}
