using ETicket.IntegrationTests.Treasury;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Treasury.Undo;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments.Baskets;

/// <summary>A part of a basket tried again, and what becomes of money that comes twice.</summary>
public sealed class TwicePaidTests(Cluster cluster)
{
    [Fact]
    public async Task C25_two_payments_of_one_basket_both_paid_both_credit_and_the_second_waits_for_a_person()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var first = await ExpiredAsync(martin);
        var second = await martin.GoesToPayAgain(first);
        town.PayFip.Accepts(first);
        town.PayFip.Accepts(second);

        Assert.Equal(PaymentState.Paid, await martin.Settles(second));
        Assert.Empty(await books.AlarmsAsync());
        Assert.Equal(PaymentState.Paid, await martin.Settles(first, "sweep"));
        await martin.Settles(second, "notification");

        Assert.Equal((second.Attempt, second.RetriesId), (2, first.Id));
        Assert.Equal((20, 5000, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(["paid twice " + second.Reference + " " + first.Reference], await FlagsAsync(town));
        Assert.Equal(["PaidTwice " + first.Id], await books.ListAsync(town.Structure, "select name || ' ' || reference from outbox_letter where name = 'PaidTwice'", r => r.GetString(0)));
        Assert.Equal(("2500", "true"), await TwicePaid.ToldAsync(books));
        Assert.Equal(new Doubled(new Money(2500), WithTickets: true), await TwicePaid.ShownAsync(town, first));
        Assert.Null(await TwicePaid.ShownAsync(town, second));
        Assert.Equal("P9 écart à regarder", Assert.Single(await books.AlarmsAsync()).Code);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C25_dealt_with_then_taken_by_the_bank_and_won_back_it_is_twice_again_and_everybody_is_told_once_more()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var first = await ExpiredAsync(martin);
        var second = await martin.GoesToPayAgain(first);
        town.PayFip.Accepts(first);
        town.PayFip.Accepts(second);
        await martin.Settles(second);
        await martin.Settles(first, "sweep");
        await town.Resolves(first, "paid twice", "contesté par la famille");

        foreach (var flags in new[] { 2, 3 })
        {
            var taken = await town.Desk().Does(first, UndoAct.Chargeback, await martin.Takes(first, "CANT-B", 10), "contesté");
            await town.Desk().WinBackAsync(town.Structure, taken, "contestation perdue", "Dominique", CancellationToken.None);

            // Taken, it was paid once, and what waited was over.
            Assert.Equal(flags, (await FlagsAsync(town)).Count);
            Assert.Equal(["paid twice"], await town.OpenGaps());
            Assert.Equal((long)flags, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'PaidTwice'"));
        }
        Assert.StartsWith(first.Reference + " (", await books.AskAsync<string>("select found from discrepancy where resolved_at is null"), StringComparison.Ordinal);
        Assert.Equal(new Doubled(new Money(2500), WithTickets: true), await TwicePaid.ShownAsync(town, first));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Both_paid_at_the_same_instant_one_of_them_is_flagged()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        for (var round = 0; round < 5; round++)
        {
            var first = await ExpiredAsync(martin);
            var second = await martin.GoesToPayAgain(first);
            town.PayFip.Accepts(first);
            town.PayFip.Accepts(second);

            await Task.WhenAll(new[] { first, second }.SelectMany(p => Enumerable.Range(0, 3).Select(_ => Task.Run(() => martin.Settles(p)))));

            Assert.Equal(round + 1, (await FlagsAsync(town)).Count);
        }
        Assert.Equal((100, 25000, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Two_baskets_alike_that_the_family_wanted_are_no_payment_made_twice()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        foreach (var payment in new[] { await martin.GoesToPay(10, "CANT-B"), await martin.GoesToPay(10, "CANT-B") })
        {
            town.PayFip.Accepts(payment);
            await martin.Settles(payment);
        }

        Assert.Empty(await FlagsAsync(town));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Tried_again_it_costs_what_it_cost_and_tomorrow_it_is_another_basket()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var first = await ExpiredAsync(martin);

        var second = await martin.TriesAgain(first);
        var known = await martin.TriesAgain(first);
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-2), "08:00");
        await town.Sweep.RunAsync(CancellationToken.None);

        Assert.Equal((second.Id, first.Amount, first.BasketId), (known.Id, second.Amount, second.BasketId));
        // Opened and not known to be over: its money may still come.
        var refused = await Assert.ThrowsAsync<AnswerMayStillCome>(() => martin.TriesAgain(first));
        Assert.Contains("ouvert le vendredi 4 septembre 2026 et sa réponse peut encore arriver", refused.Sentence);
        Assert.DoesNotContain("rien n’a été débité", refused.Sentence);
        town.PayFip.SaysPurged(first);
        await martin.Settles(first, "sweep");
        Assert.Contains("rien n’a été débité", (await Assert.ThrowsAsync<BasketOfAnotherDay>(() => martin.TriesAgain(first))).Sentence);
        Assert.Equal(2L, await books.AskAsync<long>("select count(*) from payment"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task While_nobody_knows_the_fate_of_the_first_a_second_waits_twenty_minutes()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var first = Assert.Single(await martin.FillsABasket([(10, "CANT-B")]));
        town.PayFip.WhileOpening = () => throw new ProviderUnreachable("time-out");
        await Assert.ThrowsAsync<ProviderSilent>(() => town.Checkout.OpenAsync(town.Structure, first.Id, CancellationToken.None));
        town.PayFip.WhileOpening = null;

        var refused = await Assert.ThrowsAsync<TryAgainLater>(() => martin.TriesAgain(first));
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-3), "08:21");
        var second = await martin.TriesAgain(first);

        Assert.Contains("à partir du 04/09/2026 à 08:20", refused.Sentence);
        Assert.Equal(2, second.Attempt);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_part_that_is_paid_is_not_tried_again_and_another_family_s_does_not_exist()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, petit) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"));
        var payment = await martin.GoesToPay(10, "CANT-B");
        town.PayFip.Accepts(payment);
        await martin.Settles(payment);

        Assert.Equal(payment.Id, (await martin.TriesAgain(payment)).Id);
        await Assert.ThrowsAsync<UnknownPayment>(() => petit.TriesAgain(payment));
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from payment"));
    }

    [Fact]
    public async Task Opened_long_after_it_was_prepared_it_is_alive_for_twenty_minutes_from_there()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var first = Assert.Single(await martin.FillsABasket([(10, "CANT-B")]));
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-3), "08:25");
        await town.Checkout.OpenAsync(town.Structure, first.Id, CancellationToken.None);
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-3), "08:26");

        var again = await martin.TriesAgain(first, PaymentProvider.Stripe);
        var twin = Assert.Single(await town.TopUps.PrepareAsync(martin.BasketOf([(10, "CANT-B")]) with { ReusesLive = true }, CancellationToken.None));

        Assert.Equal((first.Id, first.Id), (again.Id, twin.Id));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<Payment> ExpiredAsync(FamilyFile family)
    {
        var payment = await family.GoesToPay(10, "CANT-B");
        family.Town.PayFip.SaysExpired(payment);
        Assert.Equal(PaymentState.Expired, await family.Settles(payment));
        return payment;
    }

    private static Task<IReadOnlyList<string>> FlagsAsync(Town town) =>
        town.Books.ListAsync(town.Structure, "select field || ' ' || expected || ' ' || found from discrepancy order by id", r => r.GetString(0));
}
