using System.Diagnostics;
using System.Net;
using ETicket.IntegrationTests.Payments.AtTheDoor;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Asking;

namespace ETicket.IntegrationTests.Payments.ByPayFip;

/// <summary>What is told of a payment at the Trésor, how often, how late, by whom: the real client, the real doors, a real Trésor.</summary>
public sealed class PayFipNoticesTests(Cluster cluster)
{
    [Fact]
    public async Task C1_one_notice_twenty_times_at_once_credits_once()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(idOp);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => town.NotifiesAsync(idOp))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        Assert.Equal(PaymentState.Paid, await town.StateAsync(payment));
        await town.ShouldHaveCreditedAsync(martin, PayFipTown.Tickets);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3 * 24)]
    [InlineData(11 * 30 * 24)]
    public async Task C3_a_notice_hours_days_or_months_late_credits_under_the_date_of_the_Tresor(int hours)
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(idOp);
        var paidAt = town.Books.Clock.GetUtcNow();

        await town.WaitsAsync(TimeSpan.FromHours(hours));
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync(idOp));

        Assert.Equal(paidAt.UtcDateTime, await town.Books.AskAsync<DateTime>("select provider_at from payment where id = $1", payment.Id.Value));
        // Late is what both dates say, the provider's and the receipt's own; more than a day late, it stands on the mairie's shelf.
        Assert.Equal(town.Books.Clock.GetUtcNow().UtcDateTime, await town.Books.AskAsync<DateTime>("select issued_at from receipt"));
        Assert.Equal(hours > 24, (await town.Town.OnTheShelf(PaymentShelf.Late)).Count == 1);
        await town.ShouldHaveCreditedAsync(martin, PayFipTown.Tickets);
    }

    [Fact]
    public async Task R140_C4_a_notice_that_never_comes_is_made_up_for_within_ten_minutes()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(idOp);

        for (var minutes = 0; minutes < 10 && await town.StateAsync(payment) is PaymentState.Pending; minutes += 5)
        {
            await town.WaitsAsync(TimeSpan.FromMinutes(5));
            await town.SweepsAsync();
        }

        await town.ShouldHaveCreditedAsync(martin, PayFipTown.Tickets);
    }

    [Fact]
    public async Task C5_a_browser_that_is_back_first_settles_and_the_notice_changes_nothing()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(idOp);

        Assert.Equal($"/famille/paiement/{payment.Id}", await town.ComesBackAsync(idOp));
        Assert.Equal(PaymentState.Paid, await town.SettlesAsync(payment));
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync(idOp));

        await town.ShouldHaveCreditedAsync(martin, PayFipTown.Tickets);
        Assert.Equal(1, town.Wire.LookUps);
    }

    [Fact]
    public async Task R139_C6_the_return_address_typed_without_paying_credits_nothing()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);

        Assert.Equal($"/famille/paiement/{payment.Id}", await town.ComesBackAsync(idOp));
        Assert.Equal(PaymentState.Pending, await town.SettlesAsync(payment));

        await town.ShouldHaveCreditedAsync(martin, 0, receipts: 0);
    }

    [Fact]
    public async Task C7_a_notice_of_an_operation_nobody_knows_is_kept_and_asks_nobody()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        await town.GoesToPayAsync(martin);

        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("4dc84580-4f73-11f1-9f3c-5254004a7d10"));

        Assert.Equal(("unknown", 0), (await town.Books.AskAsync<string>("select outcome from notice"), town.Wire.LookUps));
        await town.ShouldHaveCreditedAsync(martin, 0, receipts: 0);
    }

    [Fact]
    public async Task C8_the_money_of_one_commune_is_never_credited_in_another()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var other = await Town.FoundAsync(town.Books, new TownPlan("autre-commune"));
        var (martin, petit) = (await town.Town.OpensAFile("Martin"), await other.OpensAFile("Petit"));
        var (_, paid) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(paid);
        var theirs = Assert.Single(await petit.FillsABasket([(PayFipTown.Tickets, "CANT-B")]));
        var idOp = (await town.Checkout.OpenAsync(other.Structure, theirs.Id, CancellationToken.None)).Query["?idop=".Length..];
        // The Trésor answers about the payment of the first commune, word for word and then under the operation of the second.
        string? ofTheFirst = null;
        town.Wire.Spoils = (status, text) => Task.FromResult<(int, string)?>((status, ofTheFirst ??= text));
        await town.NotifiesAsync(paid);
        foreach (var answer in new[] { ofTheFirst!, ofTheFirst!.Replace(paid, idOp) })
        {
            town.Wire.Spoils = (_, _) => Task.FromResult<(int, string)?>((200, answer));
            Assert.Equal(PaymentState.Pending, await town.Settlements.SettleAsync(other.Structure, theirs.Id, "notification", CancellationToken.None));
        }

        Assert.Equal((0, 0, 0), await petit.Wallet("CANT-B"));
        Assert.Equal("reference", await town.Books.AskAsync<string>("select field from discrepancy where structure_id = $1", other.Structure.Value));
        Assert.Equal("P9 écart à regarder", Assert.Single(await town.Books.AlarmsAsync()).Code);
        await town.ShouldHaveCreditedAsync(martin, PayFipTown.Tickets);
    }

    [Fact]
    public async Task C11_a_forged_result_asks_the_Tresor_once_and_credits_nothing()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);

        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync(idOp, new("resultrans", "P"), new("montant", "2500"), new("numauto", "A55A")));

        Assert.Equal((PaymentState.Pending, 1), (await town.StateAsync(payment), town.Wire.LookUps));
        await town.ShouldHaveCreditedAsync(martin, 0, receipts: 0);
    }

    [Fact]
    public async Task C14_a_notice_sent_again_a_week_later_changes_nothing()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (_, idOp) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(idOp);
        await town.NotifiesAsync(idOp);

        await town.WaitsAsync(TimeSpan.FromDays(7));
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync(idOp));

        await town.ShouldHaveCreditedAsync(martin, PayFipTown.Tickets);
        Assert.Equal(1, town.Wire.LookUps);
    }

    [Fact]
    public async Task C17_an_opening_that_hangs_is_given_up_and_the_payer_is_told_to_wait()
    {
        await using var town = await PayFipTown.OpenAsync(cluster, options => options.TimeOut = TimeSpan.FromSeconds(1));
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.PreparesAsync(martin);
        using var patience = new CancellationTokenSource();
        town.Wire.Spoils = async (status, text) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(120), patience.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return (status, text);
        };
        var since = Stopwatch.StartNew();

        var silent = await Assert.ThrowsAsync<ProviderSilent>(() => town.OpensAsync(payment));

        Assert.InRange(since.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(15), new ETicket.Payments.Providers.PayFip.PayFipOptions().TimeOut);
        Assert.Contains("attendez quelques minutes avant de recommencer", silent.Sentence);
        Assert.Equal(PaymentState.Unknown, await town.StateAsync(payment));
        await patience.CancelAsync();
        await town.ShouldHaveCreditedAsync(martin, 0, receipts: 0);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    public async Task C18_an_error_after_the_operation_was_created_is_unknown_and_shows_that_operation_to_nobody(int status)
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.PreparesAsync(martin);
        var created = 0;
        town.Wire.Spoils = (_, _) => Task.FromResult<(int, string)?>((status, $"<html>{++created}</html>"));

        await Assert.ThrowsAsync<ProviderSilent>(() => town.OpensAsync(payment));
        await Assert.ThrowsAnyAsync<Refusal>(() => town.OpensAsync(payment));
        town.Wire.Spoils = null;

        // PayFiP tells nobody what it created by our reference, and nobody was given its page: it can never be paid.
        Assert.Equal((PaymentState.Unknown, 1), (await town.StateAsync(payment), created));
        var (_, idOp) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(idOp);
        await town.NotifiesAsync(idOp);
        await town.ShouldHaveCreditedAsync(martin, PayFipTown.Tickets);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    public async Task C34_a_notice_is_looked_up_wherever_it_comes_from(string from)
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (_, idOp) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(idOp);
        using var http = Elsewhere.From(from, town.Doors.Address);

        Assert.Equal(HttpStatusCode.OK, await PayFipTown.NotifiesAsync(http, idOp));

        await town.ShouldHaveCreditedAsync(martin, PayFipTown.Tickets);
    }
}
