using System.Collections.Concurrent;
using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

[assembly: AssemblyFixture(typeof(OneBrowser))]

namespace ETicket.IntegrationTests.World;

/// <summary>The one Chromium of the whole run, started by the first story that wants it and closed at the end.</summary>
public sealed class OneBrowser : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    private static readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> Started = new(StartAsync);

    /// <summary>Without Chromium the story is skipped, unless <c>ETICKET_REQUIRE_BROWSER</c> is 1.</summary>
    internal static async Task<IBrowser> AskAsync()
    {
        if (!File.Exists(Program))
        {
            Assert.False(Environment.GetEnvironmentVariable("ETICKET_REQUIRE_BROWSER") == "1", $"{Program} is missing, and ETICKET_REQUIRE_BROWSER asks for it.");
            Assert.Skip($"{Program} is not installed on this machine.");
        }
        return (await Started.Value).Browser;
    }

    public async ValueTask DisposeAsync()
    {
        if (!Started.IsValueCreated)
            return;
        var (driver, browser) = await Started.Value;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    private static async Task<(IPlaywright, IBrowser)> StartAsync()
    {
        var driver = await Playwright.CreateAsync();
        var browser = await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
        return (driver, browser);
    }
}

/// <summary>A parent's phone: Chromium, 360 pixels wide: windows of its own, that share nothing with another's, in the one browser of the run.</summary>
internal sealed class BrowserPhone : IAsyncDisposable
{
    public const int Width = 360;

    /// <summary>The innermost elements that stick out, by name and first words.</summary>
    private const string TooWide =
        """
        [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1 && ![...e.children].some(c => c.getBoundingClientRect().right > window.innerWidth + 1))
          .map(e => `${e.tagName}.${e.className} « ${e.textContent.trim().slice(0, 60)} »`).slice(0, 5).join(", ")
        """;

    private readonly IBrowser _browser;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<IBrowserContext> _opened = new();

    private BrowserPhone(IBrowser browser) => _browser = browser;

    /// <summary>What the browser's console complained of: a blocked script, a missing file.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<BrowserPhone> OpenAsync() => new(await OneBrowser.AskAsync());

    /// <summary>A fresh window on the portal, nobody signed in.</summary>
    public async Task<IPage> WindowAsync(Uri portal, bool script = true, string? timeZone = null)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = portal.ToString(),
            JavaScriptEnabled = script,
            Locale = "fr-FR",
            TimezoneId = timeZone,
            ViewportSize = new() { Width = Width, Height = 740 },
        });
        _opened.Enqueue(context);
        context.SetDefaultTimeout(15_000);
        var page = await context.NewPageAsync();
        page.Console += (_, said) =>
        {
            if (said.Type == "error")
                _complaints.Enqueue($"{page.Url}: {said.Text}");
        };
        page.PageError += (_, error) => _complaints.Enqueue($"{page.Url}: {error}");
        return page;
    }

    public static async Task SignInAsync(IPage page, PortalLogin login)
    {
        await page.GotoAsync("/connexion");
        await page.GetByLabel("Identifiant").FillAsync(login.UserName);
        await page.GetByLabel("Mot de passe", new() { Exact = true }).FillAsync(login.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Connexion" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Menu principal" })).ToBeVisibleAsync();
    }

    /// <summary>Chooses tickets and leaves for the Trésor's page.</summary>
    public static async Task ChooseAsync(IPage page, string ticket, int quantity)
    {
        await page.GotoAsync("/famille/tickets");
        await page.GetByLabel($"{ticket} : nombre de tickets").FillAsync(quantity.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await FitsAsync(page);
        var pay = page.GetByRole(AriaRole.Button, new() { Name = "Payer sur le site du Trésor public" });
        await pay.ClickAsync();
        // A script counted the total as one typed; without one, the basket shows it first.
        await Expect(page.GetByText("Simulation", new() { Exact = false }).Or(page.Locator(".part-sum")).First).ToBeVisibleAsync();
        if (await page.Locator(".part-sum").CountAsync() > 0)
            await pay.ClickAsync();
        await Expect(page.GetByText("Simulation", new() { Exact = false }).First).ToBeVisibleAsync();
    }

    /// <summary>Nothing is wider than the window: nobody has to scroll sideways.</summary>
    public static async Task FitsAsync(IPage page)
    {
        var (wide, window) = (await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), page.ViewportSize!.Width);
        Assert.True(wide <= window, $"{page.Url} is {wide} pixels wide in a window of {window}: {(wide <= window ? "" : await page.EvaluateAsync<string>(TooWide))}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _opened)
            await context.DisposeAsync();
    }
}
