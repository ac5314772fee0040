using System.Diagnostics;
using System.Net;
using System.Text;
using ETicket.IntegrationTests.Payments.ByStripe;
using ETicket.IntegrationTests.Payments.PayPal;
using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Payments.Providers.PayFip;
using ETicket.Payments.Providers.Stripe;

namespace ETicket.IntegrationTests.Payments.AtTheDoor;

/// <summary>Notices that are truly the provider's, far too many of them, or one it already sent.</summary>
[Collection(nameof(LongStories))]
public sealed class GenuineNoticesTests(Cluster cluster, ITestOutputHelper output)
{
    private const int Notices = 1_000;
    private const int Welcome = 300;
    private const string Event = "evt_1PSF1entOfTheTests";

    [Fact]
    public async Task C36_a_thousand_genuine_notices_of_Stripe_at_once_credit_once_and_whoever_needs_the_database_is_answered()
    {
        await using var counter = await StripeCounter.OpenAsync(await Books.OpenAsync(cluster));
        await counter.Town.Books.Clock.SetAsync(TimeProvider.System.GetUtcNow());
        var payment = await counter.GoesToPayAsync();
        counter.Stripe.Plays("session-paid");
        await using var doors = await Doors.OpenAsync(counter.Town.Books, services => services.AddPayFip().AddStripe(counter.Settle), Welcome);

        await FloodAsync(doors, payment, $"/paiement/stripe/retour?session_id={counter.Stripe.Session}", () => counter.Stripe.Completed());

        await OnceAsync(counter.Town, counter.Family, (10, 2500, 0));
    }

    [Fact]
    public async Task C36_a_thousand_genuine_notices_of_PayPal_at_once_credit_once_and_whoever_needs_the_database_is_answered()
    {
        await using var town = await PayPalTown.OpenAsync(cluster, noticesPerMinute: Welcome);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.GoesToPayAsync(martin);
        town.Stub.Serves("captured", "notice-genuine");
        var body = Encoding.UTF8.GetBytes(town.Stub.Read("events/capture-completed"));

        await FloodAsync(town.Doors, payment, $"/paiement/paypal/retour?token={PayPalDesk.Order}", () => town.Notice(body));

        await OnceAsync(town.Town, martin, (PayPalTown.Tickets, 1250, 0));
    }

    [Fact]
    public async Task C14_an_event_of_Stripe_signed_and_sent_again_a_week_later_under_its_number_changes_nothing_whatever_happened_since()
    {
        await using var counter = await StripeCounter.OpenAsync(await Books.OpenAsync(cluster));
        var town = counter.Town;
        await town.Books.Clock.SetAsync(TimeProvider.System.GetUtcNow());
        await counter.GoesToPayAsync();
        counter.Stripe.Plays("session-paid");
        await using var doors = await Doors.OpenAsync(town.Books, services => services.AddPayFip().AddStripe(counter.Settle));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(doors, Signed(town.Books)));
        var (before, asked) = (await SeenAsync(town.Books), counter.Stripe.Server.Requests.Count);

        await town.Books.Clock.SetAsync(town.Books.Clock.GetUtcNow().AddDays(7));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(doors, Signed(town.Books)));

        Assert.Equal(before, await SeenAsync(town.Books));
        // Already paid, and it speaks of no money that left: Stripe is not even asked.
        Assert.Equal(asked, counter.Stripe.Server.Requests.Count);
        Assert.Equal(2L, await town.Books.AskAsync<long>("select count(*) from notice where content like '%' || $1 || '%' and outcome = 'Paid'", Event));
        await OnceAsync(town, counter.Family, (10, 2500, 0));

        HttpRequestMessage Signed(Books books)
        {
            var body = Encoding.UTF8.GetBytes(
                $$$"""{"id":"{{{Event}}}","object":"event","api_version":"{{{StripeOptions.Version}}}","livemode":false,"type":"checkout.session.completed","data":{"object":{"id":"{{{counter.Stripe.Session}}}"} } }""");
            var time = books.Clock.GetUtcNow().ToUnixTimeSeconds();
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/paiement/stripe/notification", UriKind.Relative)) { Content = new ByteArrayContent(body) };
            request.Headers.TryAddWithoutValidation(StripeSignature.Header, $"t={time},v1={Convert.ToHexStringLower(StripeSignature.Sign(time, body, StripeStub.Secret))}");
            return request;
        }
    }

    [Fact]
    public async Task C14_an_event_of_PayPal_sealed_and_sent_again_a_week_later_under_its_number_changes_nothing_whatever_happened_since()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        await town.GoesToPayAsync(martin);
        town.Stub.Serves("captured", "notice-genuine");
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("capture-completed"));
        var before = await SeenAsync(town.Books);

        await town.Books.Clock.SetAsync(town.Books.Clock.GetUtcNow().AddDays(7));
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("capture-completed"));

        Assert.Equal(before, await SeenAsync(town.Books));
        Assert.Equal(1L, await town.Books.AskAsync<long>("select count(distinct content) from notice where outcome = 'Paid'"));
        Assert.Equal(2L, await town.CountAsync("notice"));
        await OnceAsync(town.Town, martin, (PayPalTown.Tickets, 1250, 0));
    }

    /// <summary>Each is answered or put off; meanwhile the payer comes back, and is sent to the page of his payment, which only the database knows.</summary>
    private async Task FloodAsync(Doors doors, Payment payment, string comesBack, Func<HttpRequestMessage> notice)
    {
        var answers = new HttpStatusCode[Notices];
        var watch = Stopwatch.StartNew();
        var flood = Parallel.ForEachAsync(
            Enumerable.Range(0, Notices), new ParallelOptions { MaxDegreeOfParallelism = 100 }, async (i, _) => answers[i] = await SendAsync(doors, notice()));
        var (slowest, pages) = (TimeSpan.Zero, 0);
        do
        {
            var page = Stopwatch.StartNew();
            Assert.Equal($"/famille/paiement/{payment.Id}", await doors.ComesBackAsync(comesBack));
            slowest = page.Elapsed > slowest ? page.Elapsed : slowest;
            pages++;
        }
        while (!flood.IsCompleted);
        await flood;

        output.WriteLine($"{Notices} notices in {watch.ElapsedMilliseconds} ms, {pages} payers back meanwhile, the slowest in {slowest.TotalMilliseconds:0} ms");
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], answers.Distinct().Order());
        Assert.InRange(answers.Count(a => a == HttpStatusCode.OK), 1, Welcome);
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static async Task<HttpStatusCode> SendAsync(Doors doors, HttpRequestMessage notice)
    {
        using (notice)
        using (var answer = await doors.Http.SendAsync(notice))
            return answer.StatusCode;
    }

    private static async Task OnceAsync(Town town, FamilyFile family, (int Tickets, long Value, int Held) held)
    {
        Assert.Equal(held, await family.Wallet("CANT-B"));
        Assert.Equal((1L, 1L, 1L), (
            await town.Books.AskAsync<long>("select count(*) from entry where kind = 'Sale'"), await town.Books.AskAsync<long>("select count(*) from receipt"),
            await town.Books.AskAsync<long>("select count(*) from outbox_letter where name = 'TopUpReceipt'")));
        await town.Books.ShouldBeHealthyAsync();
    }

    private static Task<string> SeenAsync(Books books) => books.AskAsync<string>(
        """
        select concat_ws(' ', (select count(*) from entry), (select count(*) from transfer), (select count(*) from receipt), (select count(*) from outbox_letter), (select count(*) from payment_step),
          (select count(*) from discrepancy), (select string_agg(p::text, '') from payment p))
        """);
}
