using System.Net;
using ETicket.IntegrationTests.Mail.Pushes;
using ETicket.IntegrationTests.Pages.Account;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Phone;

/// <summary>« Recevoir des notifications sur cet appareil » : what a browser gives is kept for its login, and nothing else is.</summary>
[Collection(nameof(PortalStories))]
public sealed class DevicesPageTests(PortalRunning running)
{
    private const string Page = "/famille/preferences";

    [Fact]
    public async Task R192_R194_A_device_is_told_for_its_login_until_its_owner_says_so_another_takes_it_over_or_the_access_is_closed()
    {
        var (home, other) = (await AccountHome.WelcomeAsync(running), await AccountHome.WelcomeAsync(running));
        var (browser, endpoint) = (new PushBrowser(), $"https://fcm.googleapis.com/fcm/send/{home.Guardian}");
        using var camille = await home.EnterAsync();
        using var second = await other.EnterAsync();
        var page = await camille.PageAsync(Page);
        Assert.Equal(running.Portal.Settings["Push:PublicKey"], page.QuerySelector("form[hidden][data-push]")!.GetAttribute("data-push"));
        Assert.Empty(page.QuerySelectorAll("input[name=telephone]"));

        foreach (var (address, key, secret) in new[]
                 {
                     ("https://commune.example/x", browser.PublicKey, browser.Secret), ("http://127.0.0.1/x", browser.PublicKey, browser.Secret), (endpoint + new string('x', 1_000), browser.PublicKey, browser.Secret),
                     (endpoint, "", browser.Secret), (endpoint, browser.PublicKey, "AAAA"), (endpoint, new string('A', 100_000), browser.Secret), (endpoint, browser.PublicKey[1..], browser.Secret),
                 })
        {
            using var refused = await ActivateAsync(camille, address, key, secret);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
        Assert.Equal(0, await DevicesAsync(home));

        using (var taken = await ActivateAsync(camille, endpoint, browser.PublicKey, browser.Secret))
            Assert.Equal($"{Page}?fait=notifications#appareil", taken.Headers.Location?.ToString());
        Assert.Equal(4, (await camille.PageAsync(Page)).QuerySelectorAll("input[name=telephone]").Length);
        // One topic by notification, and no other; said as it was shown, nothing is.
        foreach (var shown in new[] { false, true })
        {
            (string, string)[] fields = [("responsable", home.Guardian.ToString()), ("jours", "5"), ("telephone", "News"), .. shown ? [("telephones", "News")] : Array.Empty<(string, string)>()];
            using var chosen = await camille.PostAsync(Page, fields);
            Assert.Equal(HttpStatusCode.SeeOther, chosen.StatusCode);
        }
        await using (var database = running.Portal.Database())
            Assert.Equal("News", await database.AskAsync<string>("select string_agg(topic, ',') from letter_stop where guardian_id = $1 and by_push", home.Guardian.Value));

        // The same browser, in other hands: it is told for them alone.
        using (var over = await ActivateAsync(second, endpoint, browser.PublicKey, browser.Secret))
            Assert.Equal(HttpStatusCode.SeeOther, over.StatusCode);
        Assert.Equal((0, 1), (await DevicesAsync(home), await DevicesAsync(other)));
        using (var ended = await second.PostAsync(Page, ("notifications", "arreter")))
            Assert.Equal($"{Page}?fait=silence#appareil", ended.Headers.Location?.ToString());
        Assert.Equal(0, await DevicesAsync(other));
        using (var again = await ActivateAsync(second, endpoint, browser.PublicKey, browser.Secret))
        using (var closed = await second.PostAsync("/compte/fermer", ("actuel", AccountHome.Password), ("certain", "1")))
            Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (again.StatusCode, closed.StatusCode));
        Assert.Equal(0, await DevicesAsync(other));
    }

    [Fact]
    public async Task R192_R237_Whoever_signs_out_of_a_device_is_told_on_it_no_more_and_on_their_others_as_before()
    {
        var home = await AccountHome.WelcomeAsync(running);
        var browser = new PushBrowser();
        using var tablet = await home.EnterAsync();
        using (await ActivateAsync(tablet, $"https://fcm.googleapis.com/fcm/send/tablet-{home.Guardian}", browser.PublicKey, browser.Secret))
        using (var phone = await home.EnterAsync())
        {
            Assert.Contains("s’arrêtent quand vous vous déconnectez", (await phone.PageAsync(Page)).QuerySelector("form[data-push]")!.TextContent, StringComparison.Ordinal);
            using (await ActivateAsync(phone, $"https://fcm.googleapis.com/fcm/send/phone-{home.Guardian}", browser.PublicKey, browser.Secret))
                Assert.Equal(2, await DevicesAsync(home));
            using var left = await phone.PostAsync("/deconnexion");
            Assert.Equal(HttpStatusCode.SeeOther, left.StatusCode);
            Assert.Equal(1, await DevicesAsync(home));
        }
        // Signed out from elsewhere, it ends at the next request.
        using (var phone = await home.EnterAsync())
        using (await ActivateAsync(phone, $"https://fcm.googleapis.com/fcm/send/again-{home.Guardian}", browser.PublicKey, browser.Secret))
        {
            using (await tablet.PostAsync("/compte/connexions", ("fermer", "autres")))
                Assert.Equal(2, await DevicesAsync(home));
            using var next = await phone.GetAsync("/famille/planning");
            Assert.Equal(1, await DevicesAsync(home));
        }
        await using var database = running.Portal.Database();
        await using var worker = database.Books.Worker.CreateCommand("select endpoint from push_subscription where guardian_id = $1");
        worker.Parameters.Add(new() { Value = home.Guardian.Value });
        Assert.Contains("/tablet-", (string)(await worker.ExecuteScalarAsync(TestContext.Current.CancellationToken))!, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> ActivateAsync(ParentSession session, string address, string key, string secret) =>
        session.PostAsync(Page, ("notifications", "activer"), ("appareil.adresse", address), ("appareil.cle", key), ("appareil.secret", secret));

    private async Task<int> DevicesAsync(AccountHome home)
    {
        await using var database = running.Portal.Database();
        await using var worker = database.Books.Worker.CreateCommand("select count(*)::int from push_subscription where guardian_id = $1");
        worker.Parameters.Add(new() { Value = home.Guardian.Value });
        return (int)(await worker.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
