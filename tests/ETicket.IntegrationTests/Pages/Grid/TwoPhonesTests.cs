using ETicket.Access;
using ETicket.IntegrationTests.Pages.Days;
using ETicket.IntegrationTests.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Grid;

/// <summary>Two parents, two phones, one child: neither loses a click, and the last one reads what the other had done.</summary>
[Collection(nameof(PortalStories))]
public sealed class TwoPhonesTests(PortalRunning running)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R99_The_last_of_two_phones_on_one_cell_is_told_and_both_end_with_the_same_planning(bool script)
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 20);
        var other = new PortalLogin($"colette-{home.Family}", "tickets-de-cantine");
        await using (var database = running.Portal.Database())
        {
            await using var verbs = database.Verbs(running.Portal);
            await verbs.GetRequiredService<Logins>().CreateAsync(other.UserName, null, other.Password, [(await database.CommuneAsync(), Role.Parent, home.Family)], TestContext.Current.CancellationToken);
        }
        await using var phone = await BrowserPhone.OpenAsync();
        var (mine, hers) = (await phone.WindowAsync(running.Portal.Address, script), await phone.WindowAsync(running.Portal.Address, script));
        await BrowserPhone.SignInAsync(mine, home.Login);
        await BrowserPhone.SignInAsync(hers, other);
        var week = $"/famille/planning?semaine={SubscriberHome.Today.AddDays(14):yyyy-MM-dd}";
        await mine.GotoAsync(week);
        await hers.GotoAsync(week);
        var id = await mine.Locator("button.ticket[data-state=Free]").First.GetAttributeAsync("id");

        await hers.Locator($"#{id}").ClickAsync();
        await Expect(hers.Locator("#annuler")).ToContainTextAsync("C’est enregistré.");
        await mine.Locator($"#{id}").ClickAsync();

        await Expect(mine.Locator("#annuler")).ToContainTextAsync($"Entre-temps, {other.UserName} avait déjà coché le ");
        await Expect(mine.GetByRole(AriaRole.Button, new() { Name = "Annuler le dernier clic" })).ToHaveCountAsync(0);
        await Expect(mine.Locator($"#{id}")).ToHaveAttributeAsync("data-state", "Ticked");
        await BrowserPhone.FitsAsync(mine);
        Assert.Equal("0/- 1 1", await home.WrittenAsync());
        await mine.Locator($"#{id}").ClickAsync();
        await Expect(mine.Locator("#annuler")).ToContainTextAsync("C’est enregistré.");
        await Expect(mine.Locator("#annuler")).Not.ToContainTextAsync("Entre-temps");
        Assert.Equal("0/- 0 0", await home.WrittenAsync());
        Assert.Empty(phone.Complaints);
    }
}
