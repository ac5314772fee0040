using System.Net;
using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;

namespace ETicket.IntegrationTests.Payments.ByPayFip;

/// <summary>What a parent reads of a payment that brought us nothing, and what he may do about it.</summary>
public sealed class OtherMoneyTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("abandon", 0, PaymentState.Cancelled)]
    [InlineData("carte-refusee", 0, PaymentState.Refused)]
    [InlineData(null, 21, PaymentState.Expired)]
    [InlineData(null, 0, PaymentState.Pending)]
    public async Task Money_that_is_not_ours_is_not_paid_again_until_a_person_has_looked(string? act, int minutes, PaymentState state)
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);
        await town.PageAsync(idOp);
        if (act is not null)
            await town.PaysAsync(idOp, act);
        await town.WaitsAsync(TimeSpan.FromMinutes(minutes));
        await town.SettlesAsync(payment);
        town.Wire.Spoils = (status, text) => Task.FromResult<(int, string)?>((status, text.Replace("<montant>2500<", "<montant>2501<").Replace("<resultrans>R<", "<resultrans>P<")));
        if (act is not "carte-refusee")
            await town.PaysAsync(idOp);
        using var parent = await SignsInAsync(town, martin);

        var page = await parent.PageAsync($"/famille/paiement/{payment.Id}");
        using var posted = await parent.PostAsync($"/famille/paiement/{payment.Id}");
        using var inTheBasket = await parent.PostAsync($"/famille/panier/{payment.BasketId}", ("paiement", payment.Id.ToString()));

        Assert.Equal((state, "Different"), (await town.StateAsync(payment), await town.Books.AskAsync<string>("select answer from payment")));
        Assert.StartsWith("Ne payez pas à nouveau. Le service de paiement annonce", Outcome(page), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main form, meta[http-equiv=refresh], a[href*=nouveau]"));
        foreach (var answer in new[] { posted, inTheBasket })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains("Ne payez pas à nouveau", await ParentSession.RefusalAsync(answer), StringComparison.Ordinal);
        }
        Assert.Empty((await parent.PageAsync($"/famille/panier/{payment.BasketId}")).QuerySelectorAll("main form"));
        Assert.Equal(1, await town.CountAsync("payment"));

        await Discrepancies.ResolveAsync(
            town.Books.Database, town.Town.Structure, payment.Id, await town.Books.AskAsync<long>("select id from discrepancy"), "rendu par le Trésor", "Dominique", Stop);
        var looked = await parent.PageAsync($"/famille/paiement/{payment.Id}");

        Assert.NotEmpty(looked.QuerySelectorAll("main form button"));
        Assert.Contains("la mairie l’a examinée\u00A0: demandez-lui ce qu’il en est", Outcome(looked), StringComparison.Ordinal);
        await using (var association = town.Books.Owner.CreateCommand("update regie set kind = 'Association'"))
            await association.ExecuteNonQueryAsync(Stop);
        Assert.Contains("l’association l’a examinée\u00A0: demandez-lui", Outcome(await parent.PageAsync($"/famille/paiement/{payment.Id}")), StringComparison.Ordinal);
        Assert.Empty(looked.QuerySelectorAll("meta[http-equiv=refresh]"));
        Assert.DoesNotContain("n’ouvre un même paiement qu’une fois", looked.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var another = await parent.PostAsync($"/famille/panier/{payment.BasketId}", ("paiement", payment.Id.ToString()));
        Assert.Equal((HttpStatusCode.SeeOther, 2L), (another.StatusCode, await town.CountAsync("payment")));
        Assert.DoesNotContain(idOp, another.Headers.Location!.Query, StringComparison.Ordinal);
        await town.ShouldHaveCreditedAsync(martin, 0, receipts: 0);
    }

    [Theory]
    [InlineData("abandon", 0, "Vous avez abandonné le paiement. À notre connaissance, rien n’a été débité.")]
    [InlineData("carte-refusee", 0, "Le paiement a été refusé. Rien n’a été débité.")]
    [InlineData(null, 21, "Le délai pour payer est passé. À notre connaissance, rien n’a été débité.")]
    [InlineData(null, 26 * 60, "Le délai pour payer est passé. Rien n’a été débité.")]
    public async Task Nothing_taken_is_certain_only_where_the_Tresor_said_so(string? act, int minutes, string said)
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);
        if (act is not null)
            await town.PaysAsync(idOp, act);
        await town.WaitsAsync(TimeSpan.FromMinutes(minutes));
        using var parent = await SignsInAsync(town, martin);

        Assert.StartsWith(said, Outcome(await parent.PageAsync($"/famille/paiement/{payment.Id}")), StringComparison.Ordinal);

        town.Wire.Spoils = (_, _) => Task.FromResult<(int, string)?>(null);
        var silent = Outcome(await parent.PageAsync($"/famille/paiement/{payment.Id}"));
        Assert.Contains("À notre connaissance, rien n’a été débité.", silent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Taken_up_again_it_is_the_same_operation_the_Tresor_may_not_show_twice_and_retried_it_is_another()
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);
        using var parent = await SignsInAsync(town, martin);
        var address = $"/famille/paiement/{payment.Id}";

        var open = await parent.PageAsync(address);
        using var same = await parent.PostAsync(address);
        await town.PaysAsync(idOp, "abandon");
        var abandoned = await parent.PageAsync(address);
        using var resumed = await parent.PostAsync(address);
        await town.WaitsAsync(TimeSpan.FromMinutes(20));
        var retried = await parent.PageAsync(address);
        using var another = await parent.PostAsync(address);

        Assert.Contains("n’ouvre un même paiement qu’une fois, dans les 15 minutes", open.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("à partir du 04/09/2026 à 08:20", open.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.All(new[] { open, abandoned }, page => Assert.Equal("Reprendre le paiement sur le site du Trésor public", page.QuerySelector("main form button")!.TextContent));
        Assert.Contains("à partir du 04/09/2026 à 08:20", abandoned.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Réessayer ouvre un nouveau paiement", retried.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.All(new[] { same, resumed }, answer => Assert.EndsWith("idop=" + idOp, answer.Headers.Location!.Query, StringComparison.Ordinal));
        Assert.DoesNotContain(idOp, another.Headers.Location!.Query, StringComparison.Ordinal);
        Assert.Equal(2, await town.CountAsync("payment"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_invoice_whose_payment_brought_other_money_is_paid_by_no_other_basket_until_a_person_has_looked(bool open)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(1200, "cantine");
        var payment = Assert.Single(await martin.FillsABasket([], owed));
        await town.Checkout.OpenAsync(town.Structure, payment.Id, Stop);
        if (!open)
        {
            town.PayFip.SaysAbandoned(payment);
            await martin.Settles(payment);
        }
        town.PayFip.Answers(payment, order => RecordedPayFip.Paid(order, promised: false) with { Amount = new Money(1201) });
        await martin.Settles(payment, "sweep");

        await Assert.ThrowsAsync<MoneyBeingLookedAt>(() => martin.FillsABasket([(2, "BUS")], owed));
        await Assert.ThrowsAsync<MoneyBeingLookedAt>(() => martin.TriesAgain(payment));
        var told = await Assert.ThrowsAsync<MoneyBeingLookedAtHere>(() => martin.SellAsync([], invoices: [owed]));
        Assert.StartsWith("N’encaissez pas", told.Sentence, StringComparison.Ordinal);
        await Discrepancies.ResolveAsync(books.Database, town.Structure, payment.Id, await books.AskAsync<long>("select id from discrepancy"), "rendu", "Dominique", Stop);
        // PayFiP not answering afterwards changes nothing of what was seen.
        town.PayFip.SaysNothing(payment);
        await martin.Settles(payment, "sweep");

        Assert.Equal((open, "Different"), (await town.StateOf(payment) is PaymentState.Pending, await books.AskAsync<string>("select answer from payment")));
        Assert.Single(await martin.SellAsync([], invoices: [owed]));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>Its parents sign in over the plain line of this machine.</summary>
    private Task<PayFipTown> OpenAsync() => PayFipTown.OpenAsync(cluster, address: "http://tickets.commune.example");

    private static async Task<ParentSession> SignsInAsync(PayFipTown town, FamilyFile family)
    {
        var login = new PortalLogin("famille.martin", "tickets-de-cantine");
        await town.Doors.Get<Logins>().CreateAsync(login.UserName, null, login.Password, [(town.Town.Structure, Role.Parent, family.Id)], Stop);
        return await ParentSession.EnterAsync(town.Doors.Address, login);
    }

    /// <summary>The sentence under the amount.</summary>
    private static string Outcome(IHtmlDocument page) => page.QuerySelector(".outcome > p:nth-of-type(3)")!.TextContent.Trim();
}
