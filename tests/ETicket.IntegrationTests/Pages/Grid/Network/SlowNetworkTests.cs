using System.Net;
using ETicket.IntegrationTests.Pages.Days;
using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Grid.Network;

/// <summary>In the bus: answers that are slow, refused or lost, a page left too soon. What a cell shows is what the portal holds, and what was clicked is done or said not to be.</summary>
[Collection(nameof(PortalStories))]
public sealed class SlowNetworkTests(PortalRunning running)
{
    private const string Planning = "/famille/planning";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Week => $"{Planning}?semaine={SubscriberHome.Today.AddDays(14):yyyy-MM-dd}&semaines=2";

    [Fact]
    public async Task R75_R93_A_refused_click_is_drawn_back_while_another_is_under_way_and_stays_so_when_that_one_is_lost()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 0);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await OpenAsync(phone, home);
        var (first, second) = await FreeAsync(page);
        using var network = await SlowNetwork.OfAsync(page);

        await first.ClickAsync();
        await second.ClickAsync();
        await network.AnswerAsync();
        await Expect(first).ToHaveAttributeAsync("data-state", "Free");
        await Expect(second).ToHaveAttributeAsync("data-state", "Ticked");
        await network.LoseAsync();

        await Expect(page.Locator("button[data-busy]")).ToHaveCountAsync(0);
        await Expect(first).ToHaveAttributeAsync("data-state", "Free");
        await Expect(second).ToHaveAttributeAsync("data-state", "Free");
        await Expect(page.Locator("p.no")).ToHaveCountAsync(2);
        await Expect(page.Locator("p.no").Last).ToContainTextAsync("La connexion a été perdue");
        Assert.Equal("0/- 0 0", await home.WrittenAsync());
    }

    [Fact]
    public async Task R69_R75_A_cell_touched_again_while_another_waits_for_its_answer_is_unticked()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 20);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await OpenAsync(phone, home);
        var (first, second) = await FreeAsync(page);
        using var network = await SlowNetwork.OfAsync(page);

        await first.ClickAsync();
        await second.ClickAsync();
        await network.AnswerAsync();
        await Expect(page.Locator("button[data-busy]")).ToHaveCountAsync(1);
        await first.ClickAsync();
        await network.AnswerAsync();
        await network.AnswerAsync();

        await Expect(page.Locator("button[data-busy]")).ToHaveCountAsync(0);
        await Expect(first).ToHaveAttributeAsync("data-state", "Free");
        await Expect(second).ToHaveAttributeAsync("data-state", "Ticked");
        Assert.Equal("0/- 1 1", await home.WrittenAsync());
        Assert.Empty(phone.Complaints);
    }

    [Fact]
    public async Task R75_A_click_done_whose_answer_was_lost_is_said_so_no_more_once_the_portal_told_the_cell()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 20);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await OpenAsync(phone, home);
        var (first, second) = await FreeAsync(page);
        using var network = await SlowNetwork.OfAsync(page);

        await first.ClickAsync();
        await network.LoseAsync(done: true);
        await Expect(page.Locator("p.no")).ToContainTextAsync("La connexion a été perdue");
        await Expect(first).ToHaveAttributeAsync("data-state", "Free");
        await second.ClickAsync();
        await network.AnswerAsync();

        await Expect(page.Locator("button[data-busy]")).ToHaveCountAsync(0);
        await Expect(page.Locator("p.no")).ToHaveCountAsync(0);
        await Expect(first).ToHaveAttributeAsync("data-state", "Ticked");
        Assert.Equal("0/- 2 2", await home.WrittenAsync());
    }

    [Fact]
    public async Task R75_Three_clicks_and_a_page_left_at_once_are_three_days_ticked()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 20);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await OpenAsync(phone, home);
        await using (var busy = await BusyWallet.OfAsync(running, home))
        {
            foreach (var cell in (await FreeIdsAsync(page)).Take(3))
                await page.Locator($"#{cell}").ClickAsync();
            await busy.WaitedForAsync();
            await page.GotoAsync("/famille/informations");
        }

        await ReadsAsync(home, "0/- 3 3");
        Assert.Empty(phone.Complaints);
    }

    [Fact]
    public async Task R75_A_network_lost_after_the_click_takes_nothing_back()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 20);
        using var parent = await home.EnterAsync();
        var cell = (await parent.PageAsync(Week)).QuerySelector("button.ticket[data-state=Free]")!.GetAttribute("value")!;
        var token = ParentSession.TokenOf(await parent.PageAsync("/deconnexion"));
        await using (var busy = await BusyWallet.OfAsync(running, home))
        {
            using var lost = new CancellationTokenSource();
            using var form = new FormUrlEncodedContent([new("voeux", cell), new(ParentSession.Token, token)]);
            var sent = parent.Http.PostAsync(new Uri(Week, UriKind.Relative), form, lost.Token);
            await busy.WaitedForAsync();
            await lost.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
            await Task.Delay(500, Stop);
        }

        await ReadsAsync(home, "0/- 1 1");
    }

    [Fact]
    public async Task R75_A_click_of_a_page_older_than_the_session_says_so_and_leads_back()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 20);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await OpenAsync(phone, home);
        var (first, _) = await FreeAsync(page);

        // Signed in again in another tab of the same phone.
        await page.Context.ClearCookiesAsync(new() { Name = "eticket" });
        var tab = await page.Context.NewPageAsync();
        await BrowserPhone.SignInAsync(tab, home.Login);
        await first.ClickAsync();
        await Expect(page.Locator("p.no")).ToContainTextAsync("une nouvelle connexion ou un changement de dossier : rien n’a été enregistré.");
        await Expect(first).ToHaveAttributeAsync("data-state", "Free");
        await BrowserPhone.FitsAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Recharger la page" }).ClickAsync();
        await Expect(page.Locator("p.no")).ToHaveCountAsync(0);
        await Expect(first).ToHaveAttributeAsync("data-state", "Free");

        // Then the session is over.
        await page.Context.ClearCookiesAsync(new() { Name = "eticket" });
        await first.ClickAsync();
        await Expect(page.Locator("p.no")).ToContainTextAsync("Votre session est terminée : rien n’a été enregistré.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Me reconnecter" }).ClickAsync();
        await Expect(page.GetByLabel("Identifiant")).ToBeVisibleAsync();
        Assert.Contains(Uri.EscapeDataString(Planning), page.Url, StringComparison.Ordinal);
        Assert.Equal("0/- 0 0", await home.WrittenAsync());
    }

    [Fact]
    public async Task R75_Without_a_script_a_click_in_a_session_that_is_over_is_said_lost_at_the_door()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 20);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script: false);
        await BrowserPhone.SignInAsync(page, home.Login);
        await page.GotoAsync(Week);
        var (first, _) = await FreeAsync(page);

        await page.Context.ClearCookiesAsync(new() { Name = "eticket" });
        await first.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("ce que vous veniez d’envoyer n’est pas enregistré");
        await BrowserPhone.FitsAsync(page);
        await page.GetByLabel("Identifiant").FillAsync(home.Login.UserName);
        await page.GetByLabel("Mot de passe", new() { Exact = true }).FillAsync(home.Login.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Connexion" }).ClickAsync();
        await Expect(first).ToHaveAttributeAsync("data-state", "Free");
        Assert.Equal("0/- 0 0", await home.WrittenAsync());

        // Whoever was leaving loses nothing.
        using var nobody = new ParentSession(running.Portal.Address);
        using var left = await nobody.PostWithAsync("/deconnexion", null);
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        Assert.DoesNotContain("perdu", left.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    private async Task<IPage> OpenAsync(BrowserPhone phone, SubscriberHome home)
    {
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, home.Login);
        await page.GotoAsync(Week);
        return page;
    }

    private static Task<string[]> FreeIdsAsync(IPage page) => page.Locator("button.ticket[data-state=Free]").EvaluateAllAsync<string[]>("cells => cells.map(c => c.id)");

    /// <summary>The first day and the last of the two weeks.</summary>
    private static async Task<(ILocator First, ILocator Second)> FreeAsync(IPage page)
    {
        var ids = await FreeIdsAsync(page);
        return (page.Locator($"#{ids[0]}"), page.Locator($"#{ids[^1]}"));
    }

    private static async Task ReadsAsync(SubscriberHome home, string written)
    {
        for (var turn = 0; turn < 100 && await home.WrittenAsync() != written; turn++)
            await Task.Delay(50, Stop);
        Assert.Equal(written, await home.WrittenAsync());
    }
}
