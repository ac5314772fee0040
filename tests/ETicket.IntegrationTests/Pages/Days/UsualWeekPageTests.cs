using System.Net;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Days;

/// <summary>« Ma semaine type », without a script: kept, seen, applied by the click of the planning; and what it says when it refuses.</summary>
[Collection(nameof(PortalStories))]
public sealed class UsualWeekPageTests(PortalRunning running)
{
    private const string Page = "/famille/semaine-type";
    private static readonly string Endless = new('9', 100_000);

    [Fact]
    public async Task R78_What_is_kept_is_applied_in_one_press_and_each_day_that_was_refused_is_said()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 3);
        using var parent = await home.EnterAsync();
        Assert.Null((await parent.PageAsync(Page)).QuerySelector("#appliquer"));

        using var kept = await parent.PostAsync(Page, [.. Form(home, [.. Enumerable.Range(1, 7).Select(d => Box(home, "t", d))])]);

        Assert.Equal($"{Page}?fait=garde#e{home.Child}", kept.Headers.Location?.OriginalString);
        Assert.Equal("0/- 0 0", await home.WrittenAsync());
        var days = Enumerable.Range(1, 60).Select(SubscriberHome.Today.AddDays).TakeWhile(d => d <= WeekPlan.MondayOf(SubscriberHome.Today).AddDays(55)).ToList();
        var page = await parent.PageAsync($"{Page}?semaine={SubscriberHome.Today:yyyy-MM-dd}&semaines=8");
        var apply = (IHtmlButtonElement)page.QuerySelector("button[name=voeux]")!;
        Assert.Equal($"Cocher {French.Days(days.Count)}", apply.TextContent);
        Assert.Contains(Plain($"À cocher : {French.ShortDay(days[0])}"), Plain(page.QuerySelector("#appliquer")!.TextContent), StringComparison.Ordinal);
        using var applied = await parent.PostAsync(apply.Form!.GetAttribute("action")!, ("voeux", apply.Value));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, applied.StatusCode);
        Assert.Equal("0/- 3 3", await home.WrittenAsync());
        var refused = await ParentSession.ReadAsync(applied);
        Assert.StartsWith($"{days.Count - 3} cases n’ont pas pu être changées", refused.QuerySelector(".errors h2")!.TextContent, StringComparison.Ordinal);
        var said = string.Join(' ', refused.QuerySelectorAll(".errors li").Select(l => l.TextContent));
        Assert.All(days.Skip(3), day => Assert.True(said.Contains(French.ShortDay(day), StringComparison.Ordinal) || said.Contains(French.Day(day), StringComparison.Ordinal), $"{day} in {said}"));
        // Four weeks are shown: what is missing is counted on the eight, and each day leads to where it is shown.
        Assert.Equal($"Il manque {French.Tickets(days.Count - 3)}\u00a0: acheter", refused.QuerySelector(".errors p a")!.TextContent);
        Assert.All(refused.QuerySelectorAll(".errors li a").Select(a => a.GetAttribute("href")!), to => Assert.True(to[0] == '#' ? refused.GetElementById(to[1..]) is not null : to.StartsWith("/famille/planning?semaine=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task R78_One_week_in_two_has_boxes_of_its_own_and_the_page_says_which_weeks_are_even()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 20);
        using var parent = await home.EnterAsync();
        Assert.Single((await parent.PageAsync(Page)).QuerySelectorAll("fieldset.usual"));
        Assert.Equal(["semaines paires", "semaines impaires"], Legends(await parent.PageAsync($"{Page}?deux={home.Child}")));

        using (await parent.PostAsync($"{Page}?deux={home.Child}", [.. Form(home, [Box(home, "p", 1), Box(home, "p", 2), Box(home, "i", 5)])]))
        using (await parent.PostAsync($"{Page}?deux={home.Child}", [.. Form(home, [Box(home, "p", 1), Box(home, "p", 2), Box(home, "i", 5)])]))
            Assert.Equal(1, await KeptAsync(home));

        var page = await parent.PageAsync($"{Page}?semaines=4");
        Assert.Equal(["semaines paires", "semaines impaires"], Legends(page));
        Assert.Equal([Box(home, "p", 1), Box(home, "p", 2), Box(home, "i", 5)], Ticked(page));
        Assert.Contains("Semaines paires : ", Plain(page.QuerySelector("#appliquer")!.TextContent), StringComparison.Ordinal);
        Assert.Contains("Nous sommes en semaine ", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(Ticked(await parent.PageAsync($"{Page}?une={home.Child}")));
        using (await parent.PostAsync(Page, [.. Form(home, [])]))
            Assert.Equal(0, await KeptAsync(home));
        Assert.Equal("0/- 0 0", await home.WrittenAsync());
    }

    [Fact]
    public async Task R78_Another_familys_child_and_what_cannot_be_read_keep_nothing()
    {
        var (home, theirs) = (await SubscriberHome.WelcomeAsync(running, tickets: 3), await SubscriberHome.WelcomeAsync(running, tickets: 3, child: "Nathanaël-Barnabé"));
        using var parent = await home.EnterAsync();

        foreach (var child in new[] { theirs.Child.ToString(), Guid.Empty.ToString(), "", "n'importe quoi", Endless })
        {
            using var unknown = await parent.PostAsync(Page, ("enfant", child), ("jours", Box(home, "t", 1)));
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        }
        foreach (var boxes in new string[][]
                 {
                     [Box(theirs, "t", 1)], [Box(home, "t", 0)], [Box(home, "t", 8)], [Box(home, "t", 12)], [Box(home, "x", 1)], ["n'importe quoi"], ["<script>"], [""], [".."], [Endless],
                     [.. Enumerable.Repeat(Box(home, "t", 1), 1001)],
                 })
        {
            using var refused = await parent.PostAsync(Page, [.. Form(home, [Box(home, "t", 3), .. boxes])]);
            Assert.Equal((boxes[0][..Math.Min(40, boxes[0].Length)], HttpStatusCode.UnprocessableEntity), (boxes[0][..Math.Min(40, boxes[0].Length)], refused.StatusCode));
            var page = await ParentSession.ReadAsync(refused);
            Assert.NotEmpty(page.QuerySelector(".errors li")!.TextContent.Trim());
            Assert.Contains(Box(home, "t", 3), Ticked(page));
            Assert.DoesNotContain("Barnabé", page.Source.Text, StringComparison.Ordinal);
        }
        foreach (var query in new[] { $"?deux={theirs.Child}", $"?une={Endless[..5000]}", "?semaines=999", "?semaine=9999-99-99&semaines=<script>" })
            Assert.Single((await parent.PageAsync(Page + query)).QuerySelectorAll("fieldset.usual"));

        Assert.Equal((0, 0), (await KeptAsync(home), await KeptAsync(theirs)));
    }

    [Fact]
    public async Task R78_It_is_kept_on_a_phone_by_the_keyboard_without_a_script_and_everyone_can_read_it()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 3, "Maximilienne-Alexandrine-Élisabeth-Antoinette de La Rochefoucauld", "Accueil périscolaire du soir et aide aux devoirs (site Jean-Jaurès)");
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script: false);
        await BrowserPhone.SignInAsync(page, home.Login);

        await page.GetByRole(AriaRole.Link, new() { Name = "Semaine type" }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Une semaine sur deux") }).PressAsync("Enter");
        await BrowserPhone.FitsAsync(page);
        await page.GetByRole(AriaRole.Group, new() { NameRegex = new(", semaines impaires$") }).GetByLabel("jeudi").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Enregistrer la semaine type") }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("La semaine type est enregistrée.");
        await page.GetByLabel("Pendant").SelectOptionAsync("8");
        await page.GetByRole(AriaRole.Button, new() { Name = "Voir ce qui serait coché" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Cocher") })).ToBeVisibleAsync();
        await BrowserPhone.FitsAsync(page);

        var judged = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(judged, home.Login);
        Assert.Empty(await PageJudge.JudgeAsync(judged, $"{Page}?fait=garde&semaines=12"));
        Assert.Empty(phone.Complaints);
    }

    private static (string, string)[] Form(SubscriberHome home, IReadOnlyList<string> boxes) => [("enfant", home.Child.ToString()), .. boxes.Select(b => ("jours", b))];

    private static string Box(SubscriberHome home, string weeks, int weekday) => $"{home.Activity.Value:N}.{weeks}.{weekday}";

    private static IReadOnlyList<string> Legends(IHtmlDocument page) => [.. page.QuerySelectorAll("fieldset.usual legend").Select(l => l.TextContent.Split(", ")[^1])];

    private static IReadOnlyList<string> Ticked(IHtmlDocument page) => [.. page.QuerySelectorAll("fieldset.usual input").Cast<IHtmlInputElement>().Where(i => i.IsChecked).Select(i => i.Value)];

    private static string Plain(string text) => text.Replace('\u00A0', ' ');

    private async Task<int> KeptAsync(SubscriberHome home)
    {
        await using var database = running.Portal.Database();
        return (int)await database.AskAsync<long>("select count(*) from model_week where family_id = $1", home.Family.Value);
    }
}
