using ETicket.IntegrationTests.Pages.Days;
using ETicket.IntegrationTests.World;
using ETicket.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Phone;

/// <summary>In the bus, without a connection: a parent reads the planning as it was last seen, and nobody else reads it on that phone.</summary>
[Collection(nameof(PortalStories))]
public sealed class OfflineOnAPhone(PortalRunning running)
{
    private const string Planning = "/famille/planning";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R238_Without_a_connection_the_planning_is_read_as_it_was_seen_and_dated_and_with_one_it_is_always_the_portal_s()
    {
        var home = await SubscriberHome.WelcomeAsync(running, 6, "Lise");
        await TickAsync(home, 1);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, home.Login);

        // Nobody asked: nothing is kept.
        await Expect(page.Locator("body")).ToHaveAttributeAsync("data-copy", "");
        Assert.Empty(await CopiesAsync(page));
        await KeepAsync(page);
        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync(Planning);
        await Expect(page.Locator(".seen")).ToContainTextAsync("— sans connexion");
        await Expect(page.Locator(".card").First.Locator("dd")).ToHaveTextAsync(["Garderie du soir"]);
        await Expect(page.Locator(".card").Last.Locator("dd strong")).ToHaveTextAsync(["5 disponibles"]);
        Assert.Equal("14px", await page.Locator(".card").First.EvaluateAsync<string>("e => getComputedStyle(e).paddingTop"));
        await BrowserPhone.FitsAsync(page);
        await page.GotoAsync("/");
        await Expect(page.Locator(".seen")).ToBeVisibleAsync();
        // Of any other page nothing was kept: it says so, in nobody's name.
        await page.GotoAsync("/famille/dossier");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Vous êtes sans connexion" })).ToBeVisibleAsync();
        await Expect(page.Locator("body")).Not.ToContainTextAsync("Lise");
        Assert.Single(await CopiesAsync(page));

        // The connection is back, and the planning was changed elsewhere meanwhile.
        await TickAsync(home, 2);
        await page.Context.SetOfflineAsync(false);
        await page.GotoAsync(Planning);
        await Expect(page.Locator(".seen")).ToHaveCountAsync(0);
        await Expect(page.Locator(".carnet-count").First).ToHaveTextAsync("4");
        // A click without another page renews the copy too.
        await RenewedAsync(page, 2);
        await page.GotoAsync($"{Planning}?semaine={SubscriberHome.Today.AddDays(7):yyyy-MM-dd}");
        await page.Locator("button.ticket[data-state=Free]").First.ClickAsync();
        await RenewedAsync(page, 3);
        await page.Context.SetOfflineAsync(true);
        await page.ReloadAsync();
        await Expect(page.Locator(".seen")).ToBeVisibleAsync();
        await Expect(page.Locator(".card").First.Locator("dd")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task R238_After_a_sign_out_and_after_a_sign_in_of_another_login_the_phone_shows_nothing_of_the_first()
    {
        var (lise, basile) = (await SubscriberHome.WelcomeAsync(running, 6, "Lise"), await SubscriberHome.WelcomeAsync(running, 6, "Basile"));
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, lise.Login);
        await KeepAsync(page);

        await page.GotoAsync("/deconnexion");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Se déconnecter" }).ClickAsync();
        await Expect(page.GetByLabel("Identifiant")).ToBeVisibleAsync();
        Assert.Empty(await CopiesAsync(page));
        await ReadsNothingAsync(page, "Lise");

        // Back again, the choice of this device is remembered; then the session ends without a word, and another signs in.
        await BrowserPhone.SignInAsync(page, lise.Login);
        await RenewedAsync(page, 0);
        await page.Context.ClearCookiesAsync();
        await BrowserPhone.SignInAsync(page, basile.Login);
        await ReadsNothingAsync(page, "Lise");

        // Nor where the second one is there without having passed by the door of this browser.
        await page.Context.ClearCookiesAsync();
        await BrowserPhone.SignInAsync(page, lise.Login);
        await KeepAsync(page);
        using var session = await basile.EnterAsync();
        await page.Context.AddCookiesAsync([.. session.Cookies.Select(c => new Cookie { Name = c.Name, Value = c.Value, Url = running.Portal.Address.ToString() })]);
        await page.GotoAsync("/famille/factures");
        await ReadsNothingAsync(page, "Lise");
        // The second asks for a copy of their own: it is the only one.
        await KeepAsync(page);
        Assert.Single(await CopiesAsync(page));
        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync(Planning);
        await Expect(page.Locator(".card").First).ToContainTextAsync("Basile");
    }

    private static async Task KeepAsync(IPage page)
    {
        await page.GotoAsync("/famille/preferences");
        await page.GetByRole(AriaRole.Button, new() { Name = "Garder une copie sur cet appareil" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("cet appareil garde une copie");
        await WaitAsync(page, async () => (await CopiesAsync(page)).Length == 1);
    }

    /// <summary>The copy is there and says so many days.</summary>
    private static Task RenewedAsync(IPage page, int days) => WaitAsync(page, async () => await CopiesAsync(page) is [var copy] && copy.Split("Garderie du soir</dd>").Length - 1 == days);

    /// <summary>Offline, a page of the planning, of the door and of anything else tells nothing of them; then the connection is back.</summary>
    private static async Task ReadsNothingAsync(IPage page, string child)
    {
        await page.Context.SetOfflineAsync(true);
        foreach (var address in new[] { Planning, "/", "/famille/hors-ligne" })
        {
            try
            {
                await page.GotoAsync(address);
                await Expect(page.Locator("body")).Not.ToContainTextAsync(child);
                await Expect(page.Locator(".seen")).ToHaveCountAsync(0);
            }
            catch (PlaywrightException nobody) when (nobody.Message.Contains("ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal) || nobody.Message.Contains("ERR_FAILED", StringComparison.Ordinal))
            {
                // Nothing of the portal is left in this browser at all.
            }
        }
        await page.Context.SetOfflineAsync(false);
        await page.GotoAsync("/verifier");
        Assert.DoesNotContain(await CopiesAsync(page), copy => copy.Contains(child, StringComparison.Ordinal));
    }

    /// <summary>Whatever this browser keeps that names a family: every page of every store but those everybody may read.</summary>
    private static Task<string[]> CopiesAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        async () => {
          const kept = [];
          for (const name of await caches.keys())
            for (const key of await (await caches.open(name)).keys())
              if (name !== "eticket-formes" || !/^\/(hors-ligne$|[\w-]+\.(css|svg|png|webmanifest)$|fonts\/)/.test(new URL(key.url).pathname))
                kept.push(await (await (await caches.open(name)).match(key)).text());
          return kept;
        }
        """);

    private static async Task WaitAsync(IPage page, Func<Task<bool>> so)
    {
        for (var turn = 0; !await so(); turn++)
        {
            Assert.True(turn < 300, $"{page.Url}: it never came.");
            await Task.Delay(50, Stop);
        }
    }

    private async Task TickAsync(SubscriberHome home, int day)
    {
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var answers = await verbs.GetRequiredService<Bookings>().SetAsync(
            new(await database.CommuneAsync(), home.Family, Guid.NewGuid(), home.Login.UserName, ChangeOrigin.Parent, [new(home.Child, home.Activity, SubscriberHome.Today.AddDays(day), true)]), Stop);
        Assert.All(answers, a => Assert.Equal(Verdict.Held, a.Verdict));
    }
}
