using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Treasury;

namespace ETicket.IntegrationTests.Payments.Recorded;

/// <summary>A dispute that took the money, lost it after an appeal or an objection, and took it again: each taking has its own mirror, or waits for a person.</summary>
public sealed class TakenAgainTests(Cluster cluster)
{
    [Theory]
    [InlineData(PaymentProvider.Stripe, "session-paid", "session-dispute-taken", "session-dispute-given", "session-dispute-taken-again", "session-dispute-given-again")]
    [InlineData(PaymentProvider.PayPal, "captured", "dispute-taken", "dispute-won", "dispute-taken-again", "dispute-given-again")]
    public async Task C30_what_a_dispute_takes_a_second_time_leaves_a_second_time_and_comes_back_with_it(
        PaymentProvider provider, string paid, string taken, string given, string takenAgain, string givenAgain)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await AdapterOrderTests.TownOfAsync(books, provider);
        var moments = new[] { paid, taken, given, takenAgain, givenAgain }.Select(t => Moment.Of(provider, town, t, moneyLeft: true)).ToArray();
        var (martin, payment) = await AdapterOrderTests.OpensAsync(town, provider, 0, moments);
        var tickets = provider is PaymentProvider.Stripe ? 10 : 5;

        foreach (var (moment, state, left) in moments.Zip([PaymentState.Paid, PaymentState.ChargedBack, PaymentState.Paid, PaymentState.ChargedBack, PaymentState.Paid], [tickets, 0, tickets, 0, tickets]))
        {
            for (var told = 0; told < 3; told++)
                Assert.Equal(state, await moment.Settlements.SettleAsync(town.Structure, payment.Id, "notification", CancellationToken.None, evenCredited: true));
            Assert.Equal((left, left * 250L, 0), await martin.Wallet("CANT-B"));
            await books.ShouldBeHealthyAsync();
        }

        Assert.Equal(2L, await books.AskAsync<long>("select count(*) from receipt where kind = 'Chargeback'"));
        Assert.Equal(2L, await books.AskAsync<long>("select count(*) from entry where kind = 'ReversalUndone'"));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from discrepancy"));
        foreach (var moment in moments)
            await moment.DisposeAsync();
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe, "session-paid", "session-dispute-given", "session-dispute-reopened", "dp_1PSF1entTickets#2")]
    [InlineData(PaymentProvider.Stripe, "session-paid", "session-dispute-given", "session-dispute-lost", "dp_1PSF1entTickets#2")]
    [InlineData(PaymentProvider.PayPal, "captured", "dispute-won", "dispute-lost-unshown", "PP-R-GSS-10059837#2")]
    public async Task C30_said_gone_again_without_any_movement_nothing_leaves_and_a_person_looks_once_and_may_say_so(
        PaymentProvider provider, string paid, string given, string doubtful, string number)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await AdapterOrderTests.TownOfAsync(books, provider);
        var moments = new[] { paid, given, doubtful }.Select(t => Moment.Of(provider, town, t, moneyLeft: true)).ToArray();
        var (martin, payment) = await AdapterOrderTests.OpensAsync(town, provider, 0, moments);
        var held = provider is PaymentProvider.Stripe ? (10, 2500L, 0) : (5, 1250L, 0);

        foreach (var moment in moments.Append(moments[2]))
            Assert.Equal(PaymentState.Paid, await moment.Settlements.SettleAsync(town.Structure, payment.Id, "notification", CancellationToken.None, evenCredited: true));

        Assert.Equal(held, await martin.Wallet("CANT-B"));
        var waits = await books.AskAsync<string>("select field || ' ' || expected || ' ' || found from discrepancy where resolved_at is null");
        Assert.Equal($"dispute taken once {held.Item2} ({number})", moments[0].AsRecorded(waits, 0));
        Assert.Equal("P9 écart à regarder", Assert.Single(await books.AlarmsAsync()).Code);

        // The person found it on the provider's pages: it leaves under that number, and is asked about no more.
        var back = new MoneyBack(books.Database, town.Reversals);
        var told = waits[(waits.IndexOf('(', StringComparison.Ordinal) + 1)..^1];
        Assert.Equal(PaymentState.ChargedBack, await back.PostAsync(town.Structure, payment.Id, [new TakenBack(told, new Money(held.Item2), true, false)], CancellationToken.None));
        await moments[2].Settlements.SettleAsync(town.Structure, payment.Id, "notification", CancellationToken.None, evenCredited: true);
        Assert.Equal((0, 0L, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from discrepancy where resolved_at is null"));
        foreach (var moment in moments)
            await moment.DisposeAsync();
        await books.ShouldBeHealthyAsync();
    }
}
