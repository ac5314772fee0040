using ETicket.Access;
using ETicket.Catalogue;
using ETicket.Families;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Structures;
using ETicket.Treasury;
using ETicket.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Stories;

/// <summary>A basket two régies collect, as a parent pays it on a phone, without any script.</summary>
[Collection(nameof(PortalStories))]
public sealed class TwoRegiesOnAPhone(PortalRunning running)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Payment_one_of_two_leads_to_payment_two_of_two_and_everything_is_there()
    {
        await using var family = await OpensAFileAsync();
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script: false);
        await BrowserPhone.SignInAsync(page, family.Login);

        await page.GotoAsync("/famille/factures");
        await page.GetByRole(AriaRole.Link, new() { Name = "Payer la facture" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Checkbox)).ToBeCheckedAsync();
        await page.GetByLabel("Cantine : nombre de tickets").FillAsync("4");
        await page.GetByLabel("Garderie : nombre de tickets").FillAsync("2");
        await PayButton(page).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Paiement 1 sur 2" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Paiement 2 sur 2 : Amis de l’école" })).ToBeVisibleAsync();
        await BrowserPhone.FitsAsync(page);
        await PayButton(page).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Payer par carte" }).ClickAsync();
        await Expect(page.Locator(".status")).ToHaveTextAsync("Payé");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continuer : paiement 2 sur 2" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Payer par carte" }).ClickAsync();
        await Expect(page.Locator(".status")).ToHaveTextAsync("Payé");
        await page.GetByRole(AriaRole.Link, new() { Name = "Voir tout le panier" }).ClickAsync();

        await Expect(page.Locator(".status")).ToHaveTextAsync(["Payé", "Payé"]);
        Assert.Equal((4L, 2L, 0L), await family.HoldsAsync());
        Assert.Empty(await family.Database.ViolationsAsync());
    }

    [Fact]
    public async Task A_part_under_the_least_amount_is_told_before_paying()
    {
        await using var family = await OpensAFileAsync();
        using var parent = await ParentSession.EnterAsync(running.Portal.Address, family.Login);

        using var answer = await family.PostsAsync(parent, Guid.NewGuid(), ("Cantine", 4), ("Garderie", 1));

        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("il manque 0,20", await ParentSession.RefusalAsync(answer), StringComparison.Ordinal);
        Assert.Equal(0, await family.PaymentsAsync());
    }

    [Fact]
    public async Task C25_abandoned_tried_again_and_both_paid_the_page_says_so_and_the_tickets_are_there_twice()
    {
        await using var family = await OpensAFileAsync();
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script: false);
        await BrowserPhone.SignInAsync(page, family.Login);
        await page.GotoAsync("/famille/tickets");
        await page.GetByLabel("Cantine : nombre de tickets").FillAsync("4");
        // Without a script, the basket shows the total first.
        await PayButton(page).ClickAsync();
        await Expect(page.Locator(".part-sum")).ToBeVisibleAsync();
        await PayButton(page).ClickAsync();
        var first = page.Url;
        await page.GetByRole(AriaRole.Button, new() { Name = "Abandonner" }).ClickAsync();
        await Expect(page.Locator(".status")).ToHaveTextAsync("Abandonné");
        var (portalPage, retry) = (page.Url, page.GetByRole(AriaRole.Button, new() { Name = "Réessayer sur le site du Trésor public" }));

        // A moment after, its own operation is taken up again: the Trésor wants twenty minutes before another.
        await page.GetByRole(AriaRole.Button, new() { Name = "Reprendre le paiement sur le site du Trésor public" }).ClickAsync();
        Assert.Equal(first, page.Url);
        await page.GetByRole(AriaRole.Button, new() { Name = "Abandonner" }).ClickAsync();
        await Expect(page.GetByText("vous pourrez réessayer par un nouveau paiement")).ToBeVisibleAsync();
        await Expect(retry).ToHaveCountAsync(0);
        await family.IsLaterAsync(TimeSpan.FromMinutes(20));
        await page.ReloadAsync();
        await retry.ClickAsync();
        Assert.NotEqual(first, page.Url);
        await page.GetByRole(AriaRole.Button, new() { Name = "Payer par carte" }).ClickAsync();
        await Expect(page.Locator(".status")).ToHaveTextAsync("Payé");
        await page.GotoAsync(first);
        await page.GetByRole(AriaRole.Button, new() { Name = "Payer par carte" }).ClickAsync();
        await Eventually.HoldsAsync("the page says that it was paid twice", async () =>
        {
            await page.GotoAsync(portalPage);
            return await page.GetByText("Vous avez payé deux fois").CountAsync() == 1;
        });
        await BrowserPhone.FitsAsync(page);

        Assert.Equal(8L, (await family.HoldsAsync()).Canteen);
        Assert.Equal(1, await family.Database.AskAsync<long>("select count(*) from outbox_letter where name = 'PaidTwice' and family_id = $1", family.Id.Value));
        Assert.Empty(await family.Database.ViolationsAsync());
    }

    [Fact]
    public async Task C21_left_on_an_earlier_day_only_a_new_purchase_is_offered_and_nobody_says_that_nothing_was_taken()
    {
        await using var family = await OpensAFileAsync();
        using var parent = await ParentSession.EnterAsync(running.Portal.Address, family.Login);
        using var opened = await family.PostsAsync(parent, Guid.NewGuid(), ("Cantine", 4));
        Assert.Contains("idop=", opened.Headers.Location!.ToString(), StringComparison.Ordinal);
        var (id, basket) = (await family.Database.AskAsync<Guid>("select id from payment where family_id = $1", family.Id.Value), await family.Database.AskAsync<Guid>("select basket_id from payment where family_id = $1", family.Id.Value));
        await family.IsLaterAsync(TimeSpan.FromDays(1));

        // No result for so long: expired as far as the Trésor knows, and asked about for days.
        var page = await parent.PageAsync($"/famille/paiement/{id}");
        using var refused = await parent.PostAsync($"/famille/paiement/{id}", ("moyen", "PayFip"));
        var parts = await parent.PageAsync($"/famille/panier/{basket}");

        Assert.Equal("Expired", await family.Database.AskAsync<string>("select state from payment where id = $1", id));
        Assert.Empty(page.QuerySelectorAll("button[name=moyen]"));
        Assert.All(new[] { page, parts }, shown => Assert.Contains(shown.QuerySelectorAll("a"), a => a.TextContent == "Recommencer un achat"));
        Assert.Contains("La réponse peut encore arriver", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("sa réponse peut encore arriver", await ParentSession.RefusalAsync(refused), StringComparison.Ordinal);
        Assert.Empty(await family.Database.ViolationsAsync());
    }

    [Fact]
    public async Task B3_B4_B5_the_page_s_key_is_one_basket_whoever_presses_again()
    {
        await using var family = await OpensAFileAsync();
        using var parent = await ParentSession.EnterAsync(running.Portal.Address, family.Login);
        var key = Guid.NewGuid();

        var twice = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => family.PostsAsync(parent, key, ("Cantine", 4), ("Garderie", 2))));
        using var other = await family.PostsAsync(parent, key, ("Cantine", 5), ("Garderie", 2));
        using var back = await family.PostsAsync(parent, key, ("Cantine", 4), ("Garderie", 2));

        Assert.All(twice, answer => Assert.Equal($"/famille/panier/{key}", answer.Headers.Location!.ToString()));
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal($"/famille/panier/{key}", back.Headers.Location!.ToString());
        Assert.Equal(2, await family.PaymentsAsync());
    }

    [Fact]
    public async Task B18_the_same_basket_from_another_tab_leads_to_the_first_and_may_be_begun_again()
    {
        await using var family = await OpensAFileAsync();
        using var parent = await ParentSession.EnterAsync(running.Portal.Address, family.Login);
        using var first = await family.PostsAsync(parent, Guid.NewGuid(), ("Cantine", 4));

        using var again = await family.PostsAsync(parent, Guid.NewGuid(), ("Cantine", 4));
        var shown = await parent.PageAsync(again.Headers.Location!.ToString());
        using var wanted = await family.PostsAsync(parent, Guid.NewGuid(), [("Cantine", 4)], ("nouveau", "true"));

        Assert.StartsWith("/famille/paiement/", again.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("Vous avez déjà préparé ce même achat", shown.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Reprendre le paiement", shown.QuerySelector("form button.wide")!.TextContent, StringComparison.Ordinal);
        Assert.NotEqual(first.Headers.Location, wanted.Headers.Location);
        Assert.Equal(2, await family.PaymentsAsync());
    }

    private static ILocator PayButton(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Payer sur le site du Trésor public" });

    /// <summary>A family whose child eats at the canteen and stays at the association's « garderie », a régie of its own; it owes one invoice.</summary>
    private async Task<TwoRegiesFamily> OpensAFileAsync()
    {
        var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var (commune, name) = (await database.CommuneAsync(), $"Valette{Guid.NewGuid():N}"[..14]);
        var types = new Dictionary<string, TicketTypeId>(StringComparer.Ordinal) { ["Cantine"] = await database.TicketTypeAsync("CANT-ELE"), ["Garderie"] = await DayCareAsync(database, verbs, commune) };
        var (family, child) = (FamilyId.New(), ChildId.New());
        await verbs.GetRequiredService<FamilyFiles>().OpenAsync(
            commune, [new NewFamily(family, name, name, [new NewGuardian(GuardianId.New(), "Camille", name, $"{name}@famille.example")], [new NewChild(child, "Lou", name)])], Stop);
        var activities = types.ToDictionary(t => t.Value, t => t.Key);
        await verbs.GetRequiredService<Enrolments>().EnrolAsync(
            commune,
            [.. await Task.WhenAll(activities.Select(async t => new Enrolment { StructureId = commune, ChildId = child, ActivityId = await database.ActivityAsync(t.Value), StartsOn = new(2025, 9, 1), TicketTypeId = t.Key }))], Stop);
        await verbs.GetRequiredService<WalletBook>().TakeOverAsync(commune, TimeProvider.System.Today(), [.. types.Values.Select(t => new OpeningBalance(family, t, 0, new(100)))], Stop);
        var service = new ServiceId(await database.AskAsync<Guid>("select service_id from activity where name = 'Cantine'"));
        await verbs.GetRequiredService<Invoices>().IssueAsync(commune, new(InvoiceId.New(), family, service, "Repas exceptionnels", new(1240), TimeProvider.System.Today()), Stop);
        await verbs.GetRequiredService<Logins>().CreateAsync(name, null, "tickets-de-cantine", [(commune, Role.Parent, family)], Stop);
        return new TwoRegiesFamily(database, family, new PortalLogin(name, "tickets-de-cantine"), types);
    }

    private static async Task<TicketTypeId> DayCareAsync(PortalDatabase database, ServiceProvider verbs, StructureId commune)
    {
        if (await database.AskAsync<long>("select count(*) from ticket_type where code = 'GARD'") > 0)
            return await database.TicketTypeAsync("GARD");
        var (regie, service, type, voted) = (RegieId.New(), ServiceId.New(), TicketTypeId.New(), new DateOnly(2025, 9, 1));
        await verbs.GetRequiredService<StructureSetup>().OpenRegieAsync(
            new Regie { StructureId = commune, Id = regie, Kind = RegieKind.Association, Name = "Amis de l’école", ActNumber = "2025-2", ActOn = voted, ClientNumber = "006383" },
            [new NewService(service, "GARDERIE", "Garderie", "7067", [PaymentMeans.PayFipCard, PaymentMeans.PayFipDebit], "2025-2")], Stop);
        await verbs.GetRequiredService<Activities>().OpenAsync(
            new Activity { StructureId = commune, Id = ActivityId.New(), ServiceId = service, Kind = ActivityKind.DayCare, Name = "Garderie", Mode = ActivityMode.Prepaid, Position = 9 },
            [new NewTicketType(type, "GARD", "Garderie", [new VotedPrice(voted, new(80), "2025-3")])], [], Stop);
        return type;
    }
}
