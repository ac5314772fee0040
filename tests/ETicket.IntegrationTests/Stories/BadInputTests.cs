using System.Net;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Stories;

/// <summary>What no form of ours would ever send, posted by hand: one sentence back, and nothing written.</summary>
[Collection(nameof(PortalStories))]
public sealed class BadInputTests(PortalRunning running)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PortalProcess Portal => running.Portal;

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("10000")]
    [InlineData("99999999999999999999")]
    [InlineData("1,5")]
    [InlineData("abc")]
    [InlineData("1.50")]
    [InlineData("1e2")]
    [InlineData("1 234,56")]
    [InlineData("1\u00A0234")]
    [InlineData("0,001")]
    [InlineData("")]
    public async Task C42_a_quantity_that_cannot_be_bought_is_told_in_a_sentence(string typed)
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = Portal.Database();
        var page = await parent.PageAsync("/famille/tickets");
        var quantities = page.QuerySelectorAll("input[inputmode=numeric]").Select(i => i.GetAttribute("name")!).ToList();
        var before = await PaymentsAsync(database);

        using var answer = await parent.PostWithAsync(
            "/famille/tickets", ParentSession.TokenOf(page),
            [("panier", Guid.NewGuid().ToString()), .. quantities.Select((name, i) => (name, i == 0 ? typed : "0"))]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotEmpty(await ParentSession.RefusalAsync(answer));
        Assert.Equal(before, await PaymentsAsync(database));
    }

    [Fact]
    public async Task A_form_of_tickets_posted_twice_is_one_payment()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = Portal.Database();
        var page = await parent.PageAsync("/famille/tickets");
        var fields = page.QuerySelectorAll("input[inputmode=numeric]").Select(i => (i.GetAttribute("name")!, "4")).Append(("panier", Guid.NewGuid().ToString())).ToArray();
        var before = await PaymentsAsync(database);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => parent.PostWithAsync("/famille/tickets", ParentSession.TokenOf(page), fields)));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.SeeOther, a.StatusCode));
        // One operation at the Trésor, or a payer might pay the one we forgot.
        Assert.Single(answers.Select(a => a.Headers.Location).Distinct());
        Assert.Equal(before + 1, await PaymentsAsync(database));
        Assert.Equal(1, await database.AskAsync<long>("select count(*) from payment_address where payment_id = (select id from payment order by created_at desc limit 1)"));
    }

    [Fact]
    public async Task A_payment_of_another_family_does_not_exist()
    {
        var stranger = await running.SessionAsync(PortalLogin.OtherParent);
        var payment = await PendingAsync();

        using var seen = await stranger.GetAsync($"/famille/paiement/{payment}");
        using var paid = await stranger.PostAsync($"/famille/paiement/{payment}");
        using var absent = await stranger.GetAsync($"/famille/paiement/{Guid.NewGuid()}");

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound], new[] { seen.StatusCode, paid.StatusCode, absent.StatusCode });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("CfDJ8forged")]
    public async Task A_form_without_its_token_writes_nothing(string? token)
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        var staff = await running.SessionAsync(PortalLogin.Staff);

        using var tick = await parent.PostWithAsync("/famille/planning", token, ("voeux", "x"));
        using var buy = await parent.PostWithAsync("/famille/tickets", token, ("panier", Guid.NewGuid().ToString()));
        using var close = await staff.PostWithAsync("/mairie/cloture", token, ("journee", "x"));
        using var leave = await parent.PostWithAsync("/deconnexion", token);

        Assert.All(new[] { tick, buy, close, leave }, answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
    }

    private async Task<PaymentId> PendingAsync()
    {
        await using var database = Portal.Database();
        await using var verbs = database.Verbs(Portal);
        var (commune, family, type) = (await database.CommuneAsync(), await database.FamilyAsync("Devret"), await database.TicketTypeAsync("BUS"));
        var basket = new Basket(Guid.NewGuid(), commune, family, PaymentProvider.PayFip, "demo-parent", "chantal.devret@famille.example", [new(type, 2)]);
        var payment = Assert.Single(await verbs.GetRequiredService<TopUps>().PrepareAsync(basket, Stop));
        await verbs.GetRequiredService<Checkout>().OpenAsync(commune, payment.Id, Stop);
        return payment.Id;
    }

    private static Task<long> PaymentsAsync(PortalDatabase database) => database.AskAsync<long>("select count(*) from payment");
}
