using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Stories;

/// <summary>The Trésor says everything of five hundred payments (<see cref="Volume"/>) many times, out of order, and so do the payers and the sweep: each payment is credited once.</summary>
[Collection(nameof(PortalStories))]
public sealed class NoticesHammer(PortalRunning running, ITestOutputHelper output)
{
    private const int Notices = 20;
    private const int Visits = 3;
    private const int Hands = 20;
    private static readonly int Payments = Volume.Of(100, 500);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PortalProcess Portal => running.Portal;

    [Fact]
    public async Task R143_Payments_told_twenty_times_each_make_one_credit_one_receipt_and_one_mail_each()
    {
        var seed = Volume.Seed;
        output.WriteLine($"Seed: {seed}");
        await using var database = Portal.Database();
        await using var verbs = database.Verbs(Portal);
        using var parent = await ParentSession.EnterAsync(Portal.Address, PortalLogin.Parent);
        using var tresor = new HttpClient { BaseAddress = Portal.Tresor };
        await SilenceAsync(tresor, "aucune");
        var opened = await OpenAsync(verbs, database);
        foreach (var (_, idOp) in opened)
            (await tresor.PostAsJsonAsync($"/controle/operations/{idOp}/resultat", new { resultat = "P" }, Stop)).EnsureSuccessStatusCode();
        var ids = opened.Select(o => o.Payment.Value).ToArray();
        Assert.Equal(0, await CountAsync(database, "payment p where p.state <> 'Pending' and p.id = any($1)", ids));

        var acts = Acts(opened, parent, verbs.GetRequiredService<Settlements>(), await database.CommuneAsync());
        new Random(seed).Shuffle(acts);
        await Parallel.ForEachAsync(acts, new ParallelOptions { MaxDegreeOfParallelism = Hands, CancellationToken = Stop }, async (act, _) => await act());
        await SilenceAsync(tresor, "envoyer");

        Assert.Equal(Payments, await CountAsync(database, "payment p where p.state = 'Paid' and p.id = any($1)", ids));
        Assert.Equal(Payments, await CountAsync(database, "entry e where e.kind = 'Sale' and e.reference = any($1::text[])", ids));
        Assert.Equal(Payments, await CountAsync(database, "receipt r where r.payment_id = any($1)", ids));
        Assert.Equal(Payments, await database.AskAsync<int>("select max(number) - min(number) + 1 from receipt where payment_id = any($1)", ids));
        await MailedOnceAsync(database, ids);
        Assert.Empty(await database.ViolationsAsync());
    }

    /// <summary>Baskets of the demonstration's first family, each opened at the Trésor.</summary>
    private static async Task<IReadOnlyList<(PaymentId Payment, string IdOp)>> OpenAsync(IServiceProvider verbs, PortalDatabase database)
    {
        var (commune, family, type) = (await database.CommuneAsync(), await database.FamilyAsync("Devret"), await database.TicketTypeAsync("BUS"));
        var (topUps, checkout) = (verbs.GetRequiredService<TopUps>(), verbs.GetRequiredService<Checkout>());
        var opened = new (PaymentId, string)[Payments];
        await Parallel.ForEachAsync(Enumerable.Range(0, Payments), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Stop }, async (i, stop) =>
        {
            var basket = new Basket(Guid.NewGuid(), commune, family, PaymentProvider.PayFip, "demo-parent", "chantal.devret@famille.example", [new(type, 2)]);
            var payment = Assert.Single(await topUps.PrepareAsync(basket, stop));
            await checkout.OpenAsync(commune, payment.Id, stop);
            opened[i] = (payment.Id, await database.AskAsync<string>("select provider_reference from payment where id = $1", payment.Id.Value));
        });
        return opened;
    }

    private static Func<Task>[] Acts(IReadOnlyList<(PaymentId Payment, string IdOp)> opened, ParentSession parent, Settlements settlements, StructureId commune) =>
    [
        .. from told in opened from _ in Enumerable.Range(0, Notices) select (Func<Task>)(() => NotifyAsync(parent.Http, told.IdOp)),
        .. from told in opened select (Func<Task>)(() => ReturnAsync(parent.Http, told.Payment, told.IdOp)),
        .. from told in opened from _ in Enumerable.Range(0, Visits) select (Func<Task>)(() => VisitAsync(parent, told.Payment)),
        // The sweep of another process than the portal's.
        .. from told in opened select (Func<Task>)(async () => await settlements.SettleAsync(commune, told.Payment, "sweep", Stop)),
    ];

    private static async Task NotifyAsync(HttpClient http, string idOp)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("idop", idOp)]);
        using var answer = await http.PostAsync(new Uri("/paiement/payfip/notification", UriKind.Relative), form, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task ReturnAsync(HttpClient http, PaymentId payment, string idOp)
    {
        using var answer = await http.GetAsync(new Uri($"/paiement/payfip/retour?idop={idOp}", UriKind.Relative), Stop);
        Assert.Equal($"/famille/paiement/{payment}", answer.Headers.Location?.ToString());
    }

    private static async Task VisitAsync(ParentSession parent, PaymentId payment)
    {
        using var answer = await parent.GetAsync($"/famille/paiement/{payment}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>One letter per receipt, handed once to the mail server.</summary>
    private async Task MailedOnceAsync(PortalDatabase database, Guid[] ids)
    {
        const string Letters = "outbox_letter o join receipt r on o.reference = r.id::text where o.name = 'TopUpReceipt' and r.payment_id = any($1)";
        Assert.Equal(Payments, await CountAsync(database, Letters, ids));
        await Eventually.HoldsAsync("every receipt mailed", async () => await CountAsync(database, Letters + " and o.sent_at is not null", ids) == Payments);
        using var http = new HttpClient { BaseAddress = Portal.Address };
        var caught = (await http.GetFromJsonAsync<JsonElement>("/boite-aux-lettres/messages.json", Stop)).EnumerateArray().Select(l => l.GetProperty("text").GetString()!).ToList();
        var numbers = await database.AskAsync<string[]>("select array_agg('Q' || year || '-' || lpad(number::text, 6, '0')) from receipt where payment_id = any($1)", ids);
        Assert.All(numbers, number => Assert.Single(caught, text => text.Contains(number, StringComparison.Ordinal)));
    }

    private static async Task SilenceAsync(HttpClient tresor, string habit) =>
        (await tresor.PostAsJsonAsync("/controle/reglages", new { notification = habit, retour = "rediriger" }, Stop)).EnsureSuccessStatusCode();

    private static Task<long> CountAsync(PortalDatabase database, string what, Guid[] payments) => database.AskAsync<long>($"select count(*) from {what}", payments);
}
