using System.Net;
using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.IntegrationTests.Payments.AtTheDoor;
using ETicket.IntegrationTests.Payments.ByStripe;
using ETicket.IntegrationTests.Treasury;
using ETicket.IntegrationTests.Treasury.Unanswered;
using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Payments.Providers.PayFip;
using ETicket.Payments.Providers.Stripe;
using ETicket.Treasury;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Pages;

/// <summary>What the régisseur reads after a refund that did not go the usual way: never « nothing changed » over money that left, or may have.</summary>
public sealed class RefundOnThePageTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Money_given_back_whose_tickets_had_left_meanwhile_is_said_on_the_payment(bool ticketsLeft)
    {
        await using var counter = await OpenAsync();
        await using var doors = await DoorsOf(counter);
        var payment = await counter.PaysAsync();
        var line = Assert.Single(await counter.Family.Sold(payment));
        using var staff = await EnterAsync(counter, doors);
        var address = $"/mairie/reglements/{payment.Id}";

        counter.Stripe.Plays("refund-silent");
        using var silent = await AskAsync(staff, address, line.TransferId);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.StatusCode);
        Assert.Equal("À redemander", (await ParentSession.ReadAsync(silent)).QuerySelector(".errors h2")!.TextContent.Trim());
        // Those tickets leave another way before the answer is known.
        await counter.Town.Reversals.UndoAsync(counter.Town.Structure, Reversals.Chargeback("contestation"), [(line, ticketsLeft ? 9 : 10)], Stop);
        counter.Stripe.Plays("refund-made");
        using var made = await AskAsync(staff, address, line.TransferId);

        Assert.Equal((HttpStatusCode.SeeOther, $"{address}?rendu=oui"), (made.StatusCode, made.Headers.Location?.ToString()));
        var page = await staff.PageAsync($"{address}?rendu=oui");
        Assert.Contains("Le prestataire a rendu 5,00\u00A0€", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Rien n’a changé", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await staff.PageAsync(address)).QuerySelector("[role=status]"));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_with_the_provider_gone_the_refusal_is_read_and_marked_as_dealt_with_the_commune_refunds()
    {
        await using var counter = await OpenAsync();
        await using var doors = await DoorsOf(counter);
        var payment = await counter.PaysAsync();
        var line = Assert.Single(await counter.Family.Sold(payment)).TransferId;
        using var staff = await EnterAsync(counter, doors);
        var address = $"/mairie/reglements/{payment.Id}";
        counter.Stripe.Plays("refund-silent");
        using var silent = await AskAsync(staff, address, line);
        var asked = ((IHtmlInputElement)(await staff.PageAsync($"{address}/reprise?acte=ProviderRefund")).QuerySelector("main input[name=cle]")!).Value;
        await counter.ActAllowsRefundsAsync(false);

        using var gone = await AskAsync(staff, address, line);
        using var commune = await AskAsync(staff, address, line, "CommuneRefund");
        foreach (var (answer, words) in new[] { (gone, "il ne peut plus être redemandé"), (commune, "est resté sans réponse du prestataire") })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var page = await ParentSession.ReadAsync(answer);
            Assert.Contains(words, page.QuerySelector(".errors li")!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("Rien n’a changé", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            Assert.NotNull(page.QuerySelector($"main a.button[href='{address}']"));
        }
        var gap = ((IHtmlInputElement)(await staff.PageAsync(address)).QuerySelector("input[name=ecart]")!).Value;
        using var over = await staff.PostAsync($"{address}?handler=Ecart", ("ecart", gap), ("suite", "compte fermé"));
        Assert.Equal($"{address}?traite={gap}", over.Headers.Location?.ToString());
        var file = await staff.PageAsync($"{address}?traite={gap}");
        Assert.Contains("la commune peut rembourser", file.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("compte fermé", file.QuerySelector("section[aria-labelledby=ecarts]")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(file.QuerySelector("a[href*=CommuneRefund]"));
        using var refunded = await AskAsync(staff, address, line, "CommuneRefund");
        Assert.Equal($"{address}?fait=B2026-000001", refunded.Headers.Location?.ToString());

        // Somebody's page still offers to ask for it again.
        await counter.ActAllowsRefundsAsync();
        using var stale = await AskAsync(staff, address, line, key: asked);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, stale.StatusCode);
        Assert.Contains("marquée comme traitée par", await ParentSession.RefusalAsync(stale), StringComparison.Ordinal);
        Assert.Equal(1, counter.Stripe.Server.Requests.Count(r => r is { Method: "POST", Path: "/v1/refunds" }));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C28_found_on_the_statement_its_number_is_written_on_the_page_and_the_provider_is_not_asked(bool givenUp)
    {
        await using var counter = await OpenAsync();
        await using var doors = await DoorsOf(counter);
        var payment = await counter.PaysAsync();
        var line = Assert.Single(await counter.Family.Sold(payment)).TransferId;
        using var staff = await EnterAsync(counter, doors);
        var address = $"/mairie/reglements/{payment.Id}";
        counter.Stripe.Plays("refund-silent");
        using var silent = await AskAsync(staff, address, line);
        // The act of the régie has nothing to say of money that is gone.
        await counter.ActAllowsRefundsAsync(false);
        if (givenUp)
            await counter.Town.Resolves(payment, "refund unanswered", "rien trouvé");

        var link = (await staff.PageAsync(address)).QuerySelector("a[href*='acte=Left']")!;
        Assert.Matches("^Ce remboursement est bien parti\u00A0: 5,00\u00A0€, demandé le [0-9]{2}/[0-9]{2}/[0-9]{4} à [0-9]{2}:[0-9]{2}$", link.TextContent);
        var form = await staff.PageAsync(link.GetAttribute("href")!);
        var request = ((IHtmlInputElement)form.QuerySelector("main input[name=demande]")!).Value;
        Assert.Equal(givenUp, form.QuerySelector("main")!.TextContent.Contains("rien trouvé", StringComparison.Ordinal));
        using var blank = await staff.PostAsync($"{address}/reprise?handler=Verifier", ("acte", "Left"), ("demande", request), ("numero", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, blank.StatusCode);
        Assert.Contains("tel qu’il est sur le relevé", (await ParentSession.ReadAsync(blank)).QuerySelector("#numero-erreur")!.TextContent, StringComparison.Ordinal);
        using var shown = await staff.PostAsync($"{address}/reprise?handler=Verifier", ("acte", "Left"), ("demande", request), ("numero", "re_lu"));
        var preview = await ParentSession.ReadAsync(shown);
        Assert.Equal((HttpStatusCode.OK, "re_lu"), (shown.StatusCode, preview.QuerySelector("main dd code")!.TextContent));
        Assert.Contains("10\u00A0tickets → 8\u00A0tickets", preview.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var key = ((IHtmlInputElement)preview.QuerySelector("main input[name=cle]")!).Value;
        foreach (var _ in new[] { "a click", "its twin" })
        {
            using var said = await SayAsync("re_lu", key);
            Assert.Equal((HttpStatusCode.SeeOther, $"{address}?fait=R2026-000001"), (said.StatusCode, said.Headers.Location?.ToString()));
        }
        using var other = await SayAsync("re_autre", Guid.NewGuid().ToString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Contains("n’attend plus", await ParentSession.RefusalAsync(other), StringComparison.Ordinal);

        Assert.Equal((8, 2000, 0), await counter.Family.Wallet("CANT-B"));
        Assert.Equal(1, counter.Stripe.Server.Requests.Count(r => r is { Method: "POST", Path: "/v1/refunds" }));
        Assert.NotEqual("", await counter.Town.Books.AskAsync<string>("select left_by from refund_request where made_as = 're_lu'"));
        Assert.Empty(await counter.Town.OpenGaps());
        await counter.Town.Books.ShouldBeHealthyAsync();

        Task<HttpResponseMessage> SayAsync(string number, string cle) =>
            staff.PostAsync($"{address}/reprise?handler=Valider", ("acte", "Left"), ("demande", request), ("numero", number), ("cle", cle));
    }

    [Fact]
    public async Task A_refund_whose_process_was_killed_is_in_the_list_of_discrepancies()
    {
        await using var counter = await OpenAsync();
        await using var doors = await DoorsOf(counter);
        var payment = await counter.PaysAsync();
        var killed = new LosesItsAnswer { Name = PaymentProvider.Stripe, Meanwhile = () => throw new InvalidOperationException("killed") };
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await counter.Town.Desk(killed).Does(payment, UndoAct.ProviderRefund, await counter.Family.Takes(payment, "CANT-B", 2), "deux repas"));
        using var staff = await EnterAsync(counter, doors);
        Assert.DoesNotContain($"/mairie/reglements/{payment.Id}", (await staff.PageAsync("/mairie/reglements?liste=ecarts")).Body!.InnerHtml, StringComparison.Ordinal);

        await counter.WaitsAsync(TimeSpan.FromMinutes(11));
        await counter.Sweep.RunAsync(Stop);

        Assert.Contains($"/mairie/reglements/{payment.Id}", (await staff.PageAsync("/mairie/reglements?liste=ecarts")).Body!.InnerHtml, StringComparison.Ordinal);
        Assert.Contains("qui n’a pas répondu", (await staff.PageAsync($"/mairie/reglements/{payment.Id}")).QuerySelector("section[aria-labelledby=ecarts]")!.TextContent, StringComparison.Ordinal);
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    private async Task<StripeCounter> OpenAsync()
    {
        var counter = await StripeCounter.OpenAsync(await Books.OpenAsync(cluster));
        await counter.ActAllowsRefundsAsync();
        return counter;
    }

    private static Task<Doors> DoorsOf(StripeCounter counter) =>
        Doors.OpenAsync(counter.Town.Books, services => services.AddStripe(counter.Settle).AddPayFip(_ => { }), address: "http://tickets.commune.example");

    private static async Task<ParentSession> EnterAsync(StripeCounter counter, Doors doors)
    {
        var login = new PortalLogin("regisseur.martin", "regie-de-recettes");
        await doors.Get<Logins>().CreateAsync(login.UserName, null, login.Password, [(counter.Town.Structure, Role.Regisseur, null)], Stop);
        return await ParentSession.EnterAsync(doors.Address, login);
    }

    /// <summary>Two tickets.</summary>
    private static Task<HttpResponseMessage> AskAsync(ParentSession staff, string address, long line, string act = "ProviderRefund", string? key = null) => staff.PostAsync(
        $"{address}/reprise?handler=Valider", ("acte", act), (FormattableString.Invariant($"q{line}"), "2"), ("raison", "deux repas en trop"), ("cle", key ?? Guid.NewGuid().ToString()));
}
