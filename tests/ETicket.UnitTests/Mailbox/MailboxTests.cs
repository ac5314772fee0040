using System.Net;
using System.Text.Json;
using ETicket.UnitTests.Mail;
using ETicket.Web.Mailbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.UnitTests.Mailbox;

public sealed class MailboxTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mailbox");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Messages_survive_a_restart()
    {
        await using (var before = await Post.OpensAsync(new CatcherOptions { Folder = folder.FullName }))
        {
            await before.CarriesAsync(Post.Claimed(Post.Receipt));
            await before.CarriesAsync(Post.Claimed(Post.Receipt with { ReceiptNumber = "Q2026-000013" }));
        }

        await using var after = await Post.OpensAsync(new CatcherOptions { Folder = folder.FullName });
        await after.CarriesAsync(Post.Claimed(Post.Receipt with { ReceiptNumber = "Q2026-000014" }));

        Assert.Equal([3, 2, 1], after.Tray.All().Select(letter => letter.Id));
        Assert.Contains("Q2026-000012", after.Tray.Find(1)!.Subject);
        Assert.Equal("zoe@famille.example", Assert.Single(after.Tray.Find(1)!.Recipients));
    }

    [Fact]
    public void Only_the_last_five_hundred_are_kept_on_disk_too()
    {
        var tray = new LetterTray(folder.FullName, TimeProvider.System);

        for (var i = 0; i < LetterTray.Most + 3; i++)
            tray.Add("a@b.example", ["c@d.example"], "Subject: x\r\n\r\n"u8.ToArray());

        Assert.Equal(LetterTray.Most, tray.All().Count);
        Assert.Equal(LetterTray.Most, folder.GetFiles().Length);
        Assert.Equal(4, tray.All()[^1].Id);
    }

    [Fact]
    public async Task A_test_can_wait_for_a_letter()
    {
        var tray = new LetterTray(null, TimeProvider.System);
        var waiting = tray.WaitForAsync(letter => letter.Subject == "attendue", Stop);

        tray.Add("a@b.example", ["c@d.example"], "Subject: autre\r\n\r\n"u8.ToArray());
        tray.Add("a@b.example", ["c@d.example"], "Subject: attendue\r\n\r\n"u8.ToArray());

        Assert.Equal(2, (await waiting).Id);
    }

    [Fact]
    public async Task The_pages_show_the_letter_and_run_nothing_of_it()
    {
        await using var post = await Post.OpensAsync();
        await post.CarriesAsync(Post.Claimed(Post.Receipt with { FamilyName = "<script>alert(1)</script>" }));
        await using var site = await SiteAsync(post.Tray);
        using var browser = new HttpClient { BaseAddress = new Uri(site.Urls.Single()) };

        var list = await browser.GetStringAsync("/boite-aux-lettres", Stop);
        var page = await browser.GetStringAsync("/boite-aux-lettres/1", Stop);
        var html = await browser.GetAsync("/boite-aux-lettres/1/html", Stop);
        var raw = await browser.GetByteArrayAsync("/boite-aux-lettres/1/message.eml", Stop);

        Assert.Contains("<a href=\"/boite-aux-lettres/1\"><strong>Votre quittance Q2026-000012", list);
        Assert.Contains("sandbox=", page);
        Assert.Contains("QUITTANCE N°", page);
        Assert.DoesNotContain("<script", list + page + await html.Content.ReadAsStringAsync(Stop));
        Assert.StartsWith("sandbox ", html.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(post.Tray.Find(1)!.Raw, raw);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/boite-aux-lettres/2", Stop)).StatusCode);
    }

    [Fact]
    public async Task Tests_read_the_letters_as_JSON()
    {
        await using var post = await Post.OpensAsync();
        await post.CarriesAsync(Post.Claimed(Post.Receipt));
        await using var site = await SiteAsync(post.Tray);
        using var browser = new HttpClient { BaseAddress = new Uri(site.Urls.Single()) };

        using var messages = JsonDocument.Parse(await browser.GetStringAsync("/boite-aux-lettres/messages.json", Stop));

        var letter = Assert.Single(messages.RootElement.EnumerateArray());
        Assert.Equal("zoe@famille.example", letter.GetProperty("recipients")[0].GetString());
        Assert.Equal("eticket.0123.7@mairie.example", letter.GetProperty("message_id").GetString());
        Assert.Contains("TVA non applicable", letter.GetProperty("text").GetString());
    }

    [Fact]
    public async Task An_empty_mailbox_says_so()
    {
        await using var site = await SiteAsync(new LetterTray(null, TimeProvider.System));
        using var browser = new HttpClient { BaseAddress = new Uri(site.Urls.Single()) };

        Assert.Contains("Aucun courriel", await browser.GetStringAsync("/boite-aux-lettres", Stop));
    }

    [Fact]
    public async Task Attachments_are_listed_by_their_names()
    {
        await using var post = await Post.OpensAsync();
        await using (var session = await post.Transport().OpenAsync(Stop))
        {
            await session.SendAsync(Post.Message() with
            {
                Attachments = [new("Reçu n° 42 de la très longue année scolaire 2026-2027.pdf", "application/pdf", new byte[] { 1, 2, 0, 255 })],
            }, Stop);
        }

        var attachment = Assert.Single(Assert.Single(post.Tray.All()).Attachments);
        Assert.Equal("Reçu n° 42 de la très longue année scolaire 2026-2027.pdf", attachment.Name);
        Assert.Equal([1, 2, 0, 255], attachment.Content);
    }

    private static async Task<WebApplication> SiteAsync(LetterTray tray)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(tray);
        var site = builder.Build();
        site.MapMailbox();
        await site.StartAsync(Stop);
        return site;
    }
}
