namespace ETicket.IntegrationTests.Replay;

/// <summary>A month where everything awkward happens, against a model of single tickets.</summary>
public sealed class HostileMonthTests
{
    private static readonly string[] Facts = ["opening", "sold", "cancelled", "reversed", "refunded", "consumed", "recredit_closure", "recredit_sickness"];

    [Fact]
    public Task October_agrees_with_single_tickets_of_paper() => AssertAgreesAsync(HostileMonth.October());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public Task Any_month_drawn_agrees_with_single_tickets_of_paper(int seed) => AssertAgreesAsync(HostileMonth.Drawn(seed));

    [Fact]
    public async Task October_takes_and_owes_what_its_receipts_say()
    {
        using var folder = HostileMonth.October().Write();

        var october = await Replayed.TakenAsync(folder.Path);

        Assert.Equal((1, 3_000, -1_500), (october.Figure("by_means/PAYPAL/n"), october.Figure("by_means/PAYPAL/gross"), october.Figure("by_means/PAYPAL/reversed")));
        Assert.Equal((2_100, -2_100, 0), (october.Figure("by_means/ESPECES/gross"), october.Figure("by_means/ESPECES/cancel"), october.Figure("by_means/ESPECES/net")));
        Assert.Equal((1_200, -1_200), (october.Figure("by_means/CARTE_STRIPE/gross"), october.Figure("by_means/CARTE_STRIPE/reversed")));
        Assert.Equal((2_100, -1_400), (october.Figure("by_means/PAYFIP_SEPA/gross"), october.Figure("by_means/PAYFIP_SEPA/reversed")));
        Assert.Equal(-700, october.Figure("mode_B/refund"));
        Assert.Equal(october.Figure("mode_A_revenue"), october.Figure("receipts_net"));
        Assert.Equal(
            october.Figure("mode_B/closing_4191"),
            october.Figure("mode_B/opening_4191") + october.Figure("mode_B/sales") + october.Figure("mode_B/refund") + october.Figure("mode_B/consumed"));
    }

    [Fact]
    public async Task In_the_hour_that_exists_twice_the_number_decides()
    {
        using var folder = HostileMonth.October().Write();

        var october = await Replayed.TakenAsync(folder.Path);

        Assert.Equal(
            ["000104 00:50", "000105 01:10", "000106 01:20"],
            await october.Database.AuditAsync(
                """
                select lpad(number::text, 6, '0') || ' ' || to_char(issued_at at time zone 'UTC', 'HH24:MI') from receipt
                where series = 'Q' and paris_day(issued_at) = date '2025-10-26' order by number
                """));
    }

    private static async Task AssertAgreesAsync(HostileMonth month)
    {
        using var folder = month.Write();

        var replayed = await Replayed.TakenAsync(folder.Path);

        foreach (var type in new[] { "REPAS", "GARDE", "REPAS_PAI" })
        {
            foreach (var fact in Facts)
            {
                var (tickets, cents) = month.Model.Moved.GetValueOrDefault((type, fact));
                Assert.Equal((type, fact, tickets, cents), (type, fact, replayed.Figure($"tickets/{type}/{fact}"), replayed.Figure($"tickets/{type}/value_{fact}")));
            }
            var balances = month.Model.Balances.Where(b => b.Type == type).ToList();
            Assert.Equal(balances.Sum(b => b.Cents), replayed.Figure($"tickets/{type}/value_closing"));
            Assert.Equal(balances.Where(b => b.Tickets > 0).Sum(b => b.Cents), replayed.Figure($"tickets/{type}/value_closing_positive"));
            Assert.Equal(balances.Where(b => b.Tickets < 0).Sum(b => b.Cents), replayed.Figure($"tickets/{type}/value_closing_negative"));
        }
        Assert.Equal(
            month.Model.Balances.OrderBy(b => b.Family, StringComparer.Ordinal).ThenBy(b => b.Type, StringComparer.Ordinal).Select(b => $"{b.Family};{b.Type};{b.Tickets}"),
            replayed.Json!["closing"]!.AsArray().Select(c => $"{c![0]};{c[1]};{c[2]}"));
        Assert.Equal(
            month.Model.Balances.Where(b => b.Tickets < 0).Select(b => $"{b.Family};{b.Type};{b.Tickets};{b.Cents}").Order(StringComparer.Ordinal),
            replayed.Json!["negative_accounts"]!.AsArray().Select(c => $"{c![0]};{c[1]};{c[2]};{c[3]}").Order(StringComparer.Ordinal));
    }
}
