using System.Diagnostics;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers.PayFip;
using ETicket.UnitTests.Tresor;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.UnitTests.Payments.PayFip;

/// <summary>Our own client against the simulated Trésor itself, while it misbehaves: what it cannot read is unknown, at once, and never a credit.</summary>
[Collection(nameof(Alone))]
public sealed class MisbehavingTresorTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("page-502")]
    [InlineData("indisponible")]
    [InlineData("dysfonctionnement")]
    [InlineData("malformee")]
    [InlineData("tronquee")]
    [InlineData("coupee")]
    [InlineData("dtd")]
    [InlineData("entite-externe")]
    [InlineData("entites")]
    [InlineData("enorme")]
    public async Task An_answer_that_cannot_be_believed_is_refused_within_a_second_and_credits_nothing(string answer)
    {
        await using var tresor = await RunningTresor.StartAsync();
        await using var ours = Ours(tresor);
        var provider = ours.GetRequiredService<PayFipProvider>();
        var (order, started) = await OpenedAsync(tresor, provider);
        await tresor.ImposeAsync(started, "P");
        Assert.IsType<ProviderView.Credited>(await provider.LookUpAsync(order, started, Stop));
        await tresor.SwitchAsync($$"""{"reponse":"{{answer}}"}""");
        var (memory, since) = (GC.GetTotalAllocatedBytes(), Stopwatch.StartNew());

        var view = await provider.LookUpAsync(order, started, Stop);

        Assert.True(since.Elapsed < AtOnce, since.Elapsed.ToString());
        Assert.IsType<ProviderView.Unknown>(view);
        // The simulator lives in this process too: its own answers are counted with ours.
        Assert.InRange(GC.GetTotalAllocatedBytes() - memory, 0, 64L * 1024 * 1024);
        since.Restart();
        await Assert.ThrowsAsync<ProviderUnreachable>(() => provider.StartAsync(order, Stop));
        Assert.IsType<PayFipClientCheck.Unreachable>(await provider.CheckClientAsync("006382", Stop));
        Assert.True(since.Elapsed < AtOnce, since.Elapsed.ToString());
        await tresor.SwitchAsync("{}");
        Assert.IsType<ProviderView.Credited>(await provider.LookUpAsync(order, started, Stop));
    }

    [Fact]
    public async Task A_slow_answer_is_given_up_and_heard_the_next_time()
    {
        await using var tresor = await RunningTresor.StartAsync();
        await using var ours = Ours(tresor, options => options.TimeOut = TimeSpan.FromSeconds(1));
        var provider = ours.GetRequiredService<PayFipProvider>();
        var (order, started) = await OpenedAsync(tresor, provider);
        await tresor.ImposeAsync(started, "P");

        await tresor.SwitchAsync("""{"lenteur":16}""");
        var since = Stopwatch.StartNew();
        var slow = await provider.LookUpAsync(order, started, Stop);

        Assert.Contains("no answer within", Assert.IsType<ProviderView.Unknown>(slow).Why);
        Assert.InRange(since.Elapsed.TotalSeconds, 0.9, 10);
        await tresor.SwitchAsync("{}");
        Assert.IsType<ProviderView.Credited>(await provider.LookUpAsync(order, started, Stop));
    }

    [Theory]
    [InlineData("montant", "2600")]
    [InlineData("refdet", "UNAUTRE123")]
    [InlineData("numcli", "006383")]
    [InlineData("saisie", "W")]
    public async Task A_detail_that_differs_is_handed_over_as_it_differs(string field, string value)
    {
        await using var tresor = await RunningTresor.StartAsync();
        await using var ours = Ours(tresor);
        var provider = ours.GetRequiredService<PayFipProvider>();
        var (order, started) = await OpenedAsync(tresor, provider);
        await tresor.ImposeAsync(started, "P");
        await tresor.SwitchAsync($$"""{"{{field}}":"{{value}}"}""", started);

        var told = Assert.IsType<ProviderView.Credited>(await provider.LookUpAsync(order, started, Stop));

        Assert.Equal(value, field switch
        {
            "montant" => $"{told.Amount.Cents}",
            "refdet" => told.Reference,
            "numcli" => told.ClientNumber,
            _ => $"{told.Mode}",
        });
    }

    [Fact]
    public async Task Every_outcome_of_the_Tresor_has_its_word_here()
    {
        await using var tresor = await RunningTresor.StartAsync();
        await using var ours = Ours(tresor);
        var provider = ours.GetRequiredService<PayFipProvider>();
        foreach (var (letter, view) in new[]
        {
            ("P", typeof(ProviderView.Credited)), ("V", typeof(ProviderView.Credited)), ("R", typeof(ProviderView.Refused)), ("Z", typeof(ProviderView.Refused)),
            ("A", typeof(ProviderView.Cancelled)),
        })
        {
            var (order, started) = await OpenedAsync(tresor, provider);
            Assert.IsType<ProviderView.Pending>(await provider.LookUpAsync(order, started, Stop));
            await tresor.ImposeAsync(started, letter);

            Assert.IsType(view, await provider.LookUpAsync(order, started, Stop));
        }
    }

    private static ServiceProvider Ours(RunningTresor tresor, Action<PayFipOptions>? configure = null) => new ServiceCollection()
        .AddSingleton<TimeProvider>(tresor.Clock)
        .AddPayFip(options =>
        {
            options.ServiceAddress = new Uri(tresor.Address + "/tpa/services/securite");
            options.PayerPage = new Uri(tresor.Address + "/tpa/paiementws.web");
            options.AcceptsTestPayments = true;
            configure?.Invoke(options);
        })
        .BuildServiceProvider();

    private static async Task<(PaymentOrder Order, string Operation)> OpenedAsync(RunningTresor tresor, PayFipProvider provider)
    {
        var order = new PaymentOrder(
            PaymentId.New(), "CANT2026000777", new Money(2500), "10 tickets cantine", "zoe@example.test", 2026, "006382", 'T', tresor.Clock.GetUtcNow(),
            new Uri("http://127.0.0.1:9/notification"), new Uri("http://127.0.0.1:9/retour"));
        return (order, (await provider.StartAsync(order, Stop)).ProviderReference);
    }
}
