using ETicket.IntegrationTests.Payments.ByStripe;
using ETicket.IntegrationTests.Payments.PayPal;
using ETicket.IntegrationTests.Payments.States;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments.Recorded;

/// <summary>
/// The life of a payment as Stripe and PayPal tell it over the wire, read by the real adapters: each answer by each door, twice, in two hundred orders (<see cref="Volume"/>), an answer of before
/// sometimes applied after a newer one. The books, the letters and what waits for a person end the same, word for word.
/// </summary>
public sealed class AdapterOrderTests(Cluster cluster, ITestOutputHelper output)
{
    private static readonly int Orders = Volume.Of(10, 200);
    private const int AtOnce = 8;

    /// <summary>What money that left is written with a star before.</summary>
    public static TheoryData<PaymentProvider, string, string[]> Stories { get; } = new()
    {
        {
            PaymentProvider.Stripe, "taken, given again, doubtful, taken again, won for good",
            ["session-open", "session-payment-failed", "session-expired", "look-up-unavailable", "session-paid", "*session-dispute-taken", "*session-dispute-given", "*session-dispute-reopened",
             "*session-dispute-taken-again", "*session-dispute-given-again"]
        },
        { PaymentProvider.Stripe, "refunded in part, and one that failed", ["session-processing", "session-paid", "*session-refunded-in-part"] },
        {
            PaymentProvider.PayPal, "taken, given again, taken again, won for good",
            ["waiting", "pending-review", "captured", "*dispute-opened", "*dispute-taken", "*dispute-won", "*dispute-taken-again", "*dispute-given-again"]
        },
        { PaymentProvider.PayPal, "lost, and listed as a refund too", ["captured", "disputes-silent", "*reversed", "*dispute-lost"] },
        { PaymentProvider.PayPal, "won in part, under numbers that change", ["captured", "*dispute-won D1250", "*dispute-won D1250 C500", "*dispute-won D1250 C500 D500"] },
        { PaymentProvider.PayPal, "refunds of ours and of PayPal's own pages", ["captured", "*partially-refunded"] },
    };

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task C2_all_orders_of_what_the_real_adapters_hear_end_in_the_same_books(PaymentProvider provider, string what, string[] story)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await TownOfAsync(books, provider);
        var moments = story.Select(told => Moment.Of(provider, town, told.TrimStart('*'), told[0] == '*')).ToArray();
        var paid = new List<(FamilyFile Family, Payment Payment)>();
        while (paid.Count < Orders)
            paid.Add(await OpensAsync(town, provider, paid.Count, moments));
        var ends = new string[Orders];

        await Parallel.ForEachAsync(Enumerable.Range(0, Orders), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (seed, _) =>
        {
            var (family, payment) = paid[seed];
            await Shuffled.TellAsync(new Random(seed), [.. Deliveries(town, moments, payment)]);
            ends[seed] = moments[0].AsRecorded(await Shuffled.EndAsync(books, payment, family), seed);
        });

        foreach (var end in ends.Distinct())
            output.WriteLine($"{what}: {ends.Count(e => e == end)} orders, the first {Array.IndexOf(ends, end)}:\n{end}");
        Assert.Contains("Sale", ends[0]);
        Assert.Single(ends.Distinct());
        foreach (var moment in moments)
            await moment.DisposeAsync();
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C2_C28_a_refund_of_ours_whose_answer_was_lost_is_one_under_its_key_in_every_order()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await TownOfAsync(books, PaymentProvider.Stripe);
        await using (var act = books.Owner.CreateCommand("update regie set refunds_through_provider = true"))
            await act.ExecuteNonQueryAsync();
        await using Moment sold = Stripe("session-paid"), silent = Stripe("look-up-unavailable"), told = Stripe("session-refunded-by-us"), known = Stripe("refund-known");
        Moment Stripe(string transcript) => Moment.Of(PaymentProvider.Stripe, town, transcript, true);
        var ends = new string[Orders];
        for (var seed = 0; seed < Orders; seed++)
        {
            var key = Guid.NewGuid();
            var (family, payment) = await OpensAsync(town, PaymentProvider.Stripe, seed, sold, silent);
            Assert.Equal(PaymentState.Paid, await sold.Settlements.SettleAsync(town.Structure, payment.Id, "return", CancellationToken.None));
            var line = Assert.Single(await family.Sold(payment));
            await Assert.ThrowsAsync<RefundSilent>(() => silent.Refunds.RefundAsync(town.Structure, key, [(line, 2)], CancellationToken.None, "deux repas en trop"));
            foreach (var moment in new[] { told, known })
                moment.Speaks(payment, seed, await books.AskAsync<string>("select key::text from refund_request where payment_id = $1", payment.Id.Value));

            await Shuffled.TellAsync(new Random(seed), [
                .. Deliveries(town, [sold, told], payment),
                async () => await known.Refunds.RefundAsync(town.Structure, key, [(line, 2)], CancellationToken.None, "deux repas en trop")]);
            ends[seed] = sold.AsRecorded(await Shuffled.EndAsync(books, payment, family), seed);
        }

        foreach (var end in ends.Distinct())
            output.WriteLine($"{ends.Count(e => e == end)} orders, the first {Array.IndexOf(ends, end)}:\n{end}");
        Assert.Contains("deux repas en trop (re_3PSF1entFirst)", ends[0]);
        Assert.Single(ends.Distinct());
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>Ten meals at Stripe, five at PayPal, and the page was opened: every moment knows of it.</summary>
    internal static async Task<(FamilyFile Family, Payment Payment)> OpensAsync(Town town, PaymentProvider provider, int rank, params Moment[] moments)
    {
        var family = await town.OpensAFile($"Famille {rank}");
        var payment = Assert.Single(await town.TopUps.PrepareAsync(
            new Basket(Guid.NewGuid(), town.Structure, family.Id, provider, "parent", "parent@famille.example", [new(town.Type("CANT-B"), provider is PaymentProvider.Stripe ? 10 : 5)]), CancellationToken.None));
        await using var opening = Moment.Of(provider, town, provider is PaymentProvider.Stripe ? "session-created" : "opened", false);
        foreach (var moment in moments.Prepend(opening))
            moment.Speaks(payment, rank);
        await opening.Checkout.OpenAsync(town.Structure, payment.Id, CancellationToken.None);
        return (family, payment);
    }

    internal static async Task<Town> TownOfAsync(Books books, PaymentProvider provider)
    {
        var town = await Town.FoundAsync(books, new TownPlan { Means = [.. provider.Means(), PaymentMeans.Cash] });
        await books.Clock.SetAsync(PayPalDesk.Created);
        await new ProviderAccounts(books.Database).OpenAsync(
            town.Structure, town.Regie, provider, provider is PaymentProvider.Stripe ? StripeStub.Account : "mairie", CancellationToken.None);
        return town;
    }

    private static IEnumerable<Func<Task>> Deliveries(Town town, Moment[] moments, Payment payment) =>
        from moment in moments
        from door in new[] { ("notification", moment.MoneyLeft), ("return", false), ("sweep", false) }
        from _ in Enumerable.Range(0, 2)
        select (Func<Task>)(() => Conflicts.ReplayAsync(
            () => moment.Settlements.SettleAsync(town.Structure, payment.Id, door.Item1, CancellationToken.None, door.Item2), CancellationToken.None));
}
