using System.Net;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.Pages.Days;
using ETicket.IntegrationTests.World;
using ETicket.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages.Account;

/// <summary>« Fermer mon accès » : what is left is said first, the password and a box are asked for, and nothing opens afterwards.</summary>
[Collection(nameof(PortalStories))]
public sealed class ClosePageTests(PortalRunning running)
{
    private const string Page = "/compte/fermer";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R18_A_family_is_told_which_tickets_and_days_are_left_then_closes_its_access()
    {
        var home = await SubscriberHome.WelcomeAsync(running, 7, "Lou");
        using var phone = await home.EnterAsync();
        using var library = await home.EnterAsync();
        await TickAsync(home, SubscriberHome.Today.AddDays(3), SubscriberHome.Today.AddDays(4));

        var left = (await phone.PageAsync(Page)).QuerySelector(".facts")!.TextContent.Replace('\u00A0', ' ');
        Assert.All(new[] { "Garderie du soir", "7 tickets", "14,00 €", "dont 2 promis aux jours cochés" }, word => Assert.Contains(word, left, StringComparison.Ordinal));
        var before = await home.WrittenAsync();
        using (var closed = await CloseAsync(phone, "1", home.Login.Password))
            Assert.Equal((HttpStatusCode.SeeOther, "/connexion?ferme=true"), (closed.StatusCode, closed.Headers.Location?.ToString()));

        foreach (var session in new[] { phone, library })
        {
            using var answer = await session.GetAsync("/famille/planning");
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }
        Assert.Contains("Votre accès est fermé.", (await phone.PageAsync("/connexion?ferme=true")).QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
        using (var refused = await phone.PostAsync("/connexion", ("identifiant", home.Login.UserName), ("motdepasse", home.Login.Password)))
            Assert.StartsWith("Identifiant ou mot de passe incorrect.", await ParentSession.RefusalAsync(refused), StringComparison.Ordinal);
        Assert.Equal(before, await home.WrittenAsync());
        await using var database = running.Portal.Database();
        Assert.Empty(await database.ViolationsAsync());
    }

    [Fact]
    public async Task R18_Whatever_is_posted_is_answered_by_a_sentence_and_closes_nothing()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var phone = await home.EnterAsync();
        var before = await home.WrittenAsync();

        await RefusedAsync(phone, "Cochez la case", null, AccountHome.Password);
        await RefusedAsync(phone, "Cochez la case", "<script>", AccountHome.Password);
        await RefusedAsync(phone, "Écrivez votre mot de passe actuel.", "1", null);
        foreach (var wrong in new[] { "un autre mot de passe", new string('m', 100_000) })
            await RefusedAsync(phone, "Ce n’est pas votre mot de passe actuel.", "1", wrong);
        using (var unreadable = await CloseAsync(phone, "1", "un mot\0de passe"))
            await ParentSession.UnreadableAsync(unreadable);
        using (var foreign = await phone.PostWithAsync(Page, "CfDJ8foreign", ("certain", "1"), ("actuel", AccountHome.Password)))
            Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);

        using var planning = await phone.GetAsync("/famille/planning");
        Assert.Equal((HttpStatusCode.OK, before), (planning.StatusCode, await home.WrittenAsync()));
    }

    [Fact]
    public async Task R18_A_login_of_the_mairie_closes_nothing_here()
    {
        var staff = await running.SessionAsync(PortalLogin.Staff);

        var page = await staff.PageAsync(Page);
        using var posted = await CloseAsync(staff, "1", PortalLogin.Staff.Password);

        Assert.Empty(page.QuerySelectorAll("main form"));
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        Assert.Empty((await staff.PageAsync("/compte")).QuerySelectorAll($"a[href='{Page}']"));
    }

    private static Task<HttpResponseMessage> CloseAsync(ParentSession session, string? sure, string? current) => session.PostAsync(
        Page, [.. new[] { ("certain", sure), ("actuel", current) }.Where(f => f.Item2 is not null).Select(f => (f.Item1, f.Item2!))]);

    private static async Task RefusedAsync(ParentSession session, string sentence, string? sure, string? current)
    {
        using var answer = await CloseAsync(session, sure, current);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await ParentSession.ReadAsync(answer);
        Assert.Contains(sentence, page.QuerySelector(".errors")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("", ((IHtmlInputElement)page.GetElementById("actuel")!).Value);
        Assert.Equal(sure == "1", page.GetElementById("certain")!.HasAttribute("checked"));
    }

    private async Task TickAsync(SubscriberHome home, params DateOnly[] days)
    {
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var answers = await verbs.GetRequiredService<Bookings>().SetAsync(
            new(await database.CommuneAsync(), home.Family, Guid.NewGuid(), home.Login.UserName, ChangeOrigin.Parent, [.. days.Select(d => new DayWish(home.Child, home.Activity, d, true))]), Stop);
        Assert.All(answers, a => Assert.Equal(Verdict.Held, a.Verdict));
    }
}
