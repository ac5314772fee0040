using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Treasury.Reconciliation;

namespace ETicket.IntegrationTests.Treasury.AtProviders;

/// <summary>The provider's list against our payments and their documents: exactly what differs is told to a person, and nothing is corrected.</summary>
public sealed class ProviderGapsTests(Cluster cluster)
{
    private const string Agreed = "le logiciel Le prestataire et nos livres disent de nouveau la même chose.";

    public static TheoryData<PaymentProvider> Providers => [PaymentProvider.Stripe, PaymentProvider.PayPal];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task C40_lines_missing_added_altered_or_told_twice_among_dozens_are_exactly_these_differences_and_correct_nothing(PaymentProvider name)
    {
        await using var town = await ProviderTown.OpenAsync(cluster, name);
        var payments = await ThreeDaysAsync(town);
        var refund = town.Refunds(payments[2], 250, At(town, 1, "14:00"));
        town.Refunds(payments[3], 500, At(town, 1, "14:05"));
        town.Disputes(payments[6], At(town, 2, "15:00"));
        foreach (var payment in new[] { payments[2], payments[3], payments[6] })
            await town.SettlesAsync(payment);
        var ours = await town.OursAsync();

        town.Tells(town.LineOf(payments[4]), null);
        town.Tells(refund, null);
        var altered = town.LineOf(payments[10]);
        town.Tells(altered, altered with { Gross = altered.Gross + 100 });
        var foreign = town.LineOf(payments[30]);
        town.Tells(foreign, foreign with { Currency = "USD" });
        var again = town.LineOf(payments[20]);
        town.Adds(again with { Key = town.Number("txn_again_", "CAP"), At = again.At.AddMinutes(1) });
        town.Adds(new ToldLine(town.Number("txn_", "CAP"), name is PaymentProvider.Stripe ? "charge" : "T0006", At(town, 1, "11:11"), 1234, 44, town.Number("ch_", "ORD")));
        await town.NightAsync(town.First.AddDays(4));

        string[] expected =
        [
            $"Amount {altered.Gross} {altered.Gross + 100} EUR", $"Amount {foreign.Gross} {foreign.Gross} USD", $"HereOnly {payments[4].Amount.Cents} - EUR", "HereOnly -250 - EUR",
            "ThereOnly - 1234 EUR", $"Twice - {again.Gross} EUR",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), (await town.GapsAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(ours, await town.OursAsync());
        Assert.Equal(6, (await town.AlarmsAsync()).Count(a => a == "B5 écart avec un prestataire à regarder"));
        await town.Books.ShouldBeHealthyAsync();

        await town.ResolvesAsync(ProviderGapKind.ThereOnly, "Argent d’une autre association, rendu par le prestataire.");
        await town.NightAsync(town.First.AddDays(5));

        Assert.Equal(expected.Where(g => !g.StartsWith("ThereOnly", StringComparison.Ordinal)).Order(StringComparer.Ordinal), (await town.GapsAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(["ThereOnly Dominique Argent d’une autre association, rendu par le prestataire."], await town.ClosedAsync());
        Assert.Equal(ours, await town.OursAsync());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task C40_a_line_that_comes_the_next_night_is_no_difference_and_one_that_comes_later_closes_its_own(PaymentProvider name)
    {
        await using var town = await ProviderTown.OpenAsync(cluster, name);
        var martin = await town.Town.OpensAFile("Martin");
        var late = town.LineOf(await town.PaysAsync(martin, 4, At(town, 0, "23:59")));
        town.Tells(late, null);
        await town.NightAsync(town.First.AddDays(1));
        town.Adds(late);
        await town.NightAsync(town.First.AddDays(2));
        await town.NightAsync(town.First.AddDays(3));
        Assert.Equal(0, await town.Books.AskAsync<long>("select count(*) from provider_gap"));

        var later = town.LineOf(await town.PaysAsync(martin, 6, At(town, 3, "09:00")));
        town.Tells(later, null);
        await town.NightAsync(town.First.AddDays(4));
        Assert.Empty(await town.GapsAsync());
        await town.NightAsync(town.First.AddDays(5));
        Assert.Equal(["HereOnly 1500 - EUR"], await town.GapsAsync());
        town.Adds(later);
        await town.NightAsync(town.First.AddDays(6));

        Assert.Empty(await town.GapsAsync());
        Assert.Equal([$"HereOnly {Agreed}"], await town.ClosedAsync());
        Assert.Equal(2, (await town.FeesAsync()).Length);
        Assert.Empty(await town.AlarmsAsync());
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task C40_what_left_at_the_provider_and_was_never_told_is_found_by_its_line_and_closes_once_the_provider_is_asked(PaymentProvider name)
    {
        await using var town = await ProviderTown.OpenAsync(cluster, name);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.PaysAsync(martin, 4, At(town, 0, "09:00"));
        town.Refunds(payment, 500, At(town, 0, "10:00"));
        var unknown = await town.PreparesAsync(martin, 2, At(town, 0, "11:00"));
        await town.NightAsync(town.First.AddDays(2));
        Assert.Equal(["ThereOnly - -500 EUR", "ThereOnly - 500 EUR"], await town.GapsAsync());
        Assert.Equal((4, 1000, 0), await martin.Wallet("CANT-B"));

        await town.SettlesAsync(payment);
        await town.SettlesAsync(unknown);
        await town.NightAsync(town.First.AddDays(3));

        Assert.Empty(await town.GapsAsync());
        Assert.Equal([$"ThereOnly {Agreed}", $"ThereOnly {Agreed}"], await town.ClosedAsync());
        Assert.Equal((4, 1000, 0), await martin.Wallet("CANT-B"));
        await town.Books.ShouldBeHealthyAsync();
    }

    /// <summary>Thirty-six families pay, twelve a day, each another sum.</summary>
    internal static async Task<IReadOnlyList<Payment>> ThreeDaysAsync(ProviderTown town)
    {
        var payments = new List<Payment>();
        for (var i = 0; i < 36; i++)
            payments.Add(await town.PaysAsync(await town.Town.OpensAFile($"Famille {i}"), 10 + i, At(town, i / 12, "08:00").AddMinutes(7 * (i % 12))));
        return payments;
    }

    internal static DateTimeOffset At(ProviderTown town, int day, string hour) => ParisTime.At(town.First.AddDays(day), TimeOnly.Parse(hour, System.Globalization.CultureInfo.InvariantCulture));
}
