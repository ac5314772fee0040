using ETicket.Tresor;
using ETicket.Tresor.Control;

namespace ETicket.UnitTests.Tresor;

public sealed class NotificationTests
{
    [Theory]
    [InlineData("carte")]
    [InlineData("prelevement")]
    [InlineData("carte-refusee")]
    [InlineData("prelevement-refuse")]
    [InlineData("abandon")]
    public async Task Every_result_is_announced_by_a_form_that_only_names_the_operation(string act)
    {
        await using var listener = await NotificationListener.StartAsync();
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync(("urlnotif", listener.Address));
        await tresor.OpenAsync(idOp);

        await tresor.ActAsync(idOp, act);

        Assert.Equal($"application/x-www-form-urlencoded idop={idOp}", await listener.NextAsync());
        Assert.Equal(0, listener.Waiting);
    }

    [Fact]
    public async Task A_repeated_act_announces_nothing_again()
    {
        await using var listener = await NotificationListener.StartAsync();
        await using var tresor = await RunningTresor.StartAsync();
        var (first, second) = (await tresor.CreateAsync(("urlnotif", listener.Address)), await tresor.CreateAsync(("urlnotif", listener.Address)));
        await tresor.OpenAsync(first);
        await tresor.OpenAsync(second);

        await tresor.ActAsync(first, "carte");
        await listener.NextAsync();
        await tresor.ActAsync(first, "carte");
        await tresor.ActAsync(second, "carte");

        Assert.EndsWith("=" + second, await listener.NextAsync());
        Assert.Equal(0, listener.Waiting);
    }

    [Fact]
    public async Task Abandon_then_payment_are_two_announcements()
    {
        await using var listener = await NotificationListener.StartAsync();
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync(("urlnotif", listener.Address));

        foreach (var act in new[] { "abandon", "carte" })
        {
            await tresor.OpenAsync(idOp);
            await tresor.ActAsync(idOp, act);
            Assert.EndsWith("idop=" + idOp, await listener.NextAsync());
        }
    }

    [Fact]
    public async Task The_switches_send_it_twice_or_under_the_other_spelling()
    {
        await using var listener = await NotificationListener.StartAsync();
        await using var twice = await RunningTresor.StartAsync(new TresorOptions { Switches = new Switches { Notification = NotificationHabit.Twice } });
        await using var spelt = await RunningTresor.StartAsync(new TresorOptions { Switches = new Switches { Notification = NotificationHabit.CapitalO } });

        var first = await EndedAsync(twice, listener);
        Assert.EndsWith(" idop=" + first, await listener.NextAsync());
        Assert.EndsWith(" idop=" + first, await listener.NextAsync());
        var second = await EndedAsync(spelt, listener);
        Assert.EndsWith(" idOp=" + second, await listener.NextAsync());
    }

    [Fact]
    public async Task The_switch_of_silence_sends_nothing_and_the_look_up_still_tells()
    {
        await using var listener = await NotificationListener.StartAsync();
        await using var tresor = await RunningTresor.StartAsync(new TresorOptions { Switches = new Switches { Notification = NotificationHabit.None } });

        var silent = await EndedAsync(tresor, listener);
        await tresor.Http.PostAsync("/controle/reglages", Json("""{"notification":"envoyer"}"""));
        var told = await EndedAsync(tresor, listener);

        Assert.EndsWith("idop=" + told, await listener.NextAsync());
        Assert.Equal("P", (await tresor.LookUpAsync(silent))["resultrans"]);
    }

    [Fact]
    public async Task A_failing_address_never_stops_the_payer_and_is_shown_to_the_controller()
    {
        await using var listener = await NotificationListener.StartAsync();
        listener.Answer = 503;
        await using var tresor = await RunningTresor.StartAsync();

        await EndedAsync(tresor, listener);
        await listener.NextAsync();
        await UntilAsync(async () => (await tresor.Http.GetStringAsync("/controle/operations")).Contains("HTTP 503"));
        var unreachable = await tresor.CreateAsync(("urlnotif", "http://127.0.0.1:1/nobody"));
        await tresor.OpenAsync(unreachable);
        var answer = await tresor.ActAsync(unreachable, "carte");

        Assert.Equal(System.Net.HttpStatusCode.SeeOther, answer.StatusCode);
        await UntilAsync(async () => (await tresor.Http.GetStringAsync("/controle/operations")).Contains("HttpRequestException"));
    }

    private static async Task<string> EndedAsync(RunningTresor tresor, NotificationListener listener)
    {
        var idOp = await tresor.CreateAsync(("urlnotif", listener.Address));
        await tresor.OpenAsync(idOp);
        await tresor.ActAsync(idOp, "carte");
        return idOp;
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
            await Task.Delay(20, patience.Token);
    }
}
