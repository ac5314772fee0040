using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Grid;

/// <summary>Four weeks, and the bar after a click, can be read and used by everyone, on a phone as on a desk, by day as by night.</summary>
[Collection(nameof(PortalStories))]
public sealed class GridJudgedTests(PortalRunning running)
{
    [Fact]
    public async Task R65_R100_Four_weeks_and_the_bar_after_a_click_can_be_read_and_used_by_everyone()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        var day = await database.AskAsync<DateOnly>(
            "select min(d.day) from open_day d join activity a on a.id = d.activity_id where a.name = 'Cantine' and d.add_until > eticket_now() + interval '7 days'");
        var weeks = $"/famille/planning?semaine={day:yyyy-MM-dd}&semaines=4";
        var click = ((IHtmlButtonElement)(await parent.PageAsync(weeks)).QuerySelector("button.ticket[data-state=Free]")!).Value;
        using var ticked = await parent.PostAsync(weeks, ("voeux", click));
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, PortalLogin.Parent);

        var wrong = await PageJudge.JudgeAsync(page, $"{weeks}&clic={click[..32]}");

        using var undone = await parent.PostAsync(weeks, ("annuler", click[..32]));
        Assert.Empty(wrong);
        Assert.Empty(phone.Complaints);
    }
}
