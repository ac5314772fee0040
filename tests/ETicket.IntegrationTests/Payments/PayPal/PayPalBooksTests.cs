using ETicket.Kernel;
using ETicket.Payments;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>PayPal's own statement, for the books: gross to the family, the fee apart, what went to the bank.</summary>
public sealed class PayPalBooksTests
{
    private static readonly DateTimeOffset First = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Next = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task C41_gross_fee_and_net_of_every_movement_the_latest_first()
    {
        await using var desk = PayPalDesk.Open().Serves("statement");

        var told = await desk.Books.MovementsAsync("mairie", First, Next, Stop).ToListAsync(Stop);

        Assert.Equal(
            [
                ("8CB00000CB0000008", "T1201", -54_00L, 16_00L, -70_00L),
                ("7HL00000HL0000007", "T0006", 54_00, 1_91, 52_09),
                ("6RF00000RF0000006", "T1107", -2_50, 0, -2_50),
                ("4PP00000PP0000004", "T0403", -37_66, 0, -37_66),
                ("3C679366HH908993F", "T0006", 12_50, 71, 11_79),
                ("2AB11111AB1111111", "T0006", 27_00, 1_13, 25_87),
            ],
            told.Select(m => (m.Key, m.Kind, m.Gross.Cents, m.Fee.Cents, m.Net.Cents)));
        Assert.Equal("3C679366HH908993F", told[2].Source);
        Assert.All(told, m => Assert.Equal("EUR", m.Currency));
    }

    [Fact]
    public async Task A_transfer_to_the_bank_is_made_of_what_came_since_the_one_before()
    {
        await using var desk = PayPalDesk.Open().Serves("statement");
        var payout = Assert.Single(await desk.Books.PayoutsAsync("mairie", First, Next, Stop).ToListAsync(Stop));
        Assert.Equal(("4PP00000PP0000004", new Money(37_66), (DateOnly?)null), (payout.Key, payout.Amount, payout.ArrivesOn));

        // The account was opened that month: nothing before.
        desk.Stub.Says("/v1/reporting/transactions", """{"total_items":0,"total_pages":0}""").Serves("statement-of-a-payout");
        var made = await desk.Books.MovementsOfAsync("mairie", payout, Stop).ToListAsync(Stop);

        Assert.Equal(["3C679366HH908993F", "2AB11111AB1111111"], made.Select(m => m.Key));
        Assert.Equal(payout.Amount, made.Sum(m => m.Net));
    }

    [Theory]
    [InlineData("\"last_refreshed_datetime\": \"2026-12-01T06:00:00Z\"", "\"last_refreshed_datetime\": \"2026-11-30T21:00:00Z\"")]
    [InlineData("\"page\": 2,", "\"page\": 1,")]
    [InlineData("\"total_pages\": 2", "\"total_pages\": 3")]
    [InlineData("\"54.00\"", "\"54,00\"")]
    [InlineData("\"-1.91\"", "\"-1.915\"")]
    [InlineData("\"transaction_id\": \"7HL00000HL0000007\",", "")]
    public async Task C40_a_statement_cut_short_or_unreadable_is_no_list(string right, string wrong)
    {
        var text = PayPalStub.Open();
        await using var desk = PayPalDesk.Open(stub: text.Replaces(right, wrong)).Serves("statement");

        await Assert.ThrowsAsync<ProviderUnreachable>(async () => await desk.Books.MovementsAsync("mairie", First, Next, Stop).ToListAsync(Stop));
    }

    [Theory]
    [InlineData("\"total_items\": 8", "\"total_items\": 9", "8 lines instead of 9")]
    [InlineData("\"total_items\": 8", "\"total_items\": 7", "8 lines instead of 7")]
    [InlineData("\"transaction_id\": \"3C679366HH908993F\"", "\"transaction_id\": \"2AB11111AB1111111\"", "2AB11111AB1111111 comes twice")]
    public async Task C40_a_statement_with_a_line_missing_too_many_or_twice_is_no_list_and_says_which(string right, string wrong, string why)
    {
        await using var desk = PayPalDesk.Open(stub: PayPalStub.Open().Replaces(right, wrong)).Serves("statement");

        var refused = await Assert.ThrowsAsync<ProviderUnreachable>(async () => await desk.Books.MovementsAsync("mairie", First, Next, Stop).ToListAsync(Stop));

        Assert.Equal(why, refused.Message);
    }

    /// <summary>PayPal gives a hold and its release one number: the event code tells them apart.</summary>
    [Fact]
    public async Task Two_movements_of_one_number_and_two_event_codes_are_two_lines()
    {
        await using var desk = PayPalDesk.Open(stub: PayPalStub.Open().Replaces("\"transaction_id\": \"7HL00000HL0000007\"", "\"transaction_id\": \"6RF00000RF0000006\"")).Serves("statement");

        var told = await desk.Books.MovementsAsync("mairie", First, Next, Stop).Where(m => m.Key == "6RF00000RF0000006").ToListAsync(Stop);

        Assert.Equal(["T0006", "T1107"], told.Select(m => m.Kind));
    }

    [Fact]
    public async Task A_longer_interval_is_asked_by_31_days_and_an_offset_without_colon_is_read()
    {
        await using var desk = PayPalDesk.Open();
        desk.Stub.Says(
            "/v1/reporting/transactions",
            """
            {"page":1,"total_items":1,"total_pages":1,"transaction_details":[{"transaction_info":{"transaction_id":"2AB11111AB1111111","transaction_event_code":"T0006",
             "transaction_initiation_date":"2026-10-02T10:00:00+0200","transaction_amount":{"currency_code":"EUR","value":"27.00"},"transaction_status":"S"}}]}
            """);

        var told = Assert.Single(await desk.Books.MovementsAsync("mairie", First.AddDays(-31), Next, Stop).ToListAsync(Stop));

        Assert.Equal(new DateTimeOffset(2026, 10, 2, 8, 0, 0, TimeSpan.Zero), told.At);
        Assert.Equal(
            ["2026-10-31T00:00:00Z>2026-12-01T00:00:00Z", "2026-10-01T00:00:00Z>2026-10-31T00:00:00Z"],
            desk.Stub.Asked.Select(a => $"{a.Query["start_date"]}>{a.Query["end_date"]}"));
    }

    [Fact]
    public async Task An_account_without_the_right_to_its_statement_and_one_nobody_set_say_so()
    {
        await using var desk = PayPalDesk.Open();
        desk.Stub.Says("/v1/reporting/transactions", """{"name":"NOT_AUTHORIZED","message":"Authorization failed due to insufficient permissions."}""", 403);

        await Assert.ThrowsAsync<ProviderUnreachable>(async () => await desk.Books.PayoutsAsync("mairie", First, Next, Stop).ToListAsync(Stop));
        await Assert.ThrowsAsync<ProviderUnreachable>(async () => await desk.Books.PayoutsAsync("nobody", First, Next, Stop).ToListAsync(Stop));
    }
}
