using ETicket.IntegrationTests.Payments.ByStripe;
using ETicket.IntegrationTests.Payments.PayPal;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Payments.Providers.Stripe;
using ETicket.Treasury.Reconciliation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static ETicket.IntegrationTests.Treasury.AtProviders.ProviderGapsTests;

namespace ETicket.IntegrationTests.Treasury.AtProviders;

/// <summary>Gross to the family, the fee to its account, once; what is left in transit is what the provider holds for the régie.</summary>
public sealed class ProviderFeesTests(Cluster cluster)
{
    [Theory]
    [InlineData(PaymentProvider.Stripe)]
    [InlineData(PaymentProvider.PayPal)]
    public async Task R147_C41_fees_go_to_their_account_the_gross_to_the_family_and_receipts_stay_what_they_are_however_late_or_often_the_list_is_read(PaymentProvider name)
    {
        await using var town = await ProviderTown.OpenAsync(cluster, name);
        var payments = await ThreeDaysAsync(town);
        town.Refunds(payments[0], 500, At(town, 1, "16:00"));
        town.Disputes(payments[1], At(town, 1, "17:00"));
        foreach (var payment in payments.Take(2))
            await town.SettlesAsync(payment);
        // 2,00 € for the month, 15,00 € given back, 100,00 € to the bank.
        town.Adds(new ToldLine(town.Number("txn_", "MON"), name is PaymentProvider.Stripe ? "stripe_fee" : "T0100", At(town, 2, "02:00"), -200));
        town.Adds(new ToldLine(town.Number("txn_", "BCK"), name is PaymentProvider.Stripe ? "stripe_fee" : "T1108", At(town, 2, "03:00"), 1500));
        town.Adds(new ToldLine(town.Number("txn_", "PAY"), name is PaymentProvider.Stripe ? "payout" : "T0400", At(town, 2, "04:00"), -100_00, 0, name is PaymentProvider.Stripe ? "po_1" : null));
        var (ours, gross) = (await town.OursAsync(), payments.Sum(p => p.Amount.Cents));

        for (var morning = 4; morning < 7; morning++)
            await town.NightAsync(town.First.AddDays(morning));

        var kept = payments.Sum(ProviderTown.FeeOf) + 1500 + 200 - 1500;
        Assert.Equal(kept, await town.BalanceAsync("Fees"));
        Assert.Equal(town.Lines.Sum(l => l.Gross - l.Fee) + 100_00, await town.BalanceAsync("InTransit"));
        Assert.Equal(gross, await town.Books.AskAsync<long>("select sum(total_cents)::bigint from receipt where kind = 'Sale'"));
        Assert.Equal(ours, await town.OursAsync());
        Assert.Equal(36 + 3, (await town.FeesAsync()).Length);
        Assert.Empty(await town.GapsAsync());
        await town.Books.ShouldBeHealthyAsync();

        await using var work = await town.Books.Database.BeginAsync(town.Town.Structure, CancellationToken.None);
        var statement = Assert.Single(await AccountStatements.ReadAsync(work, CancellationToken.None));
        var month = Assert.Single(statement.Months);
        Assert.Equal(town.First.AddDays(5), statement.ReadUntil);
        Assert.Equal((gross, -500 - payments[1].Amount.Cents, -kept, -100_00), (month.CameIn.Cents, month.LeftAgain.Cents, month.Fees.Cents, month.ToTheBank.Cents));
    }

    [Fact]
    public async Task C41_of_an_account_two_regies_collect_on_each_bears_the_fees_of_its_own_payments()
    {
        await using var town = await ProviderTown.OpenAsync(cluster, PaymentProvider.Stripe, twoRegies: true);
        var martin = await town.Town.OpensAFile("Martin");
        Payment[] payments = [await town.PaysAsync(martin, 10, At(town, 0, "09:00")), await town.PaysAsync(martin, 4, At(town, 0, "10:00"), "BUS"), await town.PaysAsync(martin, 6, At(town, 0, "11:00"), "BUS")];

        await town.NightAsync(town.First.AddDays(1));
        await town.NightAsync(town.First.AddDays(2));

        foreach (var regie in payments.GroupBy(p => p.RegieId))
        {
            Assert.Equal(regie.Sum(ProviderTown.FeeOf), await town.Books.AskAsync<long>(
                "select sum(t.cents)::bigint from transfer t join account a on a.id = t.debit_id where a.kind = 'Fees' and a.owner = $1", regie.Key.Value));
        }
        Assert.Empty(await town.GapsAsync());
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C40_C41_what_Stripes_look_up_credited_and_mirrored_is_what_its_account_tells()
    {
        await using var counter = await StripeCounter.OpenAsync(await Books.OpenAsync(cluster));
        var (paid, back) = (DateTimeOffset.FromUnixTimeSeconds(1795258920), DateTimeOffset.FromUnixTimeSeconds(1795348800));
        await counter.Town.Books.Clock.SetAsync(paid);
        var payment = await counter.PaysAsync();
        counter.Stripe.Plays("session-refunded-in-part");
        await counter.Town.Books.Clock.SetAsync(back);
        await counter.SettlesAsync(payment, evenCredited: true);
        ToldLine[] lines =
        [
            new("txn_3PSF1entTickets", "charge", paid, 2500, 63, "ch_3PSF1entTickets"),
            new("txn_a", "refund", back, -500, 0, "re_3PSF1entFirst"), new("txn_b", "refund", back, -250, 0, "re_3PSF1entSecond"),
            // Never known here: it failed before we asked.
            new("txn_c", "refund", back, -250, 0, "re_3PSF1entFailed"), new("txn_d", "refund_failure", back, 250, 0, "re_3PSF1entFailed"),
        ];
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(counter.Town.Books.Clock).AddStripe(counter.Settle).BuildServiceProvider();

        await ReadsAsync(counter.Town, ParisTime.DayOf(paid), lines, AccountLists.Stripe, counter.Stripe.Server.AddsText,
            new ProviderAccountBooks(counter.Town.Books.Database, services.GetServices<IProviderBooks>(), NullLogger<ProviderAccountBooks>.Instance));

        Assert.Equal(63, await counter.Town.Books.AskAsync<long>("select sum(fee_cents)::bigint from provider_line"));
    }

    [Fact]
    public async Task C40_C41_what_PayPals_look_up_credited_and_mirrored_is_what_its_account_tells()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var payment = await town.GoesToPayAsync(await town.Town.OpensAFile("Martin"));
        var paid = new DateTimeOffset(2026, 11, 5, 9, 4, 0, TimeSpan.Zero);
        var (first, second) = (new DateTimeOffset(2026, 11, 6, 8, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 7, 8, 0, 0, TimeSpan.Zero));
        town.Stub.Serves("captured");
        await town.SettlesAsync(payment);
        await town.Books.Clock.SetAsync(second);
        town.Stub.Serves("partially-refunded");
        await town.Settlements.SettleAsync(town.Town.Structure, payment.Id, "notification", CancellationToken.None, evenCredited: true);
        ToldLine[] lines =
        [
            new(PayPalDesk.Capture, "T0006", paid, 1250, 79, PayPalDesk.Order),
            new("1JU08902781691411", "T1107", first, -250, 0, PayPalDesk.Capture), new("0JF852973C016714D", "T1107", second, -500, 0, PayPalDesk.Capture),
        ];

        await ReadsAsync(town.Town, ParisTime.DayOf(paid), lines, AccountLists.PayPal, town.Stub.Adds, town.Doors.Get<ProviderAccountBooks>());
    }

    /// <summary>Four nights from the first day on: nothing differs, and the fees of the lines are in the books.</summary>
    private static async Task ReadsAsync(
        Town town, DateOnly first, ToldLine[] lines, Func<DateOnly, IReadOnlyList<ToldLine>, Telling, string> list, Action<string> serves, ProviderAccountBooks accounts)
    {
        for (var day = first; day < first.AddDays(4); day = day.AddDays(1))
            serves(list(day, [.. lines.Where(l => ParisTime.DayOf(l.At) == day)], Telling.Whole));
        await town.Books.Clock.SetAsync(first.AddDays(4), "03:30");

        Assert.Equal(4, await accounts.RunAsync(CancellationToken.None));

        Assert.Equal(lines.Length, await town.Books.AskAsync<long>("select count(*) from provider_line"));
        Assert.Equal(0, await town.Books.AskAsync<long>("select count(*) from provider_gap"));
        Assert.Equal(lines.Sum(l => l.Fee), await town.Books.AskAsync<long>(
            "select sum(t.cents)::bigint from transfer t join account a on a.id = t.debit_id where a.kind = 'Fees'"));
        await town.Books.ShouldBeHealthyAsync();
    }
}
