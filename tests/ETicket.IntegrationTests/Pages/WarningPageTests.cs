using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.Catalogue;
using ETicket.Families;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Foresight;
using ETicket.Treasury;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages;

/// <summary>From « Me prévenir quand… » to the letter, and from the letter's link to the payment page.</summary>
[Collection(nameof(PortalStories))]
public sealed class WarningPageTests(PortalRunning running)
{
    private const string Form = "/famille/tickets/alerte";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_link_of_the_letter_opens_the_basket_of_what_is_missing_and_leads_to_the_payment()
    {
        await using var database = running.Portal.Database();
        var home = await WelcomesAsync(database, "Camille");
        using var parent = await ParentSession.EnterAsync(running.Portal.Address, home.Login);
        using (var chosen = await parent.PostAsync(Form, ("responsable", home.Guardians[0].ToString()), ("jours", "3")))
            Assert.Equal((HttpStatusCode.SeeOther, $"{Form}?fait=true"), (chosen.StatusCode, chosen.Headers.Location?.ToString()));

        await using var verbs = database.Verbs(running.Portal);
        await verbs.GetRequiredService<LowBalanceAlerts>().TellAsync(await database.CommuneAsync(), Stop);

        var letter = JsonSerializer.Deserialize<JsonElement>(
            await database.AskAsync<string>("select variables::text from outbox_letter where name = 'LowBalance' and guardian_id = $1", home.Guardians[0].Value));
        var toBuy = letter.GetProperty("lines").EnumerateArray().ToDictionary(l => l.GetProperty("label").GetString()!, l => l.GetProperty("to_buy").GetInt32(), StringComparer.Ordinal);
        var link = new Uri(letter.GetProperty("basket_address").GetString()!);
        Assert.Equal((3, running.Portal.Address.Authority), (letter.GetProperty("threshold_days").GetInt32(), link.Authority));

        // Opened without a session, the link is found again after the sign-in.
        using var nobody = new ParentSession(running.Portal.Address);
        using var asked = await nobody.GetAsync(link.PathAndQuery);
        Assert.Contains(Uri.EscapeDataString(link.PathAndQuery), asked.Headers.Location!.ToString(), StringComparison.OrdinalIgnoreCase);
        var page = await parent.PageAsync(link.PathAndQuery);
        Assert.True(toBuy["Goûter"] > 0 && toBuy["Étude"] > 0);
        Assert.Equal((toBuy["Goûter"], toBuy["Étude"]), (Quantity(page, home.Snack), Quantity(page, home.Study)));
        using var pays = await parent.PostAsync(
            "/famille/tickets", ("panier", Guid.NewGuid().ToString()), (BasketLink.FieldOf(home.Snack), $"{toBuy["Goûter"]}"), (BasketLink.FieldOf(home.Study), "1"), ("moyen", "PayFip"));
        Assert.Equal(HttpStatusCode.SeeOther, pays.StatusCode);
        Assert.Equal(running.Portal.Tresor.Authority, pays.Headers.Location!.Authority);
        Assert.Equal((toBuy["Goûter"] + 1) * 200, await database.AskAsync<long>("select amount_cents from payment p join guardian g on g.family_id = p.family_id where g.id = $1", home.Guardians[0].Value));
        Assert.Empty(await database.ViolationsAsync());
    }

    [Fact]
    public async Task What_was_bought_last_fills_the_basket_in_one_press_and_is_proposed_no_more_then()
    {
        await using var database = running.Portal.Database();
        var home = await WelcomesAsync(database, "Dominique");
        using var parent = await ParentSession.EnterAsync(running.Portal.Address, home.Login);
        Assert.Empty((await parent.PageAsync("/famille/tickets")).QuerySelectorAll(".usual"));
        await using (var verbs = database.Verbs(running.Portal))
        {
            var family = await database.AskAsync<Guid>("select family_id from guardian where id = $1", home.Guardians[0].Value);
            await verbs.GetRequiredService<CashDesk>().SellAsync(
                new(Guid.NewGuid(), await database.CommuneAsync(), new(family), LoginId.New(), "Dominique", PaymentMeans.Cheque, [FamilyFile.Cheque("0001234")], [new(home.Snack, 4, null), new(home.Study, 1, null)]), Stop);
        }

        var link = (await parent.PageAsync("/famille/tickets")).QuerySelector(".usual a")!;
        Assert.Equal("Comme la dernière fois : 4 × Goûter ; 1 × Étude", link.TextContent.Replace('\u00A0', ' '));
        var page = await parent.PageAsync(link.GetAttribute("href")!);

        Assert.Equal((4, 1), (Quantity(page, home.Snack), Quantity(page, home.Study)));
        Assert.Empty(page.QuerySelectorAll(".usual"));
    }

    [Theory]
    [InlineData("-3")]
    [InlineData("1000")]
    [InlineData("2,5")]
    [InlineData("<b>9</b>")]
    public async Task A_link_that_proposes_what_cannot_be_bought_proposes_nothing(string quantity)
    {
        await using var database = running.Portal.Database();
        var parent = await running.SessionAsync(PortalLogin.Parent);
        var canteen = await database.TicketTypeAsync("CANT-ELE");

        var page = await parent.PageAsync($"/famille/tickets?{BasketLink.FieldOf(canteen)}={Uri.EscapeDataString(quantity)}&prix=1&n0=5");

        Assert.Equal(0, Quantity(page, canteen));
        Assert.Empty(page.QuerySelectorAll(".errors"));
    }

    [Fact]
    public async Task Each_adult_of_a_file_chooses_a_number_of_days_and_what_is_none_is_refused_with_a_sentence()
    {
        await using var database = running.Portal.Database();
        var (login, guardians, _, _) = await WelcomesAsync(database, "Alix", "Noa");
        using var parent = await ParentSession.EnterAsync(running.Portal.Address, login);

        foreach (var wrong in new[] { "0", "31", "-1", "cinq", "2,5", "", "99999999999999" })
        {
            using var refused = await parent.PostAsync(Form, ("responsable", guardians[1].ToString()), ("jours", wrong));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Equal("Indiquez un nombre de jours entre 1 et 30.", await ParentSession.RefusalAsync(refused));
        }
        using (var stranger = await parent.PostAsync(Form, ("responsable", (await database.AskAsync<Guid>("select g.id from guardian g join family f on f.id = g.family_id where f.number not like 'W%' limit 1")).ToString()), ("jours", "4")))
            Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
        using (var chosen = await parent.PostAsync(Form, ("responsable", guardians[1].ToString()), ("jours", " 12 ")))
            Assert.Equal(HttpStatusCode.SeeOther, chosen.StatusCode);

        var page = await parent.PageAsync("/famille/tickets");
        Assert.Equal(["5", "12"], guardians.Select(g => ((IHtmlInputElement)page.GetElementById($"jours-{g}")!).Value));
        Assert.Equal(
            ["Enregistrer le nombre de jours pour Alix", "Enregistrer le nombre de jours pour Noa"], page.QuerySelectorAll("section[aria-labelledby=alerte] button").Select(b => b.TextContent));
        Assert.Equal(["Prévenir Alix quand les tickets ne couvrent plus que", "Prévenir Noa quand les tickets ne couvrent plus que"], guardians.Select(g => page.QuerySelector($"label[for='jours-{g}']")!.TextContent));
    }

    [Fact]
    public async Task R15_Nobody_sets_how_early_another_adult_who_signs_in_is_warned()
    {
        await using var database = running.Portal.Database();
        var (login, guardians, _, _) = await WelcomesAsync(database, "Maud", "Noa");
        await using var verbs = database.Verbs(running.Portal);
        var family = await database.AskAsync<Guid>("select family_id from guardian where id = $1", guardians[0].Value);
        await verbs.GetRequiredService<Logins>().CreateAsync($"noa-{family}", "Noa@famille.example", login.Password, [(await database.CommuneAsync(), Role.Parent, new FamilyId(family))], Stop);
        using var maud = await ParentSession.EnterAsync(running.Portal.Address, login);

        using (var refused = await maud.PostAsync(Form, ("responsable", guardians[1].ToString()), ("jours", "30")))
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        foreach (var address in new[] { Form, "/famille/tickets" })
            Assert.Null((await maud.PageAsync(address)).GetElementById($"jours-{guardians[1]}"));
        using var noa = await ParentSession.EnterAsync(running.Portal.Address, new PortalLogin($"noa-{family}", login.Password));
        using var chosen = await noa.PostAsync(Form, ("responsable", guardians[1].ToString()), ("jours", "12"));
        Assert.Equal(HttpStatusCode.SeeOther, chosen.StatusCode);
    }

    /// <summary>A file of its own: a child of two activities of its own, open from tomorrow on, with two tickets of the one and one of the other.</summary>
    private async Task<Home> WelcomesAsync(PortalDatabase database, params string[] adults)
    {
        await using var verbs = database.Verbs(running.Portal);
        var (commune, family, child, today) = (await database.CommuneAsync(), FamilyId.New(), ChildId.New(), TimeProvider.System.Today());
        var service = new ServiceId(await database.AskAsync<Guid>("select service_id from activity where name = 'Cantine'"));
        GuardianId[] guardians = [.. adults.Select(_ => GuardianId.New())];
        await verbs.GetRequiredService<FamilyFiles>().OpenAsync(
            commune,
            [new NewFamily(family, $"W{family}", "Vivien", [.. adults.Zip(guardians, (name, id) => new NewGuardian(id, name, "Vivien", $"{name}@famille.example"))], [new NewChild(child, "Lise", "Vivien")])], Stop);
        var (snack, study) = (TicketTypeId.New(), TicketTypeId.New());
        foreach (var (name, type, tickets) in new[] { ("Goûter", snack, 2), ("Étude", study, 1) })
        {
            var activity = ActivityId.New();
            await verbs.GetRequiredService<Activities>().OpenAsync(
                new() { StructureId = commune, Id = activity, ServiceId = service, Kind = ActivityKind.Study, Name = name, Mode = ActivityMode.Prepaid },
                [new NewTicketType(type, $"W{type}", name, [new(today.AddYears(-1), new Money(200), "2026-1")])], [], Stop);
            DeclaredDay[] days = [.. Enumerable.Range(1, 8).Select(today.AddDays).Select(d => new DeclaredDay(d, ParisTime.StartOf(d), ParisTime.StartOf(d)))];
            await verbs.GetRequiredService<OpenDays>().DeclareAsync(commune, activity, days[0].Day, days[^1].Day, days, "", Stop);
            await verbs.GetRequiredService<Enrolments>().EnrolAsync(commune, [new() { StructureId = commune, ChildId = child, ActivityId = activity, StartsOn = today, TicketTypeId = type }], Stop);
            await verbs.GetRequiredService<WalletBook>().TakeOverAsync(commune, today, [new(family, type, tickets, new(200))], Stop);
            var answers = await verbs.GetRequiredService<Bookings>().SetAsync(
                new(commune, family, Guid.NewGuid(), "mairie", ChangeOrigin.Staff, [.. days.Take(5).Select(d => new DayWish(child, activity, d.Day, true))]), Stop);
            Assert.All(answers, a => Assert.True(a.Accepted, a.Verdict.ToString()));
        }
        var login = new PortalLogin($"vivien-{family}", "tickets-de-cantine");
        await verbs.GetRequiredService<Logins>().CreateAsync(login.UserName, null, login.Password, [(commune, Role.Parent, family)], Stop);
        return new(login, guardians, snack, study);
    }

    private sealed record Home(PortalLogin Login, GuardianId[] Guardians, TicketTypeId Snack, TicketTypeId Study);

    private static int Quantity(IHtmlDocument page, TicketTypeId ticket) => int.Parse(((IHtmlInputElement)page.QuerySelector($"input[id^='{BasketLink.FieldOf(ticket)}']")!).Value);
}
