using System.Net;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.Pages.Account.Registering;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Account.SecondAccounts;

/// <summary>« Ouvrir mon accès » : the texts of the structure are read and accepted there; whoever has an account enters by it.</summary>
[Collection(nameof(PortalStories))]
public sealed class InvitationPageTests(PortalRunning running)
{
    private const string Chosen = "trois vélos sous la neige";

    [Fact]
    public async Task R11_R14_Where_texts_are_published_the_invitation_asks_for_them_beside_their_boxes_and_nothing_opens_before()
    {
        var invited = await Invited.WelcomeAsync(running);
        await using var texts = await PublishedTexts.PublishAsync(running, 3);
        using var phone = new ParentSession(running.Portal.Address);
        using (var opened = await phone.GetAsync(invited.Link))
            Assert.Equal((HttpStatusCode.OK, "no-referrer", "no-store"), (opened.StatusCode, Assert.Single(opened.Headers.GetValues("Referrer-Policy")), opened.Headers.CacheControl?.ToString()));
        var form = await phone.PageAsync(invited.Link);
        var boxes = form.QuerySelectorAll("input[name=texte]").Select(b => ("texte", b.GetAttribute("value")!)).ToList();
        Assert.Equal((2, 2), (boxes.Count, form.QuerySelectorAll("form details.text-to-read").Length));
        Assert.Equal(invited.Address, form.GetElementById("identifiant")!.GetAttribute("value"));

        using (var refused = await PostAsync(phone, invited.Link, [("identifiant", invited.Address), ("nouveau", Chosen), ("encore", Chosen), boxes[1]]))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var page = await ParentSession.ReadAsync(refused);
            Assert.Contains("acceptez", page.QuerySelector(".errors")!.TextContent, StringComparison.OrdinalIgnoreCase);
            Assert.Equal([false, true], page.QuerySelectorAll("input[name=texte]").Select(b => ((IHtmlInputElement)b).IsChecked));
        }
        using (var accepted = await PostAsync(phone, invited.Link, [("identifiant", invited.Address), ("nouveau", Chosen), ("encore", Chosen), .. boxes]))
            Assert.Equal((HttpStatusCode.SeeOther, "/connexion?acces=true"), (accepted.StatusCode, accepted.Headers.Location?.ToString()));

        Assert.Contains("Votre accès est ouvert.", (await phone.PageAsync("/connexion?acces=true")).QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
        using var alix = await ParentSession.EnterAsync(running.Portal.Address, new PortalLogin(invited.Address, Chosen));
        using (var file = await alix.GetAsync("/famille/dossier"))
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        await using var database = running.Portal.Database();
        Assert.Empty(await database.ViolationsAsync());
    }

    [Fact]
    public async Task R13_R14_Whoever_has_an_account_opens_the_file_with_it_and_both_files_are_there()
    {
        var invited = await Invited.WelcomeAsync(running);
        var other = await AccountHome.WelcomeAsync(running);
        using var phone = new ParentSession(running.Portal.Address);
        Assert.NotEmpty((await phone.PageAsync(invited.Link)).QuerySelectorAll("main a[href='?compte=true']"));
        var own = $"{invited.Link}?compte=true";
        Assert.Null((await phone.PageAsync(own)).GetElementById("nouveau"));

        foreach (var (name, password, field) in new[] { (other.Login.UserName, "", "actuel"), (other.Login.UserName, "deviné", "actuel"), ("", AccountHome.Password, "actuel"), (invited.Home.Login.UserName, AccountHome.Password, "identifiant") })
        {
            using var refused = await PostAsync(phone, own, ("identifiant", name), ("actuel", password));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var page = await ParentSession.ReadAsync(refused);
            Assert.NotNull(page.GetElementById($"{field}-erreur"));
            Assert.Equal((name, ""), (page.GetElementById("identifiant")!.GetAttribute("value"), ((IHtmlInputElement)page.GetElementById("actuel")!).Value));
        }
        using (var opened = await PostAsync(phone, own, ("identifiant", other.Login.UserName), ("actuel", AccountHome.Password)))
            Assert.Equal((HttpStatusCode.SeeOther, "/connexion?acces=true"), (opened.StatusCode, opened.Headers.Location?.ToString()));

        using var both = await other.EnterAsync();
        Assert.Equal(2, (await both.PageAsync("/dossiers")).QuerySelectorAll("main form button, main .choice").Length);
        await using var database = running.Portal.Database();
        Assert.Empty(await database.ViolationsAsync());
    }

    /// <summary>By somebody who is not signed in.</summary>
    private static async Task<HttpResponseMessage> PostAsync(ParentSession phone, string link, params (string Name, string Value)[] fields) =>
        await phone.PostWithAsync(link, ParentSession.TokenOf(await phone.PageAsync("/mot-de-passe-oublie")), fields);
}
