using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Payments.Asking;

namespace ETicket.IntegrationTests.Payments;

/// <summary>Every minute, those whose turn it is: what nobody told us the end of.</summary>
public sealed class SweepTests(Cluster cluster)
{
    [Theory]
    [InlineData("00:00:00", "00:05:00")]
    [InlineData("00:04:59.9", "00:05:00")]
    [InlineData("00:05:00", "00:10:00")]
    [InlineData("00:59:59", "01:00:00")]
    [InlineData("01:00:00", "02:00:00")]
    [InlineData("01:59:59", "02:00:00")]
    [InlineData("23:00:00", "1.00:00:00")]
    [InlineData("1.00:00:00", "2.00:00:00")]
    [InlineData("398.23:59:59", "399.00:00:00")]
    [InlineData("399.00:00:00", "400.00:00:00")]
    [InlineData("400.00:00:00", null)]
    [InlineData("900.00:00:00", null)]
    public async Task The_schedule_is_five_minutes_for_an_hour_an_hour_for_a_day_and_a_day_up_to_the_four_hundredth(string age, string? next)
    {
        await using var books = await Books.OpenAsync(cluster);
        // Across the last Sunday of October: a schedule counts hours that pass, not hours that a clock shows.
        var from = new DateTimeOffset(2026, 10, 24, 22, 30, 0, TimeSpan.Zero);

        var told = await books.AskAsync<object>("select next_ask($1, $2)", from, from + TimeSpan.Parse(age));

        Assert.Equal(next is null ? DBNull.Value : (from + TimeSpan.Parse(next)).UtcDateTime, told);
    }

    [Fact]
    public async Task A_payment_nobody_speaks_of_is_asked_thirty_five_times_in_a_day_and_once_a_day_after()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var opened = books.Clock.GetUtcNow();
        await (await town.OpensAFile("Martin")).GoesToPay(1, "CANT-B");

        var asked = new List<int>();
        foreach (var hours in new[] { 1, 24, 48, 72 })
        {
            while (books.Clock.GetUtcNow() < opened.AddHours(hours))
            {
                await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(5));
                await RunAsync(town);
            }
            asked.Add(town.PayFip.LookUps);
        }

        Assert.Equal([12, 35, 36, 37], asked);
        Assert.Equal((37, "Nothing"), (await books.AskAsync<int>("select asks from payment"), await books.AskAsync<string>("select answer from payment")));
        // Thirty-seven questions, and one step: the opening.
        Assert.Equal(1, await books.AskAsync<long>("select count(*) from payment_step"));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(26)]
    [InlineData(58)]
    public async Task A_notification_that_never_came_is_made_good_within_ten_minutes(int minutesOnThePage)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(4, "CANT-B");
        var paidAt = books.Clock.GetUtcNow().AddMinutes(minutesOnThePage);

        while (await town.StateOf(payment) is not PaymentState.Paid)
        {
            await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(1));
            if (books.Clock.GetUtcNow() >= paidAt)
                town.PayFip.Accepts(payment);
            await RunAsync(town);
            Assert.True(books.Clock.GetUtcNow() < paidAt.AddMinutes(10), "Ten minutes passed.");
        }

        Assert.Equal((4, 1000, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_payer_sent_to_the_page_again_hours_later_is_watched_as_closely_as_the_first_time()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var today = books.Clock.Today;
        var payment = await martin.GoesToPay(4, "CANT-B");
        await town.SetsTheClock(today, "13:02");
        await RunAsync(town);

        await town.SetsTheClock(today, "13:10");
        await town.Checkout.OpenAsync(town.Structure, payment.Id, CancellationToken.None);
        town.PayFip.Accepts(payment);
        await town.SetsTheClock(today, "13:15");
        await RunAsync(town);

        Assert.Equal(PaymentState.Paid, await town.StateOf(payment));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_notice_heard_while_the_provider_was_silent_makes_it_asked_again_five_minutes_later()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var today = books.Clock.Today;
        var payment = await martin.GoesToPay(4, "CANT-B");
        await town.SetsTheClock(today, "13:02");
        town.PayFip.SaysNothing(payment);
        Assert.Equal(PaymentState.Pending, await martin.Settles(payment, "notification"));

        town.PayFip.Accepts(payment);
        await town.SetsTheClock(today, "13:07");
        await RunAsync(town);

        Assert.Equal(PaymentState.Paid, await town.StateOf(payment));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_technical_fault_is_asked_about_again_half_an_hour_later_and_then_on_the_ordinary_schedule()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var (spared, other) = (await martin.GoesToPay(4, "CANT-B"), await martin.GoesToPay(1, "CANT-B"));
        var asked = new List<int>();
        town.PayFip.Answers(spared, _ => Asked(new ProviderView.Unknown("technical fault 999") { Rests = TimeSpan.FromMinutes(30) }));
        for (var minute = 1; minute <= 50; minute++)
        {
            await town.SetsTheClock(books.Clock.Today, $"08:{minute:D2}");
            if (minute == 30)
                town.PayFip.Answers(spared, _ => Asked(new ProviderView.Pending()));
            if (minute == 41)
                town.PayFip.Accepts(other);
            await RunAsync(town);
        }

        // The other, of which PayFiP told no fault, was found paid at its next turn.
        Assert.Equal([5, 35, 40, 45, 50], asked);
        Assert.Equal((PaymentState.Paid, PaymentState.Pending), (await town.StateOf(other), await town.StateOf(spared)));
        await books.ShouldBeHealthyAsync();

        ProviderView Asked(ProviderView view)
        {
            asked.Add(books.Clock.GetUtcNow().Minute);
            return view;
        }
    }

    [Theory]
    [InlineData("abandoned")]
    [InlineData("expired")]
    public async Task C3_money_that_comes_eleven_months_after_a_no_is_credited_and_nothing_is_asked_after_the_four_hundredth_day(string no)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var today = books.Clock.Today;
        var (late, lost) = (await martin.GoesToPay(4, "CANT-B"), await martin.GoesToPay(1, "CANT-B"));
        foreach (var payment in new[] { late, lost })
        {
            if (no == "abandoned")
                town.PayFip.SaysAbandoned(payment);
            else
                town.PayFip.SaysExpired(payment);
        }
        await town.SetsTheClock(today, "09:00");
        await RunAsync(town);

        await town.SetsTheClock(today.AddDays(330), "12:00");
        town.PayFip.Accepts(late);
        await RunAsync(town);
        Assert.Equal(PaymentState.Paid, await town.StateOf(late));
        Assert.Equal([late.Id], await town.OnTheShelf(PaymentShelf.Late));

        await town.SetsTheClock(today.AddDays(400), "12:00");
        await RunAsync(town);
        var before = town.PayFip.LookUps;
        await town.SetsTheClock(today.AddDays(500), "12:00");
        await RunAsync(town);

        Assert.Equal((before, no == "abandoned" ? PaymentState.Cancelled : PaymentState.Expired), (town.PayFip.LookUps, await town.StateOf(lost)));
        Assert.Equal((4, 1000, 0), await martin.Wallet("CANT-B"));
        Assert.DoesNotContain(await books.AlarmsAsync(), a => a.Code.StartsWith("P5", StringComparison.Ordinal));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C22_what_the_night_purged_is_over_nobody_asks_again_and_a_late_notice_is_believed_all_the_same()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var today = books.Clock.Today;
        var payment = await martin.GoesToPay(4, "CANT-B");
        town.PayFip.SaysExpired(payment);
        await town.SetsTheClock(today, "08:20");
        await RunAsync(town);
        town.PayFip.SaysPurged(payment);
        await town.SetsTheClock(today.AddDays(1), "08:00");
        await RunAsync(town);
        var asked = town.PayFip.LookUps;

        await town.SetsTheClock(today.AddDays(2), "08:00");
        Assert.Equal((0, asked), (await RunAsync(town), town.PayFip.LookUps));
        Assert.Equal(PaymentState.Expired, await town.StateOf(payment));
        town.PayFip.Accepts(payment);
        Assert.Equal(PaymentState.Paid, await martin.Settles(payment, "notification"));
        Assert.Equal((4, 1000, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    private static Task<int> RunAsync(Town town) => town.Sweep.RunAsync(CancellationToken.None);
}
