using System.Net;
using ETicket.IntegrationTests.Pages.Days;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Phone;

/// <summary>The copy a device may keep: it is asked for, names whose it is by a digest, and the portal has it thrown away at the end of a session.</summary>
[Collection(nameof(PortalStories))]
public sealed class CopyPageTests(PortalRunning running)
{
    private const string Preferences = "/famille/preferences";
    private const string Copy = "/famille/hors-ligne";

    [Fact]
    public async Task R238_A_copy_is_kept_where_it_was_asked_for_dated_without_a_button_and_under_a_name_of_one_login_and_file()
    {
        var (home, other) = (await SubscriberHome.WelcomeAsync(running, 3, "Lise"), await SubscriberHome.WelcomeAsync(running, 8, "Basile"));
        using var phone = await home.EnterAsync();
        Assert.Empty(await NameOnAsync(phone));
        using (var asked = await phone.PostAsync(Preferences, ("copie", "garder")))
        {
            Assert.Equal($"{Preferences}?fait=copie#appareil", asked.Headers.Location?.ToString());
            Assert.Contains("httponly", Assert.Single(asked.Headers.GetValues("Set-Cookie"), c => c.StartsWith("eticket-copie=", StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);
        }
        var name = await NameOnAsync(phone);
        using var answer = await phone.GetAsync(Copy);
        Assert.Equal((name, "no-store"), (Assert.Single(answer.Headers.GetValues("Eticket-Copie")), answer.Headers.CacheControl?.ToString()));
        Assert.Matches("^[0-9a-f]{32}$", name);
        var page = await ParentSession.ReadAsync(answer);
        Assert.Matches("^Vu le [a-z]+ [0-9er]+ [a-zûé]+ à [0-9]{1,2} h [0-9]{2} — sans connexion$", page.QuerySelector(".seen strong")!.TextContent.Replace('\u00A0', ' '));
        Assert.Contains("Lise", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("form, button, input, script"));

        // The same phone in other hands: the cookie of the first names nothing of theirs.
        using var second = await other.EnterAsync();
        second.Http.DefaultRequestHeaders.Add("Cookie", $"eticket-copie={name}");
        Assert.Empty(await NameOnAsync(second));
        using (var ended = await phone.PostAsync(Preferences, ("copie", "effacer")))
            Assert.Equal($"{Preferences}?fait=effacee#appareil", ended.Headers.Location?.ToString());
        Assert.Empty(await NameOnAsync(phone));
    }

    [Fact]
    public async Task R237_R238_The_end_of_a_session_clears_what_a_browser_keeps_and_the_worker_is_asked_for_again_each_time()
    {
        var home = await SubscriberHome.WelcomeAsync(running, 1);
        using (var phone = await home.EnterAsync())
        {
            using var left = await phone.PostAsync("/deconnexion");
            Assert.Equal((HttpStatusCode.SeeOther, "\"storage\""), (left.StatusCode, Assert.Single(left.Headers.GetValues("Clear-Site-Data"))));
        }
        // A session closed from another device ends here at the next request.
        using (var phone = await home.EnterAsync())
        {
            using var elsewhere = await home.EnterAsync();
            using (var closed = await elsewhere.PostAsync("/compte/connexions", ("fermer", "autres")))
                Assert.Equal(HttpStatusCode.SeeOther, closed.StatusCode);
            using var next = await phone.GetAsync("/famille/planning");
            Assert.Equal("\"storage\"", Assert.Single(next.Headers.GetValues("Clear-Site-Data")));
        }
        using var nobody = new ParentSession(running.Portal.Address);
        foreach (var (path, type) in new[] { ("/sw.js", "text/javascript"), ("/manifest.webmanifest", "application/manifest+json") })
        {
            using var file = await nobody.GetAsync(path);
            Assert.Equal((HttpStatusCode.OK, "no-cache", type), (file.StatusCode, file.Headers.CacheControl?.ToString(), file.Content.Headers.ContentType?.MediaType));
            Assert.StartsWith("default-src 'self';", Assert.Single(file.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }
        // Asked for without a cookie, the page « sans connexion » is everybody's.
        using var plain = await nobody.GetAsync("/hors-ligne");
        Assert.False(plain.Headers.Contains("Set-Cookie"));
        Assert.Equal("Vous êtes sans connexion", (await ParentSession.ReadAsync(plain)).QuerySelector("h1")!.TextContent);
    }

    /// <summary>What the page tells its script to keep the copy under; empty: nothing is kept.</summary>
    private static async Task<string> NameOnAsync(ParentSession session) => (await session.PageAsync("/famille/planning")).Body!.GetAttribute("data-copy") ?? "";
}
