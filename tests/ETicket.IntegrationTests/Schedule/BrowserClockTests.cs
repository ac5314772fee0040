using ETicket.IntegrationTests.World;
using Npgsql;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Schedule;

/// <summary>A parent abroad, on a phone whose clock is wrong: the portal shows the hours of Paris and decides by its own.</summary>
[Collection(nameof(PortalStories))]
public sealed class BrowserClockTests(PortalRunning running)
{
    [Theory]
    [InlineData("Pacific/Auckland", "2031-01-01T12:00:00Z")]
    [InlineData("America/Los_Angeles", "2019-06-30T23:59:59Z")]
    public async Task D8_A_phone_of_another_hour_and_another_year_reads_the_same_limits_and_its_click_is_judged_by_the_portal(string timeZone, string clock)
    {
        await using var phone = await BrowserPhone.OpenAsync();
        var right = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(right, PortalLogin.Parent);
        var wrong = await phone.WindowAsync(running.Portal.Address, timeZone: timeZone);
        await wrong.Clock.SetFixedTimeAsync(clock);
        await BrowserPhone.SignInAsync(wrong, PortalLogin.Parent);
        var week = $"/famille/planning?semaine={await FreeDayAsync():yyyy-MM-dd}";

        await right.GotoAsync(week);
        await wrong.GotoAsync(week);
        var read = await wrong.Locator("main").InnerTextAsync();
        Assert.Equal(await right.Locator("main").InnerTextAsync(), read);
        Assert.Contains("heure de Paris", read, StringComparison.Ordinal);

        var free = (await wrong.Locator("button.ticket[data-state=Free]").First.GetAttributeAsync("id"))!;
        var cell = wrong.Locator($"[id='{free}']");
        await cell.ClickAsync();
        await Expect(cell).ToHaveAttributeAsync("data-state", "Ticked");
        await Expect(wrong.Locator("button[data-busy]")).ToHaveCountAsync(0);
        await right.ReloadAsync();
        await Expect(right.Locator($"[id='{free}']")).ToHaveAttributeAsync("data-state", "Ticked");
        await cell.ClickAsync();
        await Expect(cell).ToHaveAttributeAsync("data-state", "Free");
        await Expect(wrong.Locator("button[data-busy]")).ToHaveCountAsync(0);
        Assert.Empty(phone.Complaints);
    }

    [Theory]
    [InlineData("Pacific/Auckland", "2031-01-01T12:00:00Z")]
    [InlineData("America/Los_Angeles", "2019-06-30T23:59:59Z")]
    public async Task D8_A_cell_whose_limit_passed_while_a_phone_of_another_hour_showed_it_is_refused_by_the_clock_of_the_database(string timeZone, string clock)
    {
        await using var phone = await BrowserPhone.OpenAsync();
        var wrong = await phone.WindowAsync(running.Portal.Address, timeZone: timeZone);
        await wrong.Clock.SetFixedTimeAsync(clock);
        await BrowserPhone.SignInAsync(wrong, PortalLogin.Parent);
        await wrong.GotoAsync($"/famille/planning?semaine={await FreeDayAsync():yyyy-MM-dd}");
        var id = (await wrong.Locator("button.ticket[data-state=Free]").First.GetAttributeAsync("id"))!;
        var cell = wrong.Locator($"[id='{id}']");

        await LimitsAsync("add_until = add_until - interval '10 years', cancel_until = cancel_until - interval '10 years'");
        await cell.ClickAsync();
        await Expect(wrong.Locator("p.no").First).ToContainTextAsync("heure de Paris");
        await Expect(cell).ToHaveAttributeAsync("data-state", "LockedFree");
        await LimitsAsync("add_until = add_until + interval '10 years', cancel_until = cancel_until + interval '10 years'");
        await wrong.ReloadAsync();
        await Expect(cell).ToHaveAttributeAsync("data-state", "Free");
        Assert.Empty(phone.Complaints);
    }

    /// <summary>Every limit of the town moves.</summary>
    private async Task LimitsAsync(string move)
    {
        await using var database = running.Portal.Database();
        await using var source = NpgsqlDataSource.Create(database.Logins.Owner);
        await using var command = source.CreateCommand($"update open_day set {move} where consumed_at is null");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A day of the canteen that may still be ticked for weeks.</summary>
    private async Task<DateOnly> FreeDayAsync()
    {
        await using var database = running.Portal.Database();
        return await database.AskAsync<DateOnly>(
            "select min(d.day) from open_day d join activity a on a.id = d.activity_id where a.name = 'Cantine' and d.add_until > eticket_now() + interval '7 days'");
    }
}
