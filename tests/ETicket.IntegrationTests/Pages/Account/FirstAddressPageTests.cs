using System.Net;
using ETicket.Access.Links;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Account;

/// <summary>« Donner mon adresse électronique » : an only adult without one is led to the page that takes it, from wherever it is missed.</summary>
[Collection(nameof(PortalStories))]
public sealed class FirstAddressPageTests(PortalRunning running)
{
    private const string Page = "/compte/adresse";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R16_R17_An_only_adult_gives_a_first_address_by_the_link_of_its_mailbox()
    {
        var home = await AccountHome.WelcomeAsync(running, withAddress: false);
        using var phone = await home.EnterAsync();
        foreach (var missing in new[] { "/compte", "/famille/preferences", "/famille/tickets/alerte", $"/famille/dossier/adultes/{home.Guardian}" })
            Assert.NotEmpty((await phone.PageAsync(missing)).QuerySelectorAll($"main a[href='{Page}']"));
        var page = await phone.PageAsync(Page);
        Assert.Equal("Donner mon adresse électronique", page.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain("ancienne adresse", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        using (var asked = await phone.PostAsync(Page, ("adresse", home.Address), ("actuel", AccountHome.Password)))
            Assert.Equal((HttpStatusCode.SeeOther, $"{Page}?envoye=true"), (asked.StatusCode, asked.Headers.Location?.ToString()));
        Assert.Equal("1", await home.LettersAsync("EmailConfirm"));
        using (var confirmed = await phone.PostAsync(await LinkAsync(home)))
            Assert.Equal((HttpStatusCode.SeeOther, "/compte?adresse=true"), (confirmed.StatusCode, confirmed.Headers.Location?.ToString()));

        var account = await phone.PageAsync("/compte?adresse=true");
        Assert.Contains(home.Address, account.QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("ancienne adresse", account.QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("0", await home.LettersAsync("CredentialsChanged"));
        await using var database = running.Portal.Database();
        Assert.Empty(await database.ViolationsAsync());
    }

    [Fact]
    public async Task R17_R41_On_one_s_own_card_the_address_leads_to_the_account_and_on_another_s_it_does_not()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var phone = await home.EnterAsync();

        var card = await phone.PageAsync($"/famille/dossier/adultes/{home.Guardian}");
        Assert.Contains("Changez-la dans Mon compte.", card.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(card.QuerySelectorAll($"main a[href='{Page}']"));

        var alix = await home.JoinedByAsync("Alix");
        Assert.Empty((await phone.PageAsync($"/famille/dossier/adultes/{alix}")).QuerySelectorAll($"main a[href='{Page}']"));
    }

    private async Task<string> LinkAsync(AccountHome home)
    {
        await using var database = running.Portal.Database();
        await using var work = await database.Books.BeginAsync(await database.CommuneAsync(), Stop);
        var link = await LoginLinks.MakeForEmailAsync(work, home.Id, home.Address, Stop);
        await work.CommitAsync(Stop);
        return $"/adresse/{link!.Value.Token}";
    }
}
