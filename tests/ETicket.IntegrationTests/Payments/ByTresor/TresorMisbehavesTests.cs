using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Payments.ByTresor;

/// <summary>The portal as it runs, before the simulated Trésor while it misbehaves: one credit when the web service says paid, none for anything else.</summary>
[Collection(nameof(PortalStories))]
public sealed class TresorMisbehavesTests(PortalRunning running) : IDisposable
{
    private readonly HttpClient _tresor = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = running.Portal.Tresor };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _tresor.Dispose();

    [Theory]
    [InlineData("post-formulaire", "idop", "envoyer", "avant")]
    [InlineData("post-formulaire", "idOp", "double", "ensemble")]
    [InlineData("post-adresse", "idop", "envoyer", "apres")]
    [InlineData("post-adresse", "idOp", "envoyer", "ensemble")]
    [InlineData("get-adresse", "idop", "double", "ensemble")]
    [InlineData("get-adresse", "idOp", "envoyer", "ensemble")]
    [InlineData("post-sans-type", "idop", "envoyer", "ensemble")]
    [InlineData("post-sans-type", "idOp", "envoyer", "ensemble")]
    public async Task A_notification_in_any_spelling_and_method_credits_once(string envoi, string champ, string notification, string moment)
    {
        await using var database = running.Portal.Database();
        var (payment, idOp) = await OpenedAsync(database);
        await SetAsync(idOp, new { envoi, champ, notification, moment });

        await ImposeAsync(idOp, "P");

        var times = notification == "double" ? 2 : 1;
        await Eventually.HoldsAsync("told", async () => (await SeenAsync(idOp)).GetProperty("notifications").GetInt32() == times);
        Assert.Equal("HTTP 200", (await SeenAsync(idOp)).GetProperty("notification").GetString());
        Assert.Equal(times, await database.AskAsync<long>("select count(*) from notice where provider_reference = $1 and outcome = 'Paid'", idOp));
        await CreditedAsync(database, payment, 1, "Paid");
    }

    [Theory]
    [InlineData("GET", "idop", true)]
    [InlineData("GET", "idOp", true)]
    [InlineData("POST", "idop", true)]
    [InlineData("POST", "idop", false)]
    [InlineData("POST", "idOp", false)]
    public async Task A_return_in_any_spelling_and_method_leads_to_the_payment(string method, string field, bool inAddress)
    {
        await using var database = running.Portal.Database();
        var (payment, idOp) = await OpenedAsync(database);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = running.Portal.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("/paiement/payfip/retour" + (inAddress ? $"?{field}={idOp}" : ""), UriKind.Relative));
        if (!inAddress)
            request.Content = new FormUrlEncodedContent([new(field, idOp)]);

        using var answer = await browser.SendAsync(request, Stop);

        Assert.Equal((HttpStatusCode.SeeOther, $"/famille/paiement/{payment.Value}"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        await CreditedAsync(database, payment, 0, "Pending");
    }

    [Theory]
    [InlineData("montant", "100")]
    [InlineData("refdet", "UNAUTRE2026")]
    [InlineData("numcli", "006383")]
    [InlineData("saisie", "X")]
    public async Task A_detail_that_is_not_of_our_payment_credits_nothing_until_it_is(string field, string value)
    {
        await using var database = running.Portal.Database();
        var (payment, idOp) = await OpenedAsync(database);
        await SetAsync(idOp, new Dictionary<string, string> { [field] = value, ["moment"] = "avant" });

        await ImposeAsync(idOp, "P");
        await CreditedAsync(database, payment, 0, "Pending");
        Assert.Equal(1, await database.AskAsync<long>("select count(*) from discrepancy where payment_id = $1", payment.Value));

        (await _tresor.DeleteAsync(new Uri($"/controle/operations/{idOp}/reglages", UriKind.Relative), Stop)).EnsureSuccessStatusCode();
        await NotifyAsync(("idop", idOp));
        await CreditedAsync(database, payment, 1, "Paid");
    }

    [Theory]
    [InlineData("page-502")]
    [InlineData("indisponible")]
    [InlineData("tronquee")]
    [InlineData("entites")]
    [InlineData("enorme")]
    [InlineData("P5")]
    public async Task An_answer_that_says_nothing_is_asked_again_and_the_next_true_one_credits(string reponse)
    {
        await using var database = running.Portal.Database();
        var (payment, idOp) = await OpenedAsync(database);
        await SetAsync(idOp, new { reponse, moment = "avant" });

        await ImposeAsync(idOp, "P");
        Assert.Equal(0, await ReceiptsAsync(database, payment));
        await SetAsync(idOp, new { });
        await NotifyAsync(("idop", idOp));

        await CreditedAsync(database, payment, 1, "Paid");
    }

    [Fact]
    public async Task An_abandon_that_the_Tresor_turns_into_a_payment_is_credited()
    {
        await using var database = running.Portal.Database();
        var (payment, idOp) = await OpenedAsync(database);
        await SetAsync(idOp, new { abandonPuisPaye = 2, moment = "avant" });

        await ImposeAsync(idOp, "A");
        await CreditedAsync(database, payment, 0, "Cancelled");

        await Eventually.HoldsAsync("paid after all", async () => await ReceiptsAsync(database, payment) == 1);
        await CreditedAsync(database, payment, 1, "Paid");
    }

    /// <summary>The older interface is not signed: what it posts, even sent by the Trésor itself about a payment of ours, is not money.</summary>
    [Fact]
    public async Task A_payment_of_the_older_interface_credits_nothing_through_our_door_and_only_makes_us_ask()
    {
        await using var database = running.Portal.Database();
        var (payment, idOp) = await OpenedAsync(database);
        var reference = (await SeenAsync(idOp)).GetProperty("refdet").GetString()!;
        var door = new Uri(running.Portal.Address, "/paiement/payfip/notification");

        var page = await _tresor.GetStringAsync(
            new Uri($"/tpa/paiement.web?numcli=006382&exer=2026&refdet={reference}&montant={payment.Cents}&mel=a@famille.example&saisie=T&urlcl={Uri.EscapeDataString(door.ToString())}", UriKind.Relative), Stop);
        var older = Regex.Match(page, "name=\"idop\" value=\"(?<idop>[^\"]+)\"").Groups["idop"].Value;
        using var card = new FormUrlEncodedContent([new("idop", older), new("acte", "carte"), new("mel", "a@famille.example"), new("carte", "5017674000000002")]);
        using var paid = await _tresor.PostAsync(new Uri("/tpa/paiementws.web", UriKind.Relative), card, Stop);
        await Eventually.HoldsAsync("told", async () => (await SeenAsync(older)).GetProperty("notification").GetString() is not null);

        Assert.Equal(HttpStatusCode.SeeOther, paid.StatusCode);
        Assert.Equal(("P", "HTTP 200"), ((await SeenAsync(older)).GetProperty("resultat").GetString(), (await SeenAsync(older)).GetProperty("notification").GetString()));
        await CreditedAsync(database, payment, 0, "Pending");

        // The same, naming our own operation: looked up, where the web service says that it has no result.
        await NotifyAsync(
            ("idop", idOp), ("numcli", "006382"), ("refdet", reference), ("montant", $"{payment.Cents}"), ("resultrans", "P"), ("numauto", "A55A11"),
            ("dattrans", "01092026"), ("heurtrans", "1000"), ("saisie", "T"));
        await CreditedAsync(database, payment, 0, "Pending");
        Assert.Equal("Pending", await database.AskAsync<string>("select outcome from notice where provider_reference = $1", idOp));
        // And naming the older one: nobody's.
        await NotifyAsync(("idop", older), ("refdet", reference), ("resultrans", "P"));
        await CreditedAsync(database, payment, 0, "Pending");
    }

    private async Task<(Opened Payment, string IdOp)> OpenedAsync(PortalDatabase database)
    {
        await using var verbs = database.Verbs(running.Portal);
        var (commune, family, type) = (await database.CommuneAsync(), await database.FamilyAsync("Devret"), await database.TicketTypeAsync("BUS"));
        var basket = new Basket(Guid.NewGuid(), commune, family, PaymentProvider.PayFip, "demo-parent", "chantal.devret@famille.example", [new(type, 2)]);
        var payment = Assert.Single(await verbs.GetRequiredService<TopUps>().PrepareAsync(basket, Stop));
        await verbs.GetRequiredService<Checkout>().OpenAsync(commune, payment.Id, Stop);
        return (new(payment.Id.Value, payment.Amount.Cents), await database.AskAsync<string>("select provider_reference from payment where id = $1", payment.Id.Value));
    }

    private async Task SetAsync(string idOp, object switches) =>
        (await _tresor.PostAsJsonAsync($"/controle/operations/{idOp}/reglages", switches, Stop)).EnsureSuccessStatusCode();

    private async Task ImposeAsync(string idOp, string resultat) =>
        (await _tresor.PostAsJsonAsync($"/controle/operations/{idOp}/resultat", new { resultat }, Stop)).EnsureSuccessStatusCode();

    private async Task<JsonElement> SeenAsync(string idOp) => await _tresor.GetFromJsonAsync<JsonElement>($"/controle/operations/{idOp}", Stop);

    private async Task NotifyAsync(params (string Name, string Value)[] fields)
    {
        using var http = new HttpClient { BaseAddress = running.Portal.Address };
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await http.PostAsync(new Uri("/paiement/payfip/notification", UriKind.Relative), form, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task CreditedAsync(PortalDatabase database, Opened payment, long credits, string state)
    {
        Assert.Equal(state, await database.AskAsync<string>("select state from payment where id = $1", payment.Value));
        Assert.Equal(credits, await ReceiptsAsync(database, payment));
        Assert.Equal(credits, await database.AskAsync<long>("select count(*) from entry where kind = 'Sale' and reference = $1", $"{payment.Value}"));
        Assert.Empty(await database.ViolationsAsync());
    }

    private static Task<long> ReceiptsAsync(PortalDatabase database, Opened payment) =>
        database.AskAsync<long>("select count(*) from receipt where payment_id = $1", payment.Value);

    private sealed record Opened(Guid Value, long Cents);
}
