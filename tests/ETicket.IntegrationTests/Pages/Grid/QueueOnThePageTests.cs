using System.Net;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.World;
using ETicket.Web.Display;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Grid;

/// <summary>« Se mettre en attente », « quitter la liste »: the same cell, the same form, with and without script.</summary>
[Collection(nameof(PortalStories))]
public sealed class QueueOnThePageTests(PortalRunning running)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R92_A_full_cell_is_waited_for_and_left_on_a_phone_with_and_without_script(bool script)
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        await using var full = await FullWeek.OpenAsync(database, parent);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script);
        await BrowserPhone.SignInAsync(page, PortalLogin.Parent);
        await page.GotoAsync(full.Week);
        var cell = page.Locator($"#{full.Louis}");
        await IsAsync("Full");

        await cell.ClickAsync();
        await IsAsync("Waiting");
        await Expect(cell).ToContainTextAsync("en attente d’une place, rang 1");
        await page.ReloadAsync();
        await IsAsync("Waiting");
        await cell.ClickAsync();
        await IsAsync("Full");
        await cell.ClickAsync();
        await IsAsync("Waiting");
        // The place of the sister is given up on the same page, and the brother has it.
        await page.Locator($"#{full.Julia}").ClickAsync();
        await IsAsync("Ticked");

        await cell.ClickAsync();
        await IsAsync("Free");
        Assert.Empty(phone.Complaints);
        Assert.Empty(await database.ViolationsAsync());

        // As the server said, no click on its way.
        async Task IsAsync(string state)
        {
            await Expect(cell).ToHaveAttributeAsync("data-state", state);
            await Expect(cell).Not.ToHaveAttributeAsync("data-busy", "");
        }
    }

    [Fact]
    public async Task R92_What_cannot_be_waited_for_is_refused_in_a_sentence_and_nothing_is_written()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        await using var full = await FullWeek.OpenAsync(database, parent);
        var page = await parent.PageAsync(full.Week);
        var free = page.QuerySelectorAll("button.ticket[data-state=Free]").Cast<IHtmlButtonElement>().First();
        var (julia, canteen) = (await database.ChildAsync("Julia"), await database.ActivityAsync("Cantine"));

        foreach (var (posted, said) in new[]
        {
            (free.Value, "Une place est libre le "),
            ("", "La demande n’a pas pu être lue"),
            (WishCode.Write([new(julia, canteen, full.Day, true), new(julia, canteen, full.Day.AddDays(1), true)]), "La demande n’a pas pu être lue"),
            (WishCode.Write([new(new(Guid.NewGuid()), canteen, full.Day, true)]), "Votre enfant n’est pas inscrit"),
        })
        {
            using var answer = await parent.PostAsync(full.Week, ("attente", posted));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(said, (await ParentSession.ReadAsync(answer)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from waiting_place where state = 'Waiting'"));
        Assert.Empty(await database.ViolationsAsync());
    }
}
