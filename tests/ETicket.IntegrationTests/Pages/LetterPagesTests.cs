using System.Net;
using ETicket.IntegrationTests.World;
using ETicket.Mail.Letters;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages;

/// <summary>The mairie reads every letter before any family does.</summary>
[Collection(nameof(PortalStories))]
public sealed class LetterPagesTests(PortalRunning running)
{
    [Fact]
    public async Task Every_letter_is_listed_by_story_and_opens()
    {
        var staff = await running.SessionAsync(PortalLogin.Staff);

        var list = await staff.PageAsync("/mairie/lettres/modeles");
        var links = list.QuerySelectorAll("main .letters a").Select(a => a.GetAttribute("href")!).ToList();

        Assert.Equal(LetterBook.All.Select(k => "/mairie/lettres/modeles/" + k.FileStem), links);
        Assert.Empty(list.QuerySelectorAll("[role=alert]"));
        foreach (var link in links)
        {
            var page = await staff.PageAsync(link);
            Assert.False(string.IsNullOrWhiteSpace(page.QuerySelector(".letter-subject")?.TextContent), link);
        }
    }

    [Fact]
    public async Task A_letter_shows_its_subject_its_text_and_its_page_in_a_frame_that_can_do_nothing()
    {
        var staff = await running.SessionAsync(PortalLogin.Staff);

        var page = await staff.PageAsync("/mairie/lettres/modeles/low-balance?exemple=2");
        var frame = page.QuerySelector("iframe")!;
        using var shown = await staff.GetAsync(frame.GetAttribute("src")!);
        var html = await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", frame.GetAttribute("sandbox"));
        Assert.Contains("Ramassage scolaire", page.QuerySelector(".letter-text")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Ramassage scolaire", html, StringComparison.Ordinal);
        Assert.Equal("true", page.QuerySelectorAll("nav.years a")[1].GetAttribute("aria-current"));
        var policy = Assert.Single(shown.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("sandbox; default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'self'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_shows_the_letter_with_its_own_styles_and_has_nothing_to_complain_of()
    {
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, PortalLogin.Staff);

        await page.GotoAsync("/mairie/lettres/modeles/days-closed");
        await page.Locator("iframe").ScrollIntoViewIfNeededAsync();

        await Expect(page.FrameLocator("iframe").GetByText("Fermeture le jeudi 19 novembre")).ToBeVisibleAsync();
        await BrowserPhone.FitsAsync(page);
        Assert.Empty(phone.Complaints);
    }

    [Theory]
    [InlineData("/mairie/lettres/modeles/inconnue", HttpStatusCode.NotFound)]
    [InlineData("/mairie/lettres/modeles/inconnue?handler=Contenu", HttpStatusCode.NotFound)]
    [InlineData("/mairie/lettres/modeles/..%2F..%2Fappsettings", HttpStatusCode.NotFound)]
    [InlineData("/mairie/lettres/modeles/low-balance?exemple=999", HttpStatusCode.OK)]
    [InlineData("/mairie/lettres/modeles/low-balance?exemple=-3", HttpStatusCode.OK)]
    [InlineData("/mairie/lettres/modeles/low-balance?exemple=deux", HttpStatusCode.OK)]
    public async Task An_address_that_is_none_is_no_letter_and_an_example_there_is_not_is_the_nearest(string address, HttpStatusCode expected)
    {
        var staff = await running.SessionAsync(PortalLogin.Staff);

        using var answer = await staff.GetAsync(address);

        Assert.Equal(expected, answer.StatusCode);
    }
}
