using System.Text.Json.Nodes;

namespace ETicket.IntegrationTests.Replay;

/// <summary>The worked month: 180 families, 225 receipts, 3,177 lines of consumption, fed through the product's own doors.</summary>
public sealed class WorkedMonthTests
{
    private static readonly string[] Keys =
        ["by_means", "tickets", "receipts_net", "receipts_by_service", "negative_accounts", "mode_A_revenue", "mode_B"];

    [Fact]
    public async Task November_comes_out_to_the_cent_and_to_the_ticket()
    {
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(MonthFolder.November, "expected.json")))!;

        var november = await Replayed.TakenAsync(MonthFolder.November);

        Assert.Equal([.. Keys, "closing"], november.Json!.Select(p => p.Key));
        foreach (var key in Keys)
            Assert.Equal(expected[key]!.ToJsonString(), november.Json![key]!.ToJsonString());
        Assert.Equal(ClosingFile(MonthFolder.November), ClosingOf(november));
        foreach (var series in new[] { 'Q', 'R', 'B' })
            Assert.Equal(NumbersOfFile(MonthFolder.November, series), await november.NumbersAsync(series));
        Assert.DoesNotContain("porte ici", november.Output);
    }

    [Fact]
    public async Task The_week_checked_by_hand_closes_as_on_paper()
    {
        var week = await Replayed.TakenAsync(MonthFolder.HandWeek);

        Assert.Equal(ClosingFile(MonthFolder.HandWeek), ClosingOf(week));
        Assert.Equal(10_100, week.Figure("receipts_net"));
        Assert.Equal((9_300, 800), (week.Figure("receipts_by_service/CANTINE"), week.Figure("receipts_by_service/TRANSPORT")));
        Assert.Equal((3_200, 2_800, 4_100), (week.Figure("by_means/PAYFIP_CB/net"), week.Figure("by_means/ESPECES/net"), week.Figure("by_means/CHEQUE/net")));
        Assert.Equal((1_580, 10_100, -4_040, 7_640), (
            week.Figure("mode_B/opening_4191"), week.Figure("mode_B/sales"), week.Figure("mode_B/consumed"), week.Figure("mode_B/closing_4191")));
    }

    [Fact]
    public async Task When_her_cheque_bounces_Leroy_owes_four_tickets()
    {
        using var folder = MonthFolder.CopyOf(MonthFolder.HandWeek);
        folder.Append("receipts.csv", "R2025-000001;2025-11-10;00:00;LEROY;CHEQUE;unpaid_cheque;CANT-C;-10;410;-4100;-4100;;;;Q2025-000003;");

        var week = await Replayed.TakenAsync(folder.Path);

        Assert.Equal(-4, week.TicketsOf("LEROY", "CANT-C"));
        Assert.Equal("""[["LEROY","CANT-C",-4,-1640]]""", week.Json!["negative_accounts"]!.ToJsonString());
        Assert.Equal((4_100, -4_100, 0), (week.Figure("by_means/CHEQUE/gross"), week.Figure("by_means/CHEQUE/reversed"), week.Figure("by_means/CHEQUE/net")));
        Assert.Equal(["R2025-000001"], await week.NumbersAsync('R'));
    }

    [Fact]
    public async Task What_was_paid_on_line_may_be_cancelled_under_a_receipt_number_as_other_communes_do()
    {
        using var folder = MonthFolder.CopyOf(MonthFolder.HandWeek);
        folder.Append("receipts.csv", "Q2025-000004;2025-11-07;18:00;MARTIN;PAYFIP_CB;cancel;CANT-B;-10;320;-3200;-3200;;;;Q2025-000001;");

        var week = await Replayed.TakenAsync(folder.Path);

        Assert.Equal((3_200, -3_200, 0), (week.Figure("by_means/PAYFIP_CB/gross"), week.Figure("by_means/PAYFIP_CB/cancel"), week.Figure("by_means/PAYFIP_CB/net")));
        Assert.Equal(1, week.TicketsOf("MARTIN", "CANT-B"));
        Assert.Equal(6_900, week.Figure("receipts_net"));
        Assert.Equal(["Q2025-000001", "Q2025-000002", "Q2025-000003", "Q2025-000004"], await week.NumbersAsync('Q'));
    }

    [Fact]
    public async Task Only_PayFiP_asks_for_a_euro()
    {
        using var folder = MonthFolder.CopyOf(MonthFolder.HandWeek);
        folder.Append("receipts.csv", "Q2025-000004;2025-11-07;18:00;LEROY;CARTE_STRIPE;sale;BUS;1;80;80;80;;;;;");
        folder.Append("receipts.csv", "Q2025-000005;2025-11-07;18:01;LEROY;PAYPAL;sale;BUS;1;80;80;80;;;;;");

        var week = await Replayed.TakenAsync(folder.Path);

        Assert.Equal((80, 80), (week.Figure("by_means/CARTE_STRIPE/net"), week.Figure("by_means/PAYPAL/net")));
        Assert.Equal(2, week.TicketsOf("LEROY", "BUS"));
    }

    [Fact]
    public async Task Only_receipts_promise_no_gap_a_reversal_takes_the_next_number_and_says_so()
    {
        using var folder = MonthFolder.CopyOf(MonthFolder.HandWeek);
        folder.Append("receipts.csv", "R2025-000001;2025-11-10;00:00;LEROY;CHEQUE;unpaid_cheque;CANT-C;-4;410;-1640;-1640;;;;Q2025-000003;");
        folder.Append("receipts.csv", "R2025-000005;2025-11-12;00:00;LEROY;CHEQUE;unpaid_cheque;CANT-C;-6;410;-2460;-2460;;;;Q2025-000003;");

        var week = await Replayed.TakenAsync(folder.Path);

        Assert.Equal(["R2025-000001", "R2025-000002"], await week.NumbersAsync('R'));
        Assert.Contains("R2025-000005", week.Output);
    }

    [Fact]
    public async Task A_family_on_two_tariffs_of_the_same_service_the_same_day_seats_two_children()
    {
        using var folder = MonthFolder.CopyOf(MonthFolder.HandWeek);
        folder.Append("consumption.csv", "2025-11-07;MARTIN;CANT-C;consumption;-1");

        var week = await Replayed.TakenAsync(folder.Path);

        Assert.Equal((11, -1), (week.TicketsOf("MARTIN", "CANT-B"), week.TicketsOf("MARTIN", "CANT-C")));
        Assert.Equal(["2"], await week.Database.AuditAsync("select count(distinct child_id)::text from booking b join wallet w on w.id = b.wallet_id join family f on f.id = w.family_id where f.number = 'MARTIN' and b.day = date '2025-11-07'"));
    }

    [Fact]
    public async Task A_byte_order_mark_and_Windows_line_ends_change_nothing()
    {
        using var folder = MonthFolder.CopyOf(MonthFolder.HandWeek);
        foreach (var file in Directory.GetFiles(folder.Path).Select(f => Path.GetFileName(f)))
            folder.Write(file, "\uFEFF" + folder.Read(file).Replace("\n", "\r\n"));

        var week = await Replayed.TakenAsync(folder.Path);

        Assert.Equal(ClosingFile(MonthFolder.HandWeek), ClosingOf(week));
    }

    private static IReadOnlyList<string> ClosingFile(string folder) =>
        [.. File.ReadAllLines(Path.Combine(folder, "closing_balances.csv")).Skip(1).Where(l => l.Length > 0).Order(StringComparer.Ordinal)];

    private static IReadOnlyList<string> ClosingOf(Replayed replayed) =>
        [.. replayed.Json!["closing"]!.AsArray().Select(c => $"{c![0]};{c[1]};{c[2]}").Order(StringComparer.Ordinal)];

    private static IReadOnlyList<string> NumbersOfFile(string folder, char series) =>
        [.. File.ReadAllLines(Path.Combine(folder, "receipts.csv")).Where(l => l.StartsWith(series)).Select(l => l.Split(';')[0]).Distinct().Order(StringComparer.Ordinal)];
}
