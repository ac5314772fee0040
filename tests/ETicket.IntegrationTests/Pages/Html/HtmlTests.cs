using ETicket.IntegrationTests.Pages.Forms;
using ETicket.IntegrationTests.World;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Mail.Preview;
using Microsoft.Extensions.Options;

namespace ETicket.IntegrationTests.Pages.Html;

/// <summary>What an HTML validator says of every page that links lead to, and of every letter; the states of the pages are judged where they are told (<see cref="PageJudge"/>, <see cref="EveryFormTests"/>).</summary>
[Collection(nameof(QuietStories))]
public sealed class HtmlTests(QuietPortal portal)
{
    [Fact]
    public async Task The_judge_sees_what_is_wrong()
    {
        await HtmlJudge.AskAsync();

        Assert.NotEmpty(await HtmlJudge.ErrorsAsync("a page", "<!DOCTYPE html><html lang=\"fr\"><head><title>Page</title></head><body><ul><p>Sans puce</p></ul></body></html>"));
        Assert.Empty(await HtmlJudge.ErrorsAsync("a page", "<!DOCTYPE html><html lang=\"fr\"><head><title>Page</title></head><body><ul><li>Une puce</li></ul></body></html>"));
    }

    [Fact]
    public async Task Every_page_that_links_lead_to_is_HTML()
    {
        await HtmlJudge.AskAsync();
        using var nobody = new ParentSession(portal.Address);
        IReadOnlyList<Reached> pages =
        [
            .. await Crawl.FromAsync(nobody, "/connexion", "/inscription", "/mot-de-passe-oublie", "/verifier", "/hors-ligne", "/reponse/404"), .. await Crawl.FromAsync(await portal.SessionAsync(PortalLogin.Parent), "/", "/famille/preferences"),
            .. await Crawl.FromAsync(await portal.SessionAsync(PortalLogin.Staff), "/mairie"),
        ];

        List<string> wrong = [];
        foreach (var page in pages.DistinctBy(p => p.Address))
            wrong.AddRange(await HtmlJudge.ErrorsAsync(page.Address, page.Html));

        Assert.Equal("", string.Join('\n', wrong));
        Assert.True(pages.Count > 60, $"Only {pages.Count} pages were found.");
    }

    [Fact]
    public async Task Every_letter_is_HTML()
    {
        await HtmlJudge.AskAsync();
        var options = Options.Create(new MailOptions());
        var preview = new LetterPreview(new Templates(options), new LetterSamples(options));

        List<string> wrong = [];
        foreach (var kind in LetterBook.All)
        {
            foreach (var (title, letter) in preview.All(kind))
                wrong.AddRange(await HtmlJudge.ErrorsAsync($"{kind.FileStem}, {title}", letter.Html));
        }

        Assert.Empty(wrong);
    }
}
