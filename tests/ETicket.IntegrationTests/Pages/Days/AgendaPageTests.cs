using System.Net;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Days;

/// <summary>« Mon agenda » — a secret address made, read by a program without a session, changed and ended.</summary>
[Collection(nameof(PortalStories))]
public sealed class AgendaPageTests(PortalRunning running)
{
    private const string Page = "/famille/agenda";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R103_A_program_reads_the_booked_days_without_a_session_until_the_address_is_changed_or_ended()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 20, activity: "Étude, aide ; lecture");
        using var parent = await home.EnterAsync();
        await TicksAsync(home, parent);
        Assert.Null(Address(await parent.PageAsync(Page)));

        var first = await PressesAsync(home, parent, "cree");
        var (text, answer) = await ReadAsync(first!);

        Assert.Equal((HttpStatusCode.OK, "text/calendar; charset=utf-8"), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.Equal(("no-store", "no-referrer", "noindex, nofollow"), (answer.Headers.CacheControl?.ToString(), Assert.Single(answer.Headers.GetValues("Referrer-Policy")), Assert.Single(answer.Headers.GetValues("X-Robots-Tag"))));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        var events = text.Split("\r\n").Where(l => l.StartsWith("DTSTART;VALUE=DATE:", StringComparison.Ordinal)).Select(l => l[^8..]).ToList();
        Assert.Equal(Enumerable.Range(1, 14).Select(d => SubscriberHome.Today.AddDays(d).ToString("yyyyMMdd", French.Culture)), events);
        Assert.Contains(@"SUMMARY:Étude\, aide \; lecture", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sagan", text, StringComparison.Ordinal);
        Assert.DoesNotContain(home.Login.UserName, text, StringComparison.Ordinal);

        var second = await PressesAsync(home, parent, "change");
        Assert.NotEqual(first, second);
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.OK], new[] { (await ReadAsync(first!)).Answer.StatusCode, (await ReadAsync(second!)).Answer.StatusCode });
        Assert.Null(await PressesAsync(home, parent, "supprime"));
        var (ended, unknown) = (await ReadAsync(second!), await ReadAsync(new Uri(second!, $"{Guid.NewGuid():N}.ics")));
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound], new[] { ended.Answer.StatusCode, unknown.Answer.StatusCode });
        Assert.Equal(unknown.Text, ended.Text);
        Assert.All(new[] { ended, unknown }, a => Assert.False(a.Answer.Headers.Contains("Set-Cookie")));
    }

    [Fact]
    public async Task R103_The_calendar_reader_of_others_understands_every_event()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 20, child: "Zoé « la petite », 👧🏽", activity: "Accueil périscolaire du soir, et aide aux devoirs ; site Jean-Jaurès \\ salle été, porte du fond");
        using var parent = await home.EnterAsync();
        await TicksAsync(home, parent);
        var (text, _) = await ReadAsync((await PressesAsync(home, parent, "cree"))!);

        var read = await CalendarReader.ReadAsync(text);

        Assert.Equal("Zoé « la petite », 👧🏽", read.Name.Split('\u00a0')[0]);
        Assert.Equal(Enumerable.Range(1, 14).Select(SubscriberHome.Today.AddDays), read.Events.Select(e => e.Day));
        Assert.All(read.Events, e => Assert.Equal((e.Day.AddDays(1), "Accueil périscolaire du soir, et aide aux devoirs ; site Jean-Jaurès \\ salle été, porte du fond"), (e.End, e.Summary)));
        Assert.Equal(14, read.Events.Select(e => e.Uid).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task R103_Addresses_that_are_none_are_not_found_and_nobody_writes_through_one()
    {
        var (home, theirs) = (await SubscriberHome.WelcomeAsync(running, tickets: 3), await SubscriberHome.WelcomeAsync(running, tickets: 3, child: "Nathanaël-Barnabé"));
        using var parent = await home.EnterAsync();
        using var nobody = new ParentSession(running.Portal.Address);
        var address = (await PressesAsync(home, parent, "cree"))!.AbsolutePath;

        foreach (var path in new[] { "/agenda", "/agenda/x/y.ics", address[..^4], $"/agenda/{Guid.Empty}/{Guid.Empty}.ics", address.Replace(".ics", ".ics/x", StringComparison.Ordinal), $"/agenda/{new string('9', 5000)}/1.ics" })
        {
            using var none = await nobody.GetAsync(path);
            Assert.Equal((path[..Math.Min(90, path.Length)], HttpStatusCode.NotFound), (path[..Math.Min(90, path.Length)], none.StatusCode));
        }
        using (var posted = await nobody.PostWithAsync(address, null))
            Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
        foreach (var child in new[] { theirs.Child.ToString(), Guid.Empty.ToString(), "", "n'importe quoi", new string('9', 100_000) })
        {
            using var unknown = await parent.PostAsync(Page, ("geste", "cree"), ("enfant", child));
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        }
        foreach (var act in new[] { "", "tout", new string('9', 100_000) })
        {
            using var unread = await parent.PostAsync(Page, ("geste", act), ("enfant", home.Child.ToString()));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, unread.StatusCode);
            Assert.NotEmpty(await ParentSession.RefusalAsync(unread));
        }
        Assert.Equal(address, Address(await parent.PageAsync(Page))!.AbsolutePath);
        using var other = await theirs.EnterAsync();
        Assert.Null(Address(await other.PageAsync(Page)));
    }

    [Fact]
    public async Task R103_The_address_is_made_on_a_phone_by_the_keyboard_without_a_script_and_everyone_can_read_the_page()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 3, "Maximilienne-Alexandrine-Élisabeth-Antoinette de La Rochefoucauld");
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script: false);
        await BrowserPhone.SignInAsync(page, home.Login);
        await page.GetByRole(AriaRole.Link, new() { Name = "agenda" }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Créer le lien") }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Le lien est créé");
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Ajouter à mon agenda") })).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("^webcal://.*\\.ics$"));
        await BrowserPhone.FitsAsync(page);

        var judged = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(judged, home.Login);
        Assert.Empty(await PageJudge.JudgeAsync(judged, $"{Page}?fait=cree"));
        Assert.Empty(phone.Complaints);
    }

    /// <summary>Fourteen days, by an abonnement.</summary>
    private static async Task TicksAsync(SubscriberHome home, ParentSession parent)
    {
        using var set = await parent.PostAsync(SubscriberHome.Page, [.. home.Wish()]);
        Assert.Equal("1/- 14 14", await home.WrittenAsync());
    }

    private static async Task<Uri?> PressesAsync(SubscriberHome home, ParentSession parent, string act)
    {
        using var answer = await parent.PostAsync(Page, ("geste", act), ("enfant", home.Child.ToString()));
        Assert.Equal($"{Page}?fait={act}#e{home.Child}", answer.Headers.Location?.OriginalString);
        return Address(await parent.PageAsync(Page));
    }

    private static Uri? Address(IHtmlDocument page) => page.QuerySelector("input[readonly]") is IHtmlInputElement input ? new Uri(input.Value) : null;

    /// <summary>As a program reads it: another machine, no cookie.</summary>
    private async Task<(string Text, HttpResponseMessage Answer)> ReadAsync(Uri address)
    {
        using var nobody = new ParentSession(running.Portal.Address);
        var answer = await nobody.GetAsync(address.AbsolutePath);
        return (await answer.Content.ReadAsStringAsync(Stop), answer);
    }
}
