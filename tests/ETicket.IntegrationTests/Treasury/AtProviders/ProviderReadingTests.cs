using ETicket.IntegrationTests.World;
using ETicket.Payments;
using static ETicket.IntegrationTests.Treasury.AtProviders.ProviderGapsTests;

namespace ETicket.IntegrationTests.Treasury.AtProviders;

/// <summary>An account read day after day: late, twice, cut short, or told otherwise the second time.</summary>
public sealed class ProviderReadingTests(Cluster cluster)
{
    public static TheoryData<PaymentProvider, string> Bad => new()
    {
        { PaymentProvider.Stripe, nameof(Telling.Silent) },
        { PaymentProvider.Stripe, nameof(Telling.Cut) },
        { PaymentProvider.PayPal, nameof(Telling.Silent) },
        { PaymentProvider.PayPal, nameof(Telling.Cut) },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task C40_a_list_cut_short_or_not_told_changes_nothing_of_its_day_and_missed_days_are_caught_up_in_order(PaymentProvider name, string how)
    {
        await using var town = await ProviderTown.OpenAsync(cluster, name);
        await ThreeDaysAsync(town);
        town.Badly[town.First.AddDays(1)] = Enum.Parse<Telling>(how);

        Assert.Equal(1, await town.NightAsync(town.First.AddDays(3)));

        Assert.Equal((12L, 12), (await LinesAsync(town), (await town.FeesAsync()).Length));
        Assert.Empty(await town.AlarmsAsync());
        Assert.Equal(0, await town.NightAsync(town.First.AddDays(4)));
        Assert.Equal(["B6 relevé d'un prestataire en retard de trois jours"], await town.AlarmsAsync());
        Assert.Empty(await town.GapsAsync());

        town.Badly.Clear();
        Assert.Equal(4, await town.NightAsync(town.First.AddDays(5)));

        Assert.Equal((36L, 36), (await LinesAsync(town), (await town.FeesAsync()).Length));
        Assert.True(await town.Books.AskAsync<bool>("select bool_and(x.at >= x.before) from (select at, lag(at, 1, at) over (order by id) as before from provider_line) x"));
        Assert.Equal(5, await town.Books.AskAsync<long>("select count(*) from provider_day"));
        Assert.Empty(await town.GapsAsync());
        Assert.Empty(await town.AlarmsAsync());
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe)]
    [InlineData(PaymentProvider.PayPal)]
    public async Task C40_read_twice_a_day_adds_nothing_and_a_line_told_otherwise_is_a_difference_the_books_do_not_follow(PaymentProvider name)
    {
        await using var town = await ProviderTown.OpenAsync(cluster, name);
        var martin = await town.Town.OpensAFile("Martin");
        var line = town.LineOf(await town.PaysAsync(martin, 4, At(town, 0, "09:00")));
        var gone = town.LineOf(await town.PaysAsync(martin, 8, At(town, 0, "10:00")));
        // A line nobody knows: its day is asked for again every night.
        town.Adds(new ToldLine(town.Number("txn_", "CAP"), name is PaymentProvider.Stripe ? "charge" : "T0006", At(town, 0, "11:00"), 777, 20, town.Number("ch_", "ORD")));
        await town.NightAsync(town.First.AddDays(1));
        var (lines, fees, balance) = (await LinesAsync(town), await town.FeesAsync(), await town.BalanceAsync("Fees"));

        Assert.Equal(2, await town.NightAsync(town.First.AddDays(2)));
        Assert.Equal(1, await town.NightAsync(town.First.AddDays(2)));
        Assert.Equal(2, (await Task.WhenAll(town.ReadsAsync(), town.ReadsAsync())).Sum());
        town.Tells(line, line with { Gross = line.Gross - 100, Fee = line.Fee + 3 });
        town.Tells(gone, null);
        await town.NightAsync(town.First.AddDays(3));

        Assert.Equal(["Changed 1000 900 EUR", "Changed 2000 - EUR", "ThereOnly - 777 EUR"], await town.GapsAsync());
        Assert.Equal((lines, balance), (await LinesAsync(town), await town.BalanceAsync("Fees")));
        Assert.Equal(fees, await town.FeesAsync());
        await town.Books.ShouldBeHealthyAsync();

        town.Tells(town.Lines.Single(l => l.Key == line.Key), line);
        town.Adds(gone);
        await town.NightAsync(town.First.AddDays(4));
        Assert.Equal(["ThereOnly - 777 EUR"], await town.GapsAsync());
        Assert.Equal(2, (await town.ClosedAsync()).Count);
    }

    [Fact]
    public async Task What_a_provider_was_read_to_say_cannot_be_changed_even_by_the_owner()
    {
        await using var town = await ProviderTown.OpenAsync(cluster, PaymentProvider.Stripe);
        await town.PaysAsync(await town.Town.OpensAFile("Martin"), 4, At(town, 0, "09:00"));
        await town.NightAsync(town.First.AddDays(1));

        foreach (var sql in new[] { "update provider_line set gross_cents = 0, net_cents = -fee_cents", "delete from provider_line", "update provider_day set lines = 0", "truncate provider_day" })
        {
            await using var command = town.Books.Owner.CreateCommand(sql);
            Assert.Equal(Npgsql.PostgresErrorCodes.RestrictViolation, (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    private static Task<long> LinesAsync(ProviderTown town) => town.Books.AskAsync<long>("select count(*) from provider_line");
}
