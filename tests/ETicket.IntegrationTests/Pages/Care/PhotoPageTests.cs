using System.Net;
using System.Text;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.UnitTests.Families;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Care;

/// <summary>A child's photo as a parent sends it, and as nobody else finds it.</summary>
[Collection(nameof(PortalStories))]
public sealed class PhotoPageTests(PortalRunning running)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task F14_A_photo_is_sent_seen_without_its_place_and_withdrawn_on_a_phone_without_a_script()
    {
        var (home, other) = (await CareHome.WelcomeAsync(running), await CareHome.WelcomeAsync(running));
        var address = $"/famille/dossier/enfants/{home.Children[0]}/photo";
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script: false);
        await BrowserPhone.SignInAsync(page, home.Login);
        await page.GotoAsync(address);
        await page.GetByRole(AriaRole.Button, new() { Name = "Envoyer la photo" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choisissez un fichier à envoyer.");
        await page.GetByLabel("Choisir une photo").SetInputFilesAsync(new FilePayload { Name = "Lou.jpg", MimeType = "image/jpeg", Buffer = Corpus.Jpeg(Corpus.Exif(6), Corpus.Comment(Corpus.Place)) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Envoyer la photo" }).PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("La photo est enregistrée.");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Lou", Exact = true })).ToBeVisibleAsync();
        await BrowserPhone.FitsAsync(page);
        using (var parent = await home.EnterAsync())
        using (var seen = await parent.GetAsync($"{address}/image"))
        {
            Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (seen.StatusCode, seen.Content.Headers.ContentType!.MediaType));
            Assert.DoesNotContain(Corpus.Place, Encoding.Latin1.GetString(await seen.Content.ReadAsByteArrayAsync(Stop)), StringComparison.Ordinal);
            Assert.StartsWith("sandbox", string.Join(' ', seen.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("no-store", seen.Headers.CacheControl!.ToString());
        }
        using (var stranger = await other.EnterAsync())
        {
            foreach (var path in new[] { address, $"{address}/image", $"/famille/dossier/enfants/{ChildId.New()}/photo/image" })
            {
                using var nothing = await stranger.GetAsync(path);
                Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
            }
            using var posted = await stranger.PostAsync(address, ("geste", "retirer"));
            Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        }
        await page.GetByRole(AriaRole.Button, new() { Name = "Retirer cette photo" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("La photo est retirée.");
        Assert.DoesNotContain(phone.Complaints, c => !c.Contains("422", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_of_a_photo_can_be_read_and_used_by_everyone_empty_and_full()
    {
        var home = await CareHome.WelcomeAsync(running, "Maximilienne-Alexandrine-Élisabeth");
        var address = $"/famille/dossier/enfants/{home.Children[0]}/photo";
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, home.Login);
        List<string> wrong = [.. await PageJudge.JudgeAsync(page, address)];
        await page.GetByLabel("Choisir une photo").SetInputFilesAsync(new FilePayload { Name = "Lou.png", MimeType = "image/png", Buffer = Corpus.Png(60, 60) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Envoyer la photo" }).ClickAsync();
        wrong.AddRange(await PageJudge.JudgeAsync(page, $"{address}?fait=envoyee"));

        Assert.Empty(wrong);
        Assert.Empty(phone.Complaints);
    }
}
