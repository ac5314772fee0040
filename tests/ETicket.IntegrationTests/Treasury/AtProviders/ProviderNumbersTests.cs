using ETicket.IntegrationTests.World;
using ETicket.Payments;
using static ETicket.IntegrationTests.Treasury.AtProviders.ProviderGapsTests;

namespace ETicket.IntegrationTests.Treasury.AtProviders;

/// <summary>Refunds and disputes mirrored before their numbers led to their payment.</summary>
public sealed class ProviderNumbersTests(Cluster cluster)
{
    [Theory]
    [InlineData(PaymentProvider.Stripe)]
    [InlineData(PaymentProvider.PayPal)]
    public async Task C40_what_left_again_before_its_number_was_kept_finds_its_payment_by_what_its_document_says(PaymentProvider name)
    {
        await using var town = await ProviderTown.OpenAsync(cluster, name);
        var martin = await town.Town.OpensAFile("Martin");
        Payment[] payments = [await town.PaysAsync(martin, 10, At(town, 0, "09:00")), await town.PaysAsync(martin, 6, At(town, 0, "10:00"))];
        town.Refunds(payments[0], 500, At(town, 0, "11:00"));
        town.Disputes(payments[1], At(town, 0, "12:00"));
        foreach (var payment in payments)
            await town.SettlesAsync(payment);
        var kept = await NumbersAsync(town);
        await ForgetsAsync(town);
        Assert.True(kept.Length > (await NumbersAsync(town)).Length);

        Assert.Equal(2, await FindsAsync(town));

        Assert.Equal(kept, await NumbersAsync(town));
        Assert.Equal(0, await FindsAsync(town));
        // As lines were told before: nothing but their own numbers.
        foreach (var line in town.Lines.ToList())
            town.Tells(line, line with { About = null });
        await town.NightAsync(town.First.AddDays(1));
        await town.NightAsync(town.First.AddDays(2));
        Assert.Empty(await town.GapsAsync());
        await town.Books.ShouldBeHealthyAsync();
    }

    /// <summary>The old shape: what an operation was opened under, and nothing of what left again.</summary>
    private static async Task ForgetsAsync(ProviderTown town)
    {
        await using var command = town.Books.Owner.CreateCommand(
            "delete from payment_address a using payment p where p.structure_id = a.structure_id and p.id = a.payment_id and a.provider_reference not in (p.provider_reference, p.reference)");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What bringing a database to this version does; answers how many numbers were found.</summary>
    private static async Task<long> FindsAsync(ProviderTown town)
    {
        await using var command = town.Books.Owner.CreateCommand("select payment_addresses_told()");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static Task<string[]> NumbersAsync(ProviderTown town) =>
        town.Books.AskAsync<string[]>("select array_agg(provider_reference || ' ' || payment_id order by provider_reference collate \"C\") from payment_address");
}
