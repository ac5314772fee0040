using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using static ETicket.IntegrationTests.Treasury.AtProviders.ProviderGapsTests;

namespace ETicket.IntegrationTests.Treasury.AtProviders;

/// <summary>Two régies on one account: whatever a line is, and whenever its payment is settled, it is the régie's whose payment it is about.</summary>
public sealed class ProviderRegiesTests(Cluster cluster)
{
    public static TheoryData<PaymentProvider, bool> ToldOrNot => new()
    {
        { PaymentProvider.Stripe, true }, { PaymentProvider.Stripe, false }, { PaymentProvider.PayPal, true }, { PaymentProvider.PayPal, false },
    };

    [Theory]
    [MemberData(nameof(ToldOrNot))]
    public async Task C41_a_refund_and_a_dispute_are_in_the_books_of_the_regie_that_was_paid_told_to_us_before_their_day_is_read_or_after(PaymentProvider name, bool told)
    {
        await using var town = await ProviderTown.OpenAsync(cluster, name, twoRegies: true);
        var payments = await PaidToBothAsync(town);
        foreach (var payment in payments)
        {
            town.Refunds(payment.Refunded, 50, At(town, 1, "09:00"));
            town.Disputes(payment.Disputed, At(town, 1, "10:00"));
        }
        async Task HearAsync()
        {
            foreach (var payment in payments.SelectMany(p => new[] { p.Refunded, p.Disputed }))
                await town.SettlesAsync(payment);
        }

        if (told)
            await HearAsync();
        await town.NightAsync(town.First.AddDays(2));
        await HearAsync();
        await town.NightAsync(town.First.AddDays(3));

        foreach (var (refunded, disputed) in payments)
        {
            var lines = await town.Books.AskAsync<long>("select sum(gross_cents)::bigint from provider_line where regie_id = $1 and nature = 'Family' and gross_cents < 0", refunded.RegieId.Value);
            Assert.Equal(-50 - disputed.Amount.Cents, lines);
            Assert.Equal(ProviderTown.FeeOf(refunded) + ProviderTown.FeeOf(disputed) + 1500, await FeesOfAsync(town, refunded.RegieId));
        }
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe)]
    [InlineData(PaymentProvider.PayPal)]
    public async Task C41_a_payment_settled_after_its_day_was_read_bears_its_fee_in_its_own_regie(PaymentProvider name)
    {
        await using var town = await ProviderTown.OpenAsync(cluster, name, twoRegies: true);
        var martin = await town.Town.OpensAFile("Martin");
        Payment[] payments = [await town.PreparesAsync(martin, 10, At(town, 0, "09:00")), await town.PreparesAsync(martin, 4, At(town, 0, "10:00"), "BUS")];

        await town.NightAsync(town.First.AddDays(1));
        foreach (var payment in payments)
            await town.SettlesAsync(payment);
        await town.NightAsync(town.First.AddDays(2));

        Assert.Equal(2, payments.Select(p => p.RegieId).Distinct().Count());
        foreach (var payment in payments)
            Assert.Equal(ProviderTown.FeeOf(payment), await FeesOfAsync(town, payment.RegieId));
        Assert.Empty(await town.GapsAsync());
        await town.Books.ShouldBeHealthyAsync();
    }

    private static async Task<IReadOnlyList<(Payment Refunded, Payment Disputed)>> PaidToBothAsync(ProviderTown town)
    {
        var martin = await town.Town.OpensAFile("Martin");
        var paid = new List<(Payment, Payment)>();
        foreach (var code in new[] { "CANT-B", "BUS" })
            paid.Add((await town.PaysAsync(martin, 10, At(town, 0, "09:00"), code), await town.PaysAsync(martin, 4, At(town, 0, "10:00"), code)));
        return paid;
    }

    private static Task<long> FeesOfAsync(ProviderTown town, RegieId regie) => town.Books.AskAsync<long>(
        "select coalesce(sum(case when a.id = t.debit_id then t.cents else -t.cents end), 0)::bigint from account a join transfer t on a.id in (t.debit_id, t.credit_id) where a.kind = 'Fees' and a.owner = $1",
        regie.Value);
}
