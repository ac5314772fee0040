using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Payments.Providers.Stripe;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ETicket.UnitTests.Payments.Stripe;

/// <summary>Settings, and Stripe's own account of our money.</summary>
public sealed class StripeModuleTests
{
    private static readonly Dictionary<string, string?> Right = new()
    {
        ["Accounts:commune:SecretKey"] = "sk_live_0123456789",
        ["Accounts:commune:WebhookSecrets:0"] = StripeDesk.Secret,
        ["Accounts:commune:WebhookSecrets:1"] = StripeDesk.NextSecret,
        ["Accounts:commune:Live"] = "true",
    };

    [Fact]
    public void The_settings_of_a_section_reach_the_provider_registered_under_Stripe()
    {
        using var services = Services(Right);

        services.GetRequiredService<IStartupValidator>().Validate();

        var account = Assert.Single(services.GetRequiredService<StripeOptions>().Accounts);
        Assert.Equal(("commune", true, 2), (account.Key, account.Value.Live, account.Value.WebhookSecrets.Count));
        Assert.Equal("https://api.stripe.com/", services.GetRequiredService<StripeOptions>().Address.AbsoluteUri);
        Assert.Equal(PaymentProvider.Stripe, Assert.Single(services.GetServices<IPaymentProvider>()).Name);
        Assert.Equal(PaymentProvider.Stripe, Assert.Single(services.GetServices<IRefunds>()).Name);
    }

    [Theory]
    [InlineData("Address", "http://api.stripe.com/")]
    [InlineData("PayerPage", "http://checkout.stripe.com/")]
    [InlineData("TimeOut", "00:00:00")]
    [InlineData("Tolerance", "01:00:00")]
    [InlineData("OpenFor", "00:20:00")]
    [InlineData("OpenFor", "1.00:00:00")]
    [InlineData("Accounts:commune:Live", "false")]
    [InlineData("Accounts:commune:SecretKey", "sk_test_0123456789")]
    [InlineData("Accounts:commune:SecretKey", "")]
    [InlineData("Accounts:commune:WebhookSecrets:1", "short")]
    [InlineData("Accounts:commune:WebhookSecrets:2", "whsec_a_third_secret_is_one_too_many")]
    public void A_wrong_setting_stops_the_application_at_its_start_and_quotes_no_secret(string name, string value)
    {
        using var services = Services(new Dictionary<string, string?>(Right) { [name] = value });

        var wrong = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.DoesNotContain("0123456789", wrong.Message);
        Assert.DoesNotContain("whsec_", wrong.Message);
    }

    [Fact]
    public async Task C41_movements_come_page_after_page_with_their_fees_and_what_is_left()
    {
        await using var desk = StripeDesk.Open().Plays("balance-transactions");

        var movements = await ListAsync(desk.Books.MovementsAsync("commune", StripeDesk.Created, StripeDesk.Created.AddDays(1), TestContext.Current.CancellationToken));

        Assert.Equal(["txn_4", "txn_3", "txn_1"], movements.Select(m => m.Key));
        Assert.Equal((new Money(2500), new Money(63), new Money(2437), "charge", "EUR", "ch_3PSF1entTickets"),
            (movements[2].Gross, movements[2].Fee, movements[2].Net, movements[2].Kind, movements[2].Currency, movements[2].Source));
        Assert.Equal(Money.Zero, movements.Sum(m => m.Net));
        Assert.Equal(StripeDesk.Created.ToUnixTimeSeconds().ToString(), desk.Server.Requests[0].Query["created[gte]"]);
    }

    [Fact]
    public async Task A_payout_bears_its_day_of_arrival()
    {
        await using var desk = StripeDesk.Open().Plays("payouts");

        var payout = Assert.Single(await ListAsync(desk.Books.PayoutsAsync("commune", StripeDesk.Created, StripeDesk.Created.AddDays(1), TestContext.Current.CancellationToken)));

        Assert.Equal(("po_1PSF1ent", new Money(1687), new DateOnly(2026, 11, 24), "paid"), (payout.Key, payout.Amount, payout.ArrivesOn, payout.State));
    }

    [Fact]
    public async Task C40_a_list_cut_short_is_no_list()
    {
        await using var desk = StripeDesk.Open().Plays("session-paid");

        await Assert.ThrowsAsync<ProviderUnreachable>(() => ListAsync(desk.Books.MovementsAsync("commune", StripeDesk.Created, StripeDesk.Created.AddDays(1), TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("\"has_more\": true", "\"has_more\": false", "the lines of po_1PSF1ent make -750 cents instead of 1687")]
    [InlineData("po_1PSF1ent", "po_1PSF1another", "the lines of po_1PSF1ent make 0 cents instead of 1687")]
    [InlineData("\"id\": \"txn_1\"", "\"id\": \"txn_4\"", "txn_4 comes twice")]
    [InlineData("", "", null)]
    public async Task C40_a_list_with_a_line_missing_too_many_or_twice_is_no_list_and_says_which(string right, string wrong, string? why)
    {
        await using var desk = StripeDesk.Open();
        var text = await File.ReadAllTextAsync(StripeDesk.File("balance-transactions"), TestContext.Current.CancellationToken);
        desk.Server.AddsText(right.Length == 0 ? text : text.Replace(right, wrong));
        var payout = new ProviderPayout("po_1PSF1ent", StripeDesk.Created, new DateOnly(2026, 11, 24), new Money(1687), "EUR", "paid");

        var told = ListAsync(desk.Books.MovementsOfAsync("commune", payout, TestContext.Current.CancellationToken));

        if (why is null)
            Assert.Equal(["txn_3", "txn_1"], (await told).Select(m => m.Key));
        else
            Assert.Equal(why, (await Assert.ThrowsAsync<ProviderUnreachable>(() => told)).Message);
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings) =>
        new ServiceCollection().AddStripe(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
            list.Add(item);
        return list;
    }
}
