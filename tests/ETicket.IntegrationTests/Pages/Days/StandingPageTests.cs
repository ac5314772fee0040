using System.Net;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Wallets.Baskets;

namespace ETicket.IntegrationTests.Pages.Days;

/// <summary>« Mes abonnements », without a script: from the form to the ticked days, an exception, the end; and what it says when it refuses.</summary>
[Collection(nameof(PortalStories))]
public sealed class StandingPageTests(PortalRunning running)
{
    [Fact]
    public async Task R79_What_is_set_is_ticked_at_once_as_far_as_tickets_go_and_the_page_says_what_is_missing()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 3);
        using var parent = await home.EnterAsync();
        Assert.Empty((await parent.PageAsync(SubscriberHome.Page)).QuerySelectorAll("section[id^=a]"));
        var until = SubscriberHome.Today.AddDays(210);

        using var set = await parent.PostAsync(SubscriberHome.Page, [.. home.Wish(("jusquau", French.NumericDay(until)))]);

        Assert.Equal((HttpStatusCode.SeeOther, $"{SubscriberHome.Page}?fait=cree#a{await home.RuleAsync()}"), (set.StatusCode, set.Headers.Location?.OriginalString));
        var page = await parent.PageAsync(set.Headers.Location!.OriginalString.Split('#')[0]);
        Assert.Equal(
            ["Ticked", "Ticked", "Ticked", "Waiting", "Waiting", "Waiting", "Waiting", "Waiting"], page.QuerySelectorAll(".standing-days li").Select(d => d.GetAttribute("data-state")));
        Assert.Contains($"Chaque lundi, mardi, mercredi, jeudi, vendredi, samedi et dimanche, jusqu’au {French.Day(until)}.", Said(page), StringComparison.Ordinal);
        // Nobody's identifiant is read by another adult of the file.
        Assert.Contains("par vous.", Said(page), StringComparison.Ordinal);
        Assert.DoesNotContain(home.Login.UserName, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        // Fourteen days, three tickets.
        var buy = page.QuerySelector(".note a")!;
        Assert.Equal(("Il manque 11 tickets : acheter", $"/famille/tickets?{BasketLink.FieldOf(home.Ticket)}=11"), (Plain(buy.TextContent), buy.GetAttribute("href")));
        Assert.Equal($"1/{until:yyyy-MM-dd} 3 3", await home.WrittenAsync());
        Assert.Contains("/famille/abonnements", (await parent.PageAsync("/famille/planning")).QuerySelectorAll(".page-head a").Select(a => a.GetAttribute("href")));
        await using var database = running.Portal.Database();
        Assert.Empty(await database.ViolationsAsync());
    }

    [Fact]
    public async Task R79_A_day_is_left_out_put_back_and_the_abonnement_ended_each_by_its_button()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 20);
        using var parent = await home.EnterAsync();
        using (await parent.PostAsync(SubscriberHome.Page, [.. home.Wish()]))
            Assert.Equal("1/- 14 14", await home.WrittenAsync());
        var (second, far) = (SubscriberHome.Today.AddDays(2), SubscriberHome.Today.AddDays(30));

        await PressesAsync(parent, $"sauf {second:yyyy-MM-dd}", "sauf");
        await SendsAsync(parent, await home.RuleAsync(), "sauf", ("jour", $"{far:yyyy-MM-dd}"));
        Assert.Equal($"1/- {second:yyyy-MM-dd}:true,{far:yyyy-MM-dd}:true 13 13", await home.WrittenAsync());
        var page = await parent.PageAsync(SubscriberHome.Page);
        Assert.Equal([$"Sauf le {French.ShortDay(second)}", $"Sauf le {French.ShortDay(far)}"], page.QuerySelectorAll(".standing-days li:not([data-state]) > span").Select(d => d.TextContent.Trim()));
        Assert.DoesNotContain(French.ShortDay(second), page.QuerySelectorAll(".standing-days li[data-state] time").Select(d => d.TextContent));

        await PressesAsync(parent, $"remettre {second:yyyy-MM-dd}", "remis");
        Assert.Equal($"1/- {second:yyyy-MM-dd}:false,{far:yyyy-MM-dd}:true 14 14", await home.WrittenAsync());

        await SendsAsync(parent, await home.RuleAsync(), "arreter", ("fin", $"{SubscriberHome.Today.AddDays(-1):yyyy-MM-dd}"), done: "arrete");
        Assert.Empty((await parent.PageAsync(SubscriberHome.Page)).QuerySelectorAll("section[id^=a]"));
        Assert.Equal($"1/{SubscriberHome.Today.AddDays(-1):yyyy-MM-dd} {second:yyyy-MM-dd}:false,{far:yyyy-MM-dd}:true 14 14", await home.WrittenAsync());
    }

    [Fact]
    public async Task R79_What_waits_is_ticked_by_the_button_once_tickets_are_there_and_a_form_sent_twice_is_one_abonnement()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 0);
        using var parent = await home.EnterAsync();
        var wish = home.Wish(("jours", "1"), ("jours", "2"), ("rythme", "2"));
        using (await parent.PostAsync(SubscriberHome.Page, [.. wish]))
        using (await parent.PostAsync(SubscriberHome.Page, [.. wish]))
            Assert.Equal("1/- 0 0", await home.WrittenAsync());
        await home.BuysAsync(5);

        using var pressed = await parent.PostAsync(SubscriberHome.Page, ("geste", "cocher"), ("cle", Guid.NewGuid().ToString()));

        Assert.Equal($"{SubscriberHome.Page}?fait=coche", pressed.Headers.Location?.OriginalString);
        Assert.Contains("Le lundi et mardi, une semaine sur deux, sans date de fin.", Said(await parent.PageAsync(SubscriberHome.Page)), StringComparison.Ordinal);
        Assert.NotEqual("1/- 0 0", await home.WrittenAsync());
        await using var database = running.Portal.Database();
        Assert.Empty(await database.ViolationsAsync());
    }

    [Theory]
    [InlineData("jours", "", "jours", "Choisissez au moins un jour de la semaine pour cet abonnement.")]
    [InlineData("rythme", "9", "rythme", "Un abonnement revient toutes les 1 à 8 semaines, pas toutes les 9.")]
    [InlineData("du", "hier", "du", "Ce jour n’est pas lisible : écrivez-le comme 24/11/2026.")]
    [InlineData("jusquau", "31/02/2027", "jusquau", "Ce jour n’est pas lisible : écrivez-le comme 24/11/2026.")]
    [InlineData("jusquau", "2025-01-01", "jusquau", "La fin de l’abonnement (01/01/2025) doit venir après son début")]
    [InlineData("qui", "n'importe quoi", "qui", "Choisissez un enfant et un service.")]
    public async Task A_refusal_stands_beside_its_field_with_what_was_typed_and_writes_nothing(string field, string value, string beside, string sentence)
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 3);
        using var parent = await home.EnterAsync();
        var before = await home.WrittenAsync();

        using var refused = await parent.PostAsync(SubscriberHome.Page, [.. home.Wish((field, value))]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await ParentSession.ReadAsync(refused);
        Assert.StartsWith(sentence, Plain(page.GetElementById($"{beside}-erreur")!.TextContent), StringComparison.Ordinal);
        Assert.Equal($"#{beside}", page.QuerySelector(".errors a")!.GetAttribute("href"));
        Assert.Contains($"{beside}-erreur", page.GetElementById(beside)!.GetAttribute("aria-describedby"), StringComparison.Ordinal);
        Assert.Equal(field == "du" ? value : $"{SubscriberHome.Today:yyyy-MM-dd}", page.GetElementById("du")!.GetAttribute("value"));
        Assert.Equal(field == "jusquau" ? value : "", page.GetElementById("jusquau")!.GetAttribute("value"));
        Assert.Equal(field == "jours" ? 0 : 7, page.QuerySelectorAll("input[name=jours]").Count(i => ((IHtmlInputElement)i).IsChecked));
        Assert.Equal(before, await home.WrittenAsync());
    }

    private static async Task PressesAsync(ParentSession parent, string value, string done)
    {
        var page = await parent.PageAsync(SubscriberHome.Page);
        var form = (IHtmlFormElement)page.QuerySelector($"button[value='{value}']")!.Closest("form")!;
        var fields = form.QuerySelectorAll("input[type=hidden]").Cast<IHtmlInputElement>().Where(i => i.Name != ParentSession.Token).Select(i => (i.Name!, i.Value));
        using var answer = await parent.PostAsync(SubscriberHome.Page, [.. fields, ("geste", value)]);
        Assert.Equal($"{SubscriberHome.Page}?fait={done}", answer.Headers.Location?.OriginalString);
    }

    private static async Task SendsAsync(ParentSession parent, string rule, string act, (string Name, string Value) day, string? done = null)
    {
        using var answer = await parent.PostAsync(SubscriberHome.Page, ("geste", act), ("cle", Guid.NewGuid().ToString()), ("id", rule), day);
        Assert.Equal($"{SubscriberHome.Page}?fait={done ?? act}", answer.Headers.Location?.OriginalString);
    }

    private static string Said(IHtmlDocument page) => Plain(page.QuerySelector("main")!.TextContent);

    private static string Plain(string text) => text.Replace('\u00A0', ' ').Trim();
}
