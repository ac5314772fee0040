using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury;
using ETicket.Treasury.Undo;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments.States;

/// <summary>
/// The life of a payment told by notices, returns and sweeps, each at least twice, in two hundred orders (<see cref="Volume"/>) and partly at the same time, an old truth sometimes after a newer one:
/// the books end the same. What a door answers with an error is told again, as providers and people do.
/// </summary>
public sealed class OrderOfEventsTests(Cluster cluster, ITestOutputHelper output)
{
    private static readonly int Orders = Volume.Of(24, 200);
    private static readonly int OrdersInPart = Volume.Of(6, 200);
    private const int AtOnce = 8;

    [Theory]
    [InlineData(PaymentProvider.Stripe)]
    [InlineData(PaymentProvider.PayPal)]
    [InlineData(PaymentProvider.PayFip)]
    public async Task C2_all_orders_of_the_same_events_end_in_the_same_books(PaymentProvider name)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { Means = [.. name.Means(), PaymentMeans.Cash] });
        if (name is not PaymentProvider.PayFip)
            await new ProviderAccounts(books.Database).OpenAsync(town.Structure, town.Regie, name, "essai", CancellationToken.None);
        var told = new ToldProvider(name);
        var checkout = new Checkout(books.Database, [told], new PortalAddress());
        var settlements = new Settlements(books.Database, [told], [town.TopUps], new MoneyBack(books.Database, town.Reversals), new PortalAddress());
        var ends = new string[Orders];

        await Parallel.ForEachAsync(Enumerable.Range(0, Orders), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (seed, stop) =>
        {
            var family = await town.OpensAFile($"Famille {seed}");
            var payment = Assert.Single(await town.TopUps.PrepareAsync(
                new Basket(Guid.NewGuid(), town.Structure, family.Id, name, "parent", "parent@famille.example", [new(town.Type("CANT-B"), 10), new(town.Type("BUS"), 4)]), stop));
            await checkout.OpenAsync(town.Structure, payment.Id, stop);
            await Shuffled.TellAsync(new Random(seed), [.. Deliveries(settlements, town, payment), .. name is PaymentProvider.PayFip ? Staff(family, payment) : []]);
            ends[seed] = await Shuffled.EndAsync(books, payment, family);
        });

        foreach (var end in ends.Distinct())
            output.WriteLine($"{ends.Count(e => e == end)} orders, the first {Array.IndexOf(ends, end)}:\n{end}");
        Assert.Contains("Sale", ends[0]);
        Assert.Contains("ReversalUndone", ends[0]);
        Assert.Single(ends.Distinct());
        await books.ShouldBeHealthyAsync();
    }

    public static TheoryData<string, long[]> InTwoKinds { get; } = new()
    {
        // Five meals at 2,50 € and five journeys at 1,50 €; the first sum is a dispute, and is three meals or five journeys.
        { "a sum that may be two things waits for a person, whatever left before it", [750, 150, 500, 250] },
        { "all that the others leave is what it is", [750, 150, 1100] },
    };

    [Theory]
    [MemberData(nameof(InTwoKinds))]
    public async Task C2_C28_a_dispute_and_refunds_in_part_of_two_kinds_of_tickets_take_the_same_in_every_order(string what, long[] cents)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        TakenBack[] facts = [.. cents.Select((c, i) => new TakenBack($"no_{i}", new Money(c), ByTheBank: i == 0, WonBack: false))];
        var back = new MoneyBack(books.Database, town.Reversals);
        var ends = new string[OrdersInPart];
        var paid = new List<(FamilyFile Family, Payment Payment)>();
        while (paid.Count < ends.Length)
        {
            var family = await town.OpensAFile($"Famille {paid.Count}");
            var payment = await family.GoesToPay([(5, "CANT-B"), (5, "BUS")]);
            town.PayFip.Accepts(payment);
            await family.Settles(payment);
            paid.Add((family, payment));
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, ends.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (seed, stop) =>
        {
            var (family, payment) = paid[seed];
            var told = facts.Select(f => new[] { f }).Append(facts).ToArray();
            await Shuffled.TellAsync(new Random(seed), [.. told.Concat(told).Select(some => (Func<Task>)(() => Conflicts.ReplayAsync(() => back.PostAsync(town.Structure, payment.Id, some, stop), stop)))]);
            ends[seed] = await Shuffled.EndAsync(books, payment, family);
        });

        foreach (var end in ends.Distinct())
            output.WriteLine($"{what}: {ends.Count(e => e == end)} orders, the first {Array.IndexOf(ends, end)}:\n{end}");
        Assert.Equal(cents.Sum() != 2000, ends[0].Contains("dispute whole tickets still sold 750 (no_0)", StringComparison.Ordinal));
        Assert.Single(ends.Distinct());
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>
    /// Made, then failed: where it was seen made, it is mirrored and undone, where it was not it is nothing; an older answer told last takes nothing either way. What is held and what is
    /// owed end the same.
    /// </summary>
    [Fact]
    public async Task C2_C28_a_refund_that_failed_takes_nothing_in_any_order()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        TakenBack first = new("re_1", new(500), false, false), lost = new("re_2", new(750), false, false), failed = lost with { WonBack = true };
        TakenBack[][] truths = [[first], [first, lost], [first, failed]];
        var back = new MoneyBack(books.Database, town.Reversals);
        var ends = new string[OrdersInPart];

        await Parallel.ForEachAsync(Enumerable.Range(0, ends.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (seed, stop) =>
        {
            var family = await town.OpensAFile($"Famille {seed}");
            var payment = await family.GoesToPay([(10, "CANT-B")]);
            town.PayFip.Accepts(payment);
            await family.Settles(payment);
            await Shuffled.TellAsync(new Random(seed), [.. truths.Concat(truths).Select(told => (Func<Task>)(() => Conflicts.ReplayAsync(() => back.PostAsync(town.Structure, payment.Id, told, stop), stop)))]);
            ends[seed] = await books.AskAsync<string>(
                """
                select concat_ws(' ', p.state, (select sum(w.tickets) || ' ' || sum(w.value_cents) from wallet w where w.family_id = p.family_id),
                  (select sum(-r.total_cents) from receipt r where r.payment_id = p.id and r.kind = 'ProviderRefund'
                     and not exists (select from entry e where e.kind = 'ReversalUndone' and e.corrects_id = r.entry_id)))
                from payment p where p.id = $1
                """, payment.Id.Value);
        });

        Assert.All(ends, end => Assert.Equal("Paid 8 2000 500", end));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>Every truth by every door, twice.</summary>
    private static IEnumerable<Func<Task>> Deliveries(Settlements settlements, Town town, Payment payment) =>
        from truth in payment.Provider is PaymentProvider.PayFip ? Debit() : Card(payment.Provider)
        from door in new[] { ("notification", truth.MoneyLeft), ("return", false), ("sweep", false) }
        from _ in Enumerable.Range(0, 2)
        select (Func<Task>)(async () =>
        {
            ToldProvider.Says(truth.View);
            await Conflicts.ReplayAsync(() => settlements.SettleAsync(town.Structure, payment.Id, door.Item1, CancellationToken.None, door.Item2), CancellationToken.None);
        });

    /// <summary>Refused, given up, paid all the same, refunded in part, contested, won, refunded once more, contested again after an appeal, and won for good.</summary>
    private static (bool MoneyLeft, Func<PaymentOrder, ProviderView> View)[] Card(PaymentProvider name)
    {
        var means = Assert.Single(name.Means());
        TakenBack first = new("zz_first", new(500), false, false), contested = new("dp_1", new(2600), true, false), second = new("aa_second", new(150), false, false), again = new("dp_1#2", new(2450), true, false);
        return
        [
            (false, _ => new ProviderView.Pending()), (false, _ => new ProviderView.Refused("{}")), (false, _ => new ProviderView.Expired("{}")), (false, _ => new ProviderView.Unknown("silent")),
            (false, order => Paid(order)), (true, order => Paid(order, first)), (true, order => Paid(order, first, contested)),
            (true, order => Paid(order, first, contested with { WonBack = true })), (true, order => Paid(order, first, contested with { WonBack = true }, second)),
            (true, order => Paid(order, first, contested with { WonBack = true }, second, again)), (true, order => Paid(order, first, contested with { WonBack = true }, second, again with { WonBack = true })),
        ];

        ProviderView Paid(PaymentOrder order, params TakenBack[] back) =>
            new ProviderView.Credited(order.Amount, means, false, order.Reference, null, null, order.CreatedAt.AddMinutes(2), "A1", "{}") { Back = back };
    }

    /// <summary>Abandoned, expired, then a debit order.</summary>
    private static (bool MoneyLeft, Func<PaymentOrder, ProviderView> View)[] Debit() =>
    [
        (false, _ => new ProviderView.Pending()), (false, _ => new ProviderView.Cancelled("{}")), (false, _ => new ProviderView.Refused("{}")), (false, _ => new ProviderView.Expired("{}")),
        (false, _ => new ProviderView.Unknown("silent")), (false, order => RecordedPayFip.Paid(order, promised: true)),
    ];

    /// <summary>PayFiP tells nothing of what left: the régie records the bank's rejection, the second presentation that passed, and a refund by the commune, each under its key, twice.</summary>
    private static IEnumerable<Func<Task>> Staff(FamilyFile family, Payment payment)
    {
        var (town, rejected, refunded) = (family.Town, Guid.NewGuid(), Guid.NewGuid());
        return Enumerable.Range(0, 2).SelectMany(_ => new Func<Task>[]
        {
            () => UndoAsync(Reversals.RejectedDebit("rejet de la banque"), rejected, 0, 10),
            () => UndoAsync(Reversals.CommuneRefund("départ"), refunded, 1, 1),
            async () => await town.Reversals.WinBackAsync(town.Structure, await town.Books.AskAsync<long>(
                "select coalesce(max(entry_id), 0) from receipt where payment_id = $1 and kind = 'RejectedDebit'", payment.Id.Value), "payé à la seconde présentation", CancellationToken.None),
        });

        async Task UndoAsync(Undoing undoing, Guid key, int line, int quantity)
        {
            var sold = await family.Sold(payment);
            await town.Reversals.UndoAsync(town.Structure, undoing, sold.Count == 0 ? [] : [(sold[line] with { StillSold = quantity }, quantity)], CancellationToken.None, key);
        }
    }
}
