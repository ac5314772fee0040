using System.Diagnostics;
using ETicket.IntegrationTests.World;
using ETicket.Payments;

namespace ETicket.IntegrationTests.Payments;

/// <summary>What ends by itself, and ten thousand open payments at once.</summary>
public sealed class SweepCrowdTests(Cluster cluster)
{
    private const int Crowd = 10_000;

    [Fact]
    public async Task R144_What_was_prepared_and_never_opened_ends_with_its_day_and_rings_no_alarm()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var left = Assert.Single(await martin.FillsABasket([(4, "CANT-B")]));
        var today = books.Clock.Today;

        await town.SetsTheClock(today, "23:59:59.9");
        await RunAsync(town);
        Assert.Equal(PaymentState.Created, await town.StateOf(left));
        await town.SetsTheClock(today.AddDays(1), "00:00");
        await RunAsync(town);
        await RunAsync(town);

        Assert.Equal((PaymentState.Expired, 0), (await town.StateOf(left), town.PayFip.LookUps));
        Assert.Equal(1, await books.AskAsync<long>("select count(*) from payment_step"));
        await town.SetsTheClock(today.AddDays(3), "12:00");
        Assert.DoesNotContain(await books.AlarmsAsync(), a => a.Code.StartsWith("P5", StringComparison.Ordinal));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task An_opening_nobody_answered_ends_after_its_day_and_the_window_and_the_family_pays_again()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var today = books.Clock.Today;
        await town.SetsTheClock(today, "23:50");
        var lost = Assert.Single(await martin.FillsABasket([(4, "CANT-B")]));
        town.PayFip.WhileOpening = () => throw new ProviderUnreachable("time-out");
        await Assert.ThrowsAsync<ProviderSilent>(() => town.Checkout.OpenAsync(town.Structure, lost.Id, CancellationToken.None));
        town.PayFip.WhileOpening = null;

        await town.SetsTheClock(today.AddDays(1), "00:19:59.9");
        await RunAsync(town);
        Assert.Equal(PaymentState.Unknown, await town.StateOf(lost));
        await town.SetsTheClock(today.AddDays(1), "00:20");
        await RunAsync(town);

        Assert.Equal(PaymentState.Expired, await town.StateOf(lost));
        var again = await martin.GoesToPay(4, "CANT-B");
        town.PayFip.Accepts(again);
        Assert.Equal(PaymentState.Paid, await martin.Settles(again));
        Assert.Equal((4, 1000, 0), await martin.Wallet("CANT-B"));
        await town.SetsTheClock(today.AddDays(10), "12:00");
        Assert.DoesNotContain(await books.AlarmsAsync(), a => a.Code.StartsWith("P5", StringComparison.Ordinal));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Ten_thousand_open_payments_of_former_days_do_not_make_a_fresh_one_wait_and_are_all_asked_in_their_turn()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var today = books.Clock.Today;
        await martin.GoesToPay(1, "CANT-B");
        await CrowdAsync(books);
        await town.SetsTheClock(today.AddDays(2), "08:00");
        var fresh = await martin.GoesToPay(2, "CANT-B");
        town.PayFip.Accepts(fresh);
        await town.SetsTheClock(today.AddDays(2), "08:05");

        var watch = Stopwatch.StartNew();
        var asked = await RunAsync(town);
        Assert.Equal(PaymentState.Paid, await town.StateOf(fresh));
        Assert.True(asked < Crowd, "One run asks so many and no more.");
        var runs = 1;
        for (; asked <= Crowd + 1 && runs < 100; runs++)
        {
            await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(1));
            asked += await RunAsync(town);
        }

        Assert.Equal(0, await books.AskAsync<long>("select count(*) from payment where asks = 0 and state = 'Pending'"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{asked} asked in {runs} runs, {watch.Elapsed.TotalSeconds:F1} s");
    }

    [Fact]
    public async Task A_silent_provider_is_left_alone_until_the_next_run_and_each_run_tries_others()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var opened = await martin.GoesToPay(1, "CANT-B");
        await CrowdAsync(books, 200);
        NeverAnswers(town, _ => true);
        await town.SetsTheClock(books.Clock.Today.AddDays(2), "08:00");

        var first = await RunAsync(town);
        var second = await RunAsync(town);

        Assert.InRange(first, 8, 40);
        Assert.InRange(second, 8, 40);
        Assert.Equal(first + second, await books.AskAsync<long>("select count(*) from payment where asks = 1"));
        Assert.Equal("no answer within 00:00:15", await books.AskAsync<string>("select min(answer_detail) from payment"));
    }

    [Fact]
    public async Task C4_payments_of_a_key_that_was_revoked_do_not_make_a_fresh_one_of_the_same_regie_wait()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.GoesToPay(1, "CANT-B");
        await CrowdAsync(books, 200);
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddSeconds(30));
        var healthy = await martin.GoesToPay(2, "CANT-B");
        town.PayFip.Otherwise = _ => new ProviderView.Unknown("of no account that is configured");
        town.PayFip.Accepts(healthy);

        for (var minute = 1; minute <= 10; minute++)
            await AMinuteLaterAsync(town);

        Assert.Equal(PaymentState.Paid, await town.StateOf(healthy));
        Assert.Equal(0, await books.AskAsync<long>("select count(*) from payment where asks = 0 and state = 'Pending'"));
        Assert.Equal((2, 500, 0), await martin.Wallet("CANT-B"));
    }

    [Fact]
    public async Task C4_a_regie_whose_account_never_answers_does_not_make_another_regie_wait()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { TwoRegies = true });
        var martin = await town.OpensAFile("Martin");
        await martin.GoesToPay(1, "CANT-B");
        await CrowdAsync(books, 60);
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddSeconds(30));
        var healthy = await martin.GoesToPay(2, "BUS");
        NeverAnswers(town, order => order.Reference != healthy.Reference);
        town.PayFip.Accepts(healthy);

        for (var minute = 1; minute <= 6; minute++)
            await AMinuteLaterAsync(town);

        Assert.Equal(PaymentState.Paid, await town.StateOf(healthy));
        Assert.Equal((2, 300, 0), await martin.Wallet("BUS"));
    }

    [Fact]
    public async Task C4_more_dues_of_a_silent_regie_than_one_run_takes_do_not_keep_another_regie_out()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { TwoRegies = true });
        var martin = await town.OpensAFile("Martin");
        await martin.GoesToPay(1, "CANT-B");
        await CrowdAsync(books, 2_500);
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddSeconds(30));
        var healthy = await martin.GoesToPay(2, "BUS");
        NeverAnswers(town, order => order.Reference != healthy.Reference);
        town.PayFip.Accepts(healthy);
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(6));

        await RunAsync(town);

        Assert.Equal(PaymentState.Paid, await town.StateOf(healthy));
        Assert.True(await books.AskAsync<long>("select count(*) from payment where asks = 0 and state = 'Pending'") > 2_000);
    }

    private static async Task AMinuteLaterAsync(Town town)
    {
        await town.Books.Clock.SetAsync(town.Books.Clock.GetUtcNow().AddMinutes(1));
        await RunAsync(town);
    }

    /// <summary>Time-outs: nobody hears anything, and it costs the time of waiting.</summary>
    private static void NeverAnswers(Town town, Func<PaymentOrder, bool> whom)
    {
        town.PayFip.Otherwise = _ => new ProviderView.Unknown("no answer within 00:00:15");
        town.PayFip.WhileAsked = order => whom(order) ? Task.Delay(TimeSpan.FromMilliseconds(1_200)) : Task.CompletedTask;
    }

    /// <summary>The one open payment, so many times, each with its line and its step.</summary>
    private static async Task CrowdAsync(Books books, int count = Crowd)
    {
        await using var command = books.Owner.CreateCommand(
            """
            create temp table crowd as select p.*, gen_random_uuid() as new_id, i from payment p cross join generate_series(1, $1) i;
            insert into payment (structure_id, id, family_id, regie_id, basket_id, provider, state, amount_cents, reference, provider_reference, pay_at, budget_year, actor, created_at,
                                 opened_at, ask_from, next_ask_at, client_number, mode)
            select structure_id, new_id, family_id, regie_id, gen_random_uuid(), provider, state, amount_cents, 'CROWD' || i, gen_random_uuid()::text, pay_at, budget_year, actor, created_at,
                   opened_at, ask_from, next_ask_at, client_number, mode from crowd;
            insert into payment_line (structure_id, payment_id, line, service_id, ticket_type_id, designation, quantity, unit_price_cents)
            select c.structure_id, c.new_id, 1, l.service_id, l.ticket_type_id, l.designation, l.quantity, l.unit_price_cents from crowd c join payment_line l on l.payment_id = c.id;
            insert into payment_step (structure_id, payment_id, from_state, to_state, at, source)
            select structure_id, new_id, 'Created', 'Pending', created_at, 'start' from crowd
            """.Replace("$1", count.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        await command.ExecuteNonQueryAsync();
    }

    private static Task<int> RunAsync(Town town) => town.Sweep.RunAsync(CancellationToken.None);
}
