using ETicket.IntegrationTests.Pages.Days;
using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Informations;

/// <summary>The menu of a family: its pages on a computer, the bar under the thumb on a phone.</summary>
[Collection(nameof(PortalStories))]
public sealed class MenuTests(PortalRunning running)
{
    [Fact]
    public async Task R1_R26_R27_R258_A_family_signs_in_by_its_identifiant_and_its_menu_is_at_the_top_of_a_computer_and_at_the_bottom_of_a_phone()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 6);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await page.GotoAsync("/famille/planning");
        await Expect(page.GetByLabel("Identifiant")).ToBeVisibleAsync();
        await BrowserPhone.SignInAsync(page, home.Login);

        var menu = page.GetByRole(AriaRole.Navigation, new() { Name = "Menu principal" });
        foreach (var (word, heading) in new[] { ("planning", "Mon planning"), ("factures", "Mes factures"), ("dossier", "Mon dossier"), ("informations", "Informations") })
        {
            await menu.GetByRole(AriaRole.Link, new() { Name = word }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(heading);
            await Expect(menu.Locator("[aria-current=page]")).ToContainTextAsync(word);
            await BrowserPhone.FitsAsync(page);
        }
        Assert.Equal(740, await EdgeAsync("bottom"));
        await page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");
        Assert.Equal(740, await EdgeAsync("bottom"));
        await page.SetViewportSizeAsync(1280, 800);
        await page.EvaluateAsync("scrollTo(0, 0)");
        Assert.InRange(await EdgeAsync("bottom"), 1, 120);
        Assert.Empty(phone.Complaints);

        async Task<int> EdgeAsync(string edge) => (int)Math.Round(await menu.EvaluateAsync<double>($"e => e.getBoundingClientRect().{edge}"));
    }

    [Fact]
    public async Task R108_R110_Beside_its_invoices_a_family_reads_what_each_booklet_holds_ticket_by_service_and_what_it_is_worth()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 6);
        using var parent = await home.EnterAsync();
        var week = $"/famille/planning?semaine={SubscriberHome.Today.AddDays(14):yyyy-MM-dd}";
        using (await parent.PostAsync(week, ("voeux", (await parent.PageAsync(week)).QuerySelector("button.ticket[data-state=Free]")!.GetAttribute("value")!)))
            Assert.Equal("0/- 1 1", await home.WrittenAsync());

        var booklet = Assert.Single((await parent.PageAsync("/famille/factures")).QuerySelectorAll(".carnet"));

        Assert.Equal("Garderie du soir", booklet.QuerySelector(".carnet-name")!.TextContent.Trim());
        Assert.Equal(("5", "12,00\u00A0€"), (booklet.QuerySelector("[data-figure=available]")!.TextContent, booklet.QuerySelector("[data-figure=value]")!.TextContent));
    }
}
