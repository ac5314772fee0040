using ETicket.Tresor;
using ETicket.Tresor.Control;

namespace ETicket.UnitTests.Tresor.Control;

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

        Assert.Equal($"POST application/x-www-form-urlencoded idop={idOp}", await listener.NextAsync());
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

    [Theory]
    [InlineData("""{"champ":"idop"}""", "POST application/x-www-form-urlencoded idop={0}")]
    [InlineData("""{"champ":"idOp"}""", "POST application/x-www-form-urlencoded idOp={0}")]
    [InlineData("""{"envoi":"post-adresse"}""", "POST ?a=1&idop={0}")]
    [InlineData("""{"envoi":"post-adresse","champ":"idOp"}""", "POST ?a=1&idOp={0}")]
    [InlineData("""{"envoi":"get-adresse"}""", "GET ?a=1&idop={0}")]
    [InlineData("""{"envoi":"get-adresse","champ":"idOp"}""", "GET ?a=1&idOp={0}")]
    [InlineData("""{"envoi":"post-sans-type"}""", "POST idop={0}")]
    public async Task It_is_sent_in_every_spelling_and_method_clients_expect_for_all_or_for_one(string switches, string heard)
    {
        await using var listener = await NotificationListener.StartAsync();
        await using var tresor = await RunningTresor.StartAsync();
        var address = heard.Contains("a=1") ? listener.Address + "?a=1" : listener.Address;
        var (one, plain) = (await tresor.CreateAsync(("urlnotif", address)), await tresor.CreateAsync(("urlnotif", listener.Address)));

        await tresor.SwitchAsync(switches, one);
        await tresor.ImposeAsync(one, "P");
        Assert.Equal(string.Format(heard, one), await listener.NextAsync());
        await tresor.ImposeAsync(plain, "P");
        Assert.Equal($"POST application/x-www-form-urlencoded idop={plain}", await listener.NextAsync());

        await tresor.SwitchAsync(switches);
        var any = await tresor.CreateAsync(("urlnotif", address));
        await tresor.ImposeAsync(any, "P");
        Assert.Equal(string.Format(heard, any), await listener.NextAsync());
    }

    [Fact]
    public async Task Twice_is_the_same_again()
    {
        await using var listener = await NotificationListener.StartAsync();
        await using var tresor = await RunningTresor.StartAsync(new TresorOptions { Switches = new Switches { Notification = NotificationHabit.Twice } });

        var told = await EndedAsync(tresor, listener);

        Assert.EndsWith(" idop=" + told, await listener.NextAsync());
        Assert.EndsWith(" idop=" + told, await listener.NextAsync());
        await UntilAsync(async () => (await tresor.Http.GetStringAsync("/controle/operations")).Contains("\"notifications\":2"));
        Assert.Equal(0, listener.Waiting);
    }

    [Fact]
    public async Task A_late_one_waits_for_the_clock_of_the_Tresor()
    {
        await using var listener = await NotificationListener.StartAsync();
        await using var tresor = await RunningTresor.StartAsync();
        await tresor.SwitchAsync("""{"retard":259200}""");
        var late = await EndedAsync(tresor, listener);
        tresor.Clock.Advance(TimeSpan.FromSeconds(259_199));
        await tresor.SwitchAsync("{}");
        var soon = await EndedAsync(tresor, listener);

        Assert.EndsWith("=" + soon, await listener.NextAsync());
        Assert.Equal("P", (await tresor.LookUpAsync(late))["resultrans"]);
        tresor.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.EndsWith("=" + late, await listener.NextAsync());
    }

    [Fact]
    public async Task Before_the_return_the_payer_waits_until_it_is_answered()
    {
        await using var listener = await NotificationListener.StartAsync();
        var answered = new TaskCompletionSource();
        listener.Hold = answered.Task;
        await using var tresor = await RunningTresor.StartAsync();
        await tresor.SwitchAsync("""{"moment":"avant"}""");
        var idOp = await tresor.CreateAsync(("urlnotif", listener.Address));
        await tresor.OpenAsync(idOp);

        var leaving = tresor.ActAsync(idOp, "carte");
        await listener.NextAsync();
        Assert.False(leaving.IsCompleted);
        answered.SetResult();

        Assert.Equal(System.Net.HttpStatusCode.SeeOther, (await leaving).StatusCode);
    }

    [Fact]
    public async Task After_the_return_it_leaves_only_once_the_payer_did()
    {
        await using var listener = await NotificationListener.StartAsync();
        await using var tresor = await RunningTresor.StartAsync();
        await tresor.SwitchAsync("""{"moment":"apres"}""");

        var idOp = await EndedAsync(tresor, listener);

        Assert.Equal(0, listener.Waiting);
        Assert.EndsWith("idop=" + idOp, await listener.NextAsync());
    }

    [Fact]
    public async Task The_switch_of_silence_sends_nothing_and_the_look_up_still_tells()
    {
        await using var listener = await NotificationListener.StartAsync();
        await using var tresor = await RunningTresor.StartAsync(new TresorOptions { Switches = new Switches { Notification = NotificationHabit.None } });

        var silent = await EndedAsync(tresor, listener);
        await tresor.SwitchAsync("""{"notification":"envoyer"}""");
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

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
            await Task.Delay(20, patience.Token);
    }
}
