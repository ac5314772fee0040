using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Treasury;
using ETicket.Treasury.Reconciliation;
using static ETicket.IntegrationTests.Treasury.AtProviders.ProviderGapsTests;

namespace ETicket.IntegrationTests.Treasury.AtProviders;

/// <summary>What becomes of a difference night after night: what it said first stays, what it says now is shown, and it closes when both sides agree, not before.</summary>
public sealed class FollowedGapsTests(Cluster cluster)
{
    public static TheoryData<PaymentProvider> Providers => [PaymentProvider.Stripe, PaymentProvider.PayPal];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task C40_figures_that_change_are_shown_after_the_first_ones_and_open_again_what_a_person_had_closed(PaymentProvider name)
    {
        await using var town = await ProviderTown.OpenAsync(cluster, name);
        var martin = await town.Town.OpensAFile("Martin");
        var line = town.LineOf(await town.PaysAsync(martin, 4, At(town, 0, "09:00")));
        town.Adds(Stranger(town));
        await town.NightAsync(town.First.AddDays(2));
        line = Says(town, line, 900);
        await town.NightAsync(town.First.AddDays(3));
        Assert.Equal(["Changed 1000 900 EUR", "ThereOnly - 777 EUR"], await town.GapsAsync());
        var shown = (await OpenAsync(town)).Single(s => s.Gap.Kind is ProviderGapKind.Changed).Gap;

        line = Says(town, line, 800);
        await town.NightAsync(town.First.AddDays(4));

        Assert.Equal(["Changed 1000 800 EUR", "ThereOnly - 777 EUR"], await town.GapsAsync());
        var seen = (await OpenAsync(town)).Single(s => s.Gap.Kind is ProviderGapKind.Changed);
        Assert.Equal([(900L, town.First.AddDays(3))], seen.Before.Select(b => (b.FoundCents!.Value, ParisTime.DayOf(b.SeenAt))));
        await Assert.ThrowsAsync<GapSaidOtherwise>(() => ProviderGaps.ResolveAsync(town.Books.Database, town.Town.Structure, shown.Id, "Vu.", "Dominique", CancellationToken.None));

        await town.ResolvesAsync(ProviderGapKind.Changed, "Le prestataire a retenu 2,00 €.");
        await town.NightAsync(town.First.AddDays(5));
        Assert.Equal(["ThereOnly - 777 EUR"], await town.GapsAsync());

        Says(town, line, 700);
        await town.NightAsync(town.First.AddDays(6));
        await town.NightAsync(town.First.AddDays(7));

        Assert.Equal(["Changed 1000 700 EUR", "ThereOnly - 777 EUR"], await town.GapsAsync());
        seen = (await OpenAsync(town)).Single(s => s.Gap.Kind is ProviderGapKind.Changed);
        Assert.Equal([(900L, null), (800L, "Dominique")], seen.Before.Select(b => (b.FoundCents!.Value, b.Healed ? null : b.ResolvedBy)));
        await using var work = await town.Books.Database.BeginAsync(town.Town.Structure, CancellationToken.None);
        Assert.True(Assert.Single((await ProviderGaps.DealtWithAsync(work, 1, CancellationToken.None)).Seen) is { IsFollowed: true, Gap.Outcome: "Le prestataire a retenu 2,00 €." });
        Assert.Empty((await ProviderGaps.HealedAsync(work, 1, CancellationToken.None)).Seen);
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task C40_a_sum_that_comes_with_other_figures_never_closes_as_agreed_the_night_before_it_is_told_as_another_difference(PaymentProvider name)
    {
        await using var town = await ProviderTown.OpenAsync(cluster, name);
        var line = town.LineOf(await town.PaysAsync(await town.Town.OpensAFile("Martin"), 4, At(town, 0, "09:00")));
        town.Tells(line, null);
        await town.NightAsync(town.First.AddDays(2));
        Assert.Equal(["HereOnly 1000 - EUR"], await town.GapsAsync());

        // Told at last, of another sum, on the last day read: that day is not compared yet.
        var other = town.Adds(line with { At = At(town, 3, "09:00"), Gross = 1100 });
        await town.NightAsync(town.First.AddDays(4));
        Assert.Equal(["HereOnly 1000 - EUR"], await town.GapsAsync());
        await town.NightAsync(town.First.AddDays(5));

        Assert.Equal(["Amount 1000 1100 EUR"], await town.GapsAsync());
        Assert.DoesNotContain(await town.ClosedAsync(), closed => closed.Contains("disent de nouveau la même chose", StringComparison.Ordinal));
        Assert.Equal([ProviderGapKind.HereOnly], Assert.Single(await OpenAsync(town)).Before.Select(b => b.Kind));
        Assert.Equal(1100, other.Gross);
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task C40_what_a_person_closed_and_still_differs_explains_the_balance_in_transit_to_the_cent_and_is_listed_until_it_agrees(PaymentProvider name)
    {
        await using var town = await ProviderTown.OpenAsync(cluster, name);
        var martin = await town.Town.OpensAFile("Martin");
        var missing = town.LineOf(await town.PaysAsync(martin, 4, At(town, 0, "09:00")));
        var altered = town.LineOf(await town.PaysAsync(martin, 6, At(town, 0, "10:00")));
        var foreign = town.LineOf(await town.PaysAsync(martin, 8, At(town, 0, "11:00")));
        await town.PaysAsync(martin, 2, At(town, 0, "12:00"));
        town.Tells(missing, null);
        town.Tells(altered, altered with { Gross = 1400 });
        town.Tells(foreign, foreign with { Currency = "USD" });
        town.Adds(Stranger(town));
        await town.NightAsync(town.First.AddDays(2));
        await town.ResolvesAsync(ProviderGapKind.HereOnly, "Le prestataire cherche.");
        await town.ResolvesAsync(ProviderGapKind.ThereOnly, "Argent d’une autre vente.");
        await town.NightAsync(town.First.AddDays(3));

        var transit = await TransitAsync(town);
        Assert.Equal((1000 - 777, 100 + 2000, 0), (transit.Closed.Cents, transit.Open.Cents, transit.NotCompared.Cents));
        Assert.Equal(await town.BalanceAsync("InTransit"), transit.Books.Cents);
        Assert.Equal(town.Lines.Where(l => l.Currency == "EUR").Sum(l => l.Gross - l.Fee), transit.AtTheProvider.Cents);
        Assert.Equal([-777, 1000], transit.List.Select(l => l.Left.Cents).Order());
        Assert.Equal(transit.Closed, transit.List.Sum(l => l.Left));

        // A sale nobody compared yet is neither; and what comes to agree is no longer in transit, whoever had closed it.
        town.Adds(missing);
        await town.PaysAsync(martin, 2, At(town, 3, "09:00"));
        await town.NightAsync(town.First.AddDays(4));
        transit = await TransitAsync(town);
        Assert.Equal((-777, 0), (transit.Closed.Cents, transit.NotCompared.Cents));
        Assert.Single(transit.List);
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_C40_a_refund_PayPal_held_back_is_found_on_the_day_it_began_once_it_is_completed()
    {
        await using var town = await ProviderTown.OpenAsync(cluster, PaymentProvider.PayPal);
        var payment = await town.PaysAsync(await town.Town.OpensAFile("Martin"), 10, At(town, 0, "09:00"));
        var refund = town.Refunds(payment, 500, At(town, 1, "15:00"));
        town.Tells(refund, null);
        for (var morning = 2; morning <= 5; morning++)
            await town.NightAsync(town.First.AddDays(morning));
        // Completed four days later, and told to us then.
        await town.Books.Clock.SetAsync(At(town, 5, "16:00"));
        await town.SettlesAsync(payment);
        await town.NightAsync(town.First.AddDays(7));
        Assert.Equal(["HereOnly -500 - EUR"], await town.GapsAsync());

        town.Adds(refund);
        await town.NightAsync(town.First.AddDays(8));

        Assert.Empty(await town.GapsAsync());
        Assert.Equal(town.First.AddDays(1), await town.Books.AskAsync<DateOnly>("select paris_day(at) from provider_line where gross_cents = -500"));
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Closed_differences_are_told_apart_by_who_closed_them_and_all_of_them_are_on_some_page()
    {
        await using var town = await ProviderTown.OpenAsync(cluster, PaymentProvider.Stripe);
        var martin = await town.Town.OpensAFile("Martin");
        var late = town.LineOf(await town.PaysAsync(martin, 4, At(town, 0, "08:00")));
        town.Tells(late, null);
        for (var i = 0; i < ProviderGapPage.Size + 3; i++)
            town.Adds(new ToldLine(town.Number("txn_x", "CAP"), "charge", At(town, 0, "09:00").AddMinutes(i), 100 + i, 0, town.Number("ch_x", "ORD")));
        await town.NightAsync(town.First.AddDays(2));
        foreach (var seen in (await OpenAsync(town)).Where(s => s.Gap.Kind is ProviderGapKind.ThereOnly))
            await ProviderGaps.ResolveAsync(town.Books.Database, town.Town.Structure, seen.Gap.Id, "Vu.", "Dominique", CancellationToken.None);
        town.Adds(late);
        await town.NightAsync(town.First.AddDays(3));

        await using var work = await town.Books.Database.BeginAsync(town.Town.Structure, CancellationToken.None);
        var pages = new[] { await ProviderGaps.DealtWithAsync(work, 1, CancellationToken.None), await ProviderGaps.DealtWithAsync(work, 2, CancellationToken.None) };
        Assert.Equal([(ProviderGapPage.Size, 1, 2), (3, 2, 2)], pages.Select(p => (p.Seen.Count, p.Page, p.Pages)));
        Assert.Equal(ProviderGapPage.Size + 3, pages.SelectMany(p => p.Seen).Select(s => s.Gap.Id).Distinct().Count());
        Assert.Equal(2, (await ProviderGaps.DealtWithAsync(work, 99, CancellationToken.None)).Page);
        Assert.True(Assert.Single((await ProviderGaps.HealedAsync(work, 1, CancellationToken.None)).Seen) is { Gap.Kind: ProviderGapKind.HereOnly });
    }

    private static ToldLine Says(ProviderTown town, ToldLine line, long gross)
    {
        town.Tells(line, line with { Gross = gross });
        return line with { Gross = gross };
    }

    /// <summary>A line of nobody here: its day is asked for again every night.</summary>
    private static ToldLine Stranger(ProviderTown town) =>
        new(town.Number("txn_s", "CAP"), town.Name is PaymentProvider.Stripe ? "charge" : "T0006", At(town, 0, "11:11"), 777, 20, town.Number("ch_s", "ORD"));

    private static async Task<IReadOnlyList<ProviderGapSeen>> OpenAsync(ProviderTown town)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Town.Structure, CancellationToken.None);
        return await ProviderGaps.OpenAsync(work, CancellationToken.None);
    }

    private static async Task<AccountTransit> TransitAsync(ProviderTown town)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Town.Structure, CancellationToken.None);
        return Assert.Single(await AccountStatements.ReadAsync(work, CancellationToken.None)).Transit!;
    }
}
