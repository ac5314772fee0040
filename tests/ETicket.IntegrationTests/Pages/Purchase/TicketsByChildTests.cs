using System.Net;
using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.Catalogue;
using ETicket.Families;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Treasury;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages.Purchase;

/// <summary>« 2 x [Lou] … 1 x [Chloé] » : one purchase for several children who eat from one booklet.</summary>
[Collection(nameof(PortalStories))]
public sealed class TicketsByChildTests(PortalRunning running)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R109_Each_child_has_a_quantity_of_its_own_and_the_paper_says_whose_tickets_they_are()
    {
        await using var database = running.Portal.Database();
        var (parent, family, ticket, chloe, lou) = await WelcomesAsync(database);
        using var session = parent;
        var (hers, his) = (BasketLink.FieldOf(ticket, chloe), BasketLink.FieldOf(ticket, lou));

        var page = await parent.PageAsync("/famille/tickets");
        Assert.Equal(["Repas, pour Chloé", "Repas, pour Lou"], page.QuerySelectorAll(".stall label").Select(l => l.FirstChild!.TextContent));
        Assert.All(page.QuerySelectorAll(".stall .quiet"), q => Assert.EndsWith("il en reste 0 dans le carnet commun", q.TextContent, StringComparison.Ordinal));

        var key = Guid.NewGuid();
        var first = await PaysAsync(key, 1, 2);
        Assert.Equal(
            ["1 [Chloé] : Ticket(s) pour le service Repas", "2 [Lou] : Ticket(s) pour le service Repas"],
            [.. (await database.AskAsync<string>("select string_agg(quantity || ' ' || designation, '|' order by line) from payment_line where payment_id = $1", first)).Replace('\u00A0', ' ').Split('|')]);

        // The same number of tickets, of the other child: another basket, under the same key refused.
        using (var swapped = await PostAsync(key, 2, 1))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, swapped.StatusCode);
        Assert.Equal(first, await PaysAsync(key, 1, 2));
        Assert.NotEqual(first, await PaysAsync(Guid.NewGuid(), 2, 1));
        Assert.Equal(6, await database.AskAsync<long>("select sum(quantity) from payment_line l join payment p on p.id = l.payment_id where p.family_id = $1", family));
        Assert.Empty(await database.ViolationsAsync());

        async Task<Guid> PaysAsync(Guid panier, int forChloe, int forLou)
        {
            using var paid = await PostAsync(panier, forChloe, forLou);
            Assert.Equal(HttpStatusCode.SeeOther, paid.StatusCode);
            return await database.AskAsync<Guid>("select id from payment where basket_id = $1", panier);
        }

        Task<HttpResponseMessage> PostAsync(Guid panier, int forChloe, int forLou) =>
            parent.PostAsync("/famille/tickets", ("panier", panier.ToString()), (hers, $"{forChloe}"), (his, $"{forLou}"), ("moyen", "PayFip"));
    }

    [Fact]
    public async Task A_link_that_names_no_child_is_shared_out_and_one_that_does_is_not()
    {
        await using var database = running.Portal.Database();
        var (parent, _, ticket, chloe, lou) = await WelcomesAsync(database);
        using var session = parent;

        Assert.Equal(("4", "3"), await ProposedAsync($"{BasketLink.FieldOf(ticket)}=7"));
        Assert.Equal(("0", "7"), await ProposedAsync($"{BasketLink.FieldOf(ticket, lou)}=7"));

        async Task<(string, string)> ProposedAsync(string linked)
        {
            var page = await parent.PageAsync($"/famille/tickets?{linked}");
            return (Typed(chloe), Typed(lou));

            string Typed(ChildId child) => ((IHtmlInputElement)page.GetElementById(BasketLink.FieldOf(ticket, child))!).Value;
        }
    }

    [Fact]
    public async Task R109_The_usual_purchase_is_proposed_child_by_child()
    {
        await using var database = running.Portal.Database();
        var (parent, family, ticket, chloe, lou) = await WelcomesAsync(database);
        using var session = parent;
        await using (var verbs = database.Verbs(running.Portal))
            await verbs.GetRequiredService<CashDesk>().SellAsync(
                new(Guid.NewGuid(), await database.CommuneAsync(), new(family), LoginId.New(), "Dominique", PaymentMeans.Cheque, [FamilyFile.Cheque("0001235")], [new(ticket, 4, "Lou"), new(ticket, 3, "Chloé")]), Stop);

        var link = (await parent.PageAsync("/famille/tickets")).QuerySelector(".usual a")!;

        Assert.Equal("Comme la dernière fois : 3 × Repas, pour Chloé ; 4 × Repas, pour Lou", link.TextContent.Replace('\u00A0', ' '));
        Assert.Equal($"/famille/tickets?{BasketLink.FieldOf(ticket, chloe)}=3&{BasketLink.FieldOf(ticket, lou)}=4", link.GetAttribute("href"));
        var receipt = await database.AskAsync<Guid>("select id from receipt where family_id = $1", family);
        var paper = (await parent.PageAsync($"/famille/factures/{receipt}")).Body!.TextContent;
        Assert.All(["[Lou] : Ticket(s) pour le service Repas", "[Chloé] : Ticket(s) pour le service Repas"], said => Assert.Contains(said, paper.Replace('\u00A0', ' '), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tickets_that_were_bought_for_nobody_by_name_are_shared_out_and_those_of_a_child_who_left_are_not_sold_in_silence()
    {
        await using var database = running.Portal.Database();
        var (parent, family, ticket, chloe, lou) = await WelcomesAsync(database);
        using var session = parent;
        await using (var verbs = database.Verbs(running.Portal))
            await verbs.GetRequiredService<CashDesk>().SellAsync(
                new(Guid.NewGuid(), await database.CommuneAsync(), new(family), LoginId.New(), "Dominique", PaymentMeans.Cheque, [FamilyFile.Cheque("0001236")], [new(ticket, 4, "Lou"), new(ticket, 5, null)]), Stop);

        var link = (await parent.PageAsync("/famille/tickets")).QuerySelector(".usual a")!;
        Assert.Equal($"/famille/tickets?{BasketLink.FieldOf(ticket, chloe)}=3&{BasketLink.FieldOf(ticket, lou)}=6", link.GetAttribute("href"));

        using var stray = await parent.PostAsync(
            "/famille/tickets", ("panier", Guid.NewGuid().ToString()), (BasketLink.FieldOf(ticket, chloe), "1"), (BasketLink.FieldOf(ticket, lou), "0"), (BasketLink.FieldOf(ticket, ChildId.New()), "9"), ("moyen", "PayFip"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Un ticket de votre page ne se vend plus pour cet enfant. Vérifiez les quantités, puis payez."), (stray.StatusCode, await ParentSession.RefusalAsync(stray)));
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from payment where family_id = $1 and provider = 'PayFip'", family));
    }

    [Fact]
    public async Task B8_A_price_that_changed_since_the_page_is_shown_before_it_is_charged()
    {
        await using var database = running.Portal.Database();
        var (parent, family, ticket, chloe, lou) = await WelcomesAsync(database);
        using var session = parent;
        var price = $"prix-{BasketLink.FieldOf(ticket, chloe)}";
        var shown = Shown(await parent.PageAsync("/famille/tickets"));
        await using (var owner = Npgsql.NpgsqlDataSource.Create(database.Logins.Owner))
        await using (var tariff = owner.CreateCommand("insert into tariff (structure_id, ticket_type_id, starts_on, unit_price_cents, deliberation) select structure_id, ticket_type_id, $2, 230, '2026-9' from tariff where ticket_type_id = $1"))
        {
            tariff.Parameters.Add(new() { Value = ticket.Value });
            tariff.Parameters.Add(new() { Value = TimeProvider.System.Today() });
            await tariff.ExecuteNonQueryAsync(Stop);
        }

        using var refused = await PostAsync(shown);
        var again = await ParentSession.ReadAsync(refused);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(
            "Le prix du ticket « Repas » vient de changer : il était de 2,00 € sur votre page, il est de 2,30 € aujourd’hui. Rien n’a été payé : vérifiez votre achat, puis payez.",
            again.QuerySelector(".errors li")!.TextContent.Trim().Replace('\u00A0', ' ').Replace('\u202F', ' '));
        Assert.Equal(("200", "230", "3"), (shown, Shown(again), ((IHtmlInputElement)again.GetElementById(BasketLink.FieldOf(ticket, chloe))!).Value));
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from payment where family_id = $1", family));
        using var paid = await PostAsync(Shown(again));
        Assert.Equal((HttpStatusCode.SeeOther, 690L), (paid.StatusCode, await database.AskAsync<long>("select amount_cents from payment where family_id = $1", family)));

        string Shown(IHtmlDocument page) => ((IHtmlInputElement)page.QuerySelector($"input[name={price}]")!).Value;

        Task<HttpResponseMessage> PostAsync(string seen) =>
            parent.PostAsync("/famille/tickets", ("panier", Guid.NewGuid().ToString()), (BasketLink.FieldOf(ticket, chloe), "3"), (BasketLink.FieldOf(ticket, lou), "0"), (price, seen), ("moyen", "PayFip"));
    }

    /// <summary>A file of its own, without tickets: two children of one canteen.</summary>
    private async Task<(ParentSession Parent, Guid Family, TicketTypeId Ticket, ChildId Chloe, ChildId Lou)> WelcomesAsync(PortalDatabase database)
    {
        await using var verbs = database.Verbs(running.Portal);
        var (commune, family, chloe, lou) = (await database.CommuneAsync(), FamilyId.New(), ChildId.New(), ChildId.New());
        await verbs.GetRequiredService<FamilyFiles>().OpenAsync(
            commune,
            [new NewFamily(family, $"C{family}", "Arnaud", [new NewGuardian(GuardianId.New(), "Dominique", "Arnaud", "dominique@famille.example")], [new NewChild(chloe, "Chloé", "Arnaud"), new NewChild(lou, "Lou", "Arnaud")])], Stop);
        var (activity, ticket) = (ActivityId.New(), TicketTypeId.New());
        var service = new ServiceId(await database.AskAsync<Guid>("select service_id from activity where name = 'Cantine' order by position limit 1"));
        await verbs.GetRequiredService<Activities>().OpenAsync(
            new() { StructureId = commune, Id = activity, ServiceId = service, Kind = ActivityKind.Canteen, Name = "Repas", Mode = ActivityMode.Prepaid },
            [new NewTicketType(ticket, $"C{ticket}", "Enfant", [new(TimeProvider.System.Today().AddYears(-1), new Money(200), "2026-1")])], [], Stop);
        await verbs.GetRequiredService<Enrolments>().EnrolAsync(
            commune, [.. new[] { chloe, lou }.Select(child => new Enrolment { StructureId = commune, ChildId = child, ActivityId = activity, StartsOn = TimeProvider.System.Today(), TicketTypeId = ticket })], Stop);
        await verbs.GetRequiredService<WalletBook>().TakeOverAsync(commune, TimeProvider.System.Today(), [new(family, ticket, 0, new(200))], Stop);
        var login = new PortalLogin($"arnaud-{family}", "tickets-de-cantine");
        await verbs.GetRequiredService<Logins>().CreateAsync(login.UserName, null, login.Password, [(commune, Role.Parent, family)], Stop);
        return (await ParentSession.EnterAsync(running.Portal.Address, login), family.Value, ticket, chloe, lou);
    }
}
