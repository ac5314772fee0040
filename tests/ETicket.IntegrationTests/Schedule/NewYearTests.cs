using System.Text.RegularExpressions;
using ETicket.IntegrationTests.Payments.ByPayFip;
using ETicket.IntegrationTests.World;
using ETicket.Payments;

namespace ETicket.IntegrationTests.Schedule;

/// <summary>What is begun in one year and ended in the next.</summary>
public sealed partial class NewYearTests(Cluster cluster)
{
    private static readonly DateOnly Eve = new(2026, 12, 31);

    [Fact]
    public async Task D6_A_payment_keeps_the_budget_year_it_was_told_to_PayFiP_and_is_receipted_in_the_year_its_money_is_known()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        List<string> years = [];
        town.Wire.Spoils = (status, text) =>
        {
            years.AddRange(Exer().Matches(text).Select(m => m.Groups["year"].Value));
            return Task.FromResult<(int, string)?>((status, text));
        };

        await town.Town.SetsTheClock(Eve, "23:59:50");
        await martin.Buys(1, "CANT-B");
        var (old, idOp) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(idOp);
        await town.Town.SetsTheClock(Eve.AddDays(1), "00:00");
        var (young, next) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(next);
        Assert.Equal(PaymentState.Paid, await town.SettlesAsync(young));
        // Its payer closed the tab and its notification was lost: the sweep hears of it on the fifth of January.
        await town.Town.SetsTheClock(Eve.AddDays(5), "09:00");
        Assert.Equal(PaymentState.Paid, await town.SettlesAsync(old, "sweep"));

        Assert.Equal(["2027", "2026"], years);
        Assert.Equal((2026, 2027), (old.BudgetYear, young.BudgetYear));
        Assert.Equal(
            ["Q2026-1 2026-12-31", "Q2027-1 2027-01-01", "Q2027-2 2027-01-05"],
            await town.Books.AskAsync<string[]>("select array_agg(series || year || '-' || number || ' ' || paris_day(issued_at) order by year, number) from receipt"));
        Assert.Equal(Eve, await town.Books.AskAsync<DateOnly>("select paris_day(provider_at) from payment where id = $1", old.Id.Value));
        await town.Books.ShouldBeHealthyAsync();
    }

    [GeneratedRegex("<exer>(?<year>[0-9]{4})</exer>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Exer();
}
