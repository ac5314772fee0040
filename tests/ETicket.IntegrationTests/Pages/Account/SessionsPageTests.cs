using System.Net;
using AngleSharp.Dom;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Account;

/// <summary>« Mes connexions » : a family sees where its identifiant is signed in, and ends one, or all but the one it holds.</summary>
[Collection(nameof(PortalStories))]
public sealed class SessionsPageTests(PortalRunning running)
{
    private const string Page = "/compte/connexions";

    [Fact]
    public async Task R19_A_family_reads_where_it_is_signed_in_and_ends_one_then_all_the_others()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var phone = await home.EnterAsync();
        Assert.Empty((await phone.PageAsync(Page)).QuerySelectorAll("button[name=fermer]"));
        using var library = await home.EnterAsync();
        var first = (await phone.PageAsync(Page)).QuerySelectorAll("button[name=fermer]").Select(Value).Single(v => v != "autres");
        using var tablet = await home.EnterAsync();

        var page = await phone.PageAsync(Page);
        Assert.Equal(["Cet appareil", "Un autre appareil", "Un autre appareil"], page.QuerySelectorAll(".card h2").Select(h => h.TextContent).Order(StringComparer.Ordinal));
        using (var ended = await phone.PostAsync(Page, ("fermer", first)))
            Assert.Equal((HttpStatusCode.SeeOther, $"{Page}?fait=true"), (ended.StatusCode, ended.Headers.Location?.ToString()));
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.OK, HttpStatusCode.OK), (await SeesAsync(library), await SeesAsync(tablet), await SeesAsync(phone)));
        foreach (var _ in new[] { "a click", "the same click again" })
        {
            using var ended = await phone.PostAsync(Page, ("fermer", "autres"));
            Assert.Equal(HttpStatusCode.SeeOther, ended.StatusCode);
        }

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.OK), (await SeesAsync(tablet), await SeesAsync(phone)));
        Assert.Equal("Cet appareil", Assert.Single((await phone.PageAsync(Page)).QuerySelectorAll(".card h2")).TextContent);
    }

    [Fact]
    public async Task R19_Whatever_is_posted_ends_nothing_of_others_and_is_answered_by_a_sentence()
    {
        var (home, neighbour) = (await AccountHome.WelcomeAsync(running), await AccountHome.WelcomeAsync(running));
        using var phone = await home.EnterAsync();
        using var theirs = await neighbour.EnterAsync();
        using var library = await neighbour.EnterAsync();
        var foreign = (await theirs.PageAsync(Page)).QuerySelectorAll("button[name=fermer]").Select(Value).Single(v => v != "autres");

        using (var ended = await phone.PostAsync(Page, ("fermer", foreign)))
            Assert.Equal(HttpStatusCode.SeeOther, ended.StatusCode);
        foreach (var wrong in new[] { null, "", "toutes", "<script>", new string('9', 100_000) })
        {
            using var refused = await phone.PostAsync(Page, wrong is null ? [] : [("fermer", wrong)]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.StartsWith("Choisissez un appareil de la liste.", await ParentSession.RefusalAsync(refused), StringComparison.Ordinal);
        }

        using (var unreadable = await phone.PostAsync(Page, ("fermer", "autres\0")))
            await ParentSession.UnreadableAsync(unreadable);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (await SeesAsync(library), await SeesAsync(theirs), await SeesAsync(phone)));
    }

    private static string Value(IElement button) => button.GetAttribute("value")!;

    private static async Task<HttpStatusCode> SeesAsync(ParentSession session)
    {
        using var answer = await session.GetAsync("/famille/planning");
        return answer.StatusCode;
    }
}
