using System.Net;
using System.Net.Http.Json;
using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Treasury;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages;

/// <summary>The régisseur before the payments of the commune: what is open, what was answered, what undoes it.</summary>
[Collection(nameof(PortalStories))]
public sealed class TownHallPaymentsTests(PortalRunning running)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_open_payment_is_listed_asked_about_at_once_found_by_its_reference_then_undone_with_a_preview()
    {
        await using var database = running.Portal.Database();
        var payment = await OpenedAsync(database);
        var staff = await running.SessionAsync(PortalLogin.Staff);
        var address = $"/mairie/reglements/{payment.Id}";

        Assert.Contains(address, (await staff.PageAsync("/mairie/reglements")).Body!.InnerHtml, StringComparison.Ordinal);
        Assert.Contains("règlement", (await staff.PageAsync("/mairie")).Body!.TextContent, StringComparison.Ordinal);
        using (var asked = await staff.PostAsync($"{address}?handler=Demander"))
            Assert.Equal((HttpStatusCode.SeeOther, $"{address}?demande=oui"), (asked.StatusCode, asked.Headers.Location!.ToString()));
        Assert.Contains("pas encore de résultat", (await staff.PageAsync($"{address}?demande=oui")).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);

        await PaidAtTheTresorAsync(payment, database);
        using (await staff.PostAsync($"{address}?handler=Demander"))
            Assert.Equal("Paid", await database.AskAsync<string>("select state from payment where id = $1", payment.Id.Value));
        Assert.Contains(address, (await staff.PageAsync($"/mairie/reglements?recherche={payment.Reference}")).Body!.InnerHtml, StringComparison.Ordinal);
        var receipt = await database.AskAsync<string>("select series || year || '-' || lpad(number::text, 6, '0') from receipt where payment_id = $1", payment.Id.Value);
        Assert.Contains(address, (await staff.PageAsync($"/mairie/reglements?recherche={receipt}")).Body!.InnerHtml, StringComparison.Ordinal);

        var form = await staff.PageAsync($"{address}/reprise?acte=CommuneRefund");
        var quantity = ((IHtmlInputElement)form.QuerySelector("input[name^=q]")!).Name!;
        using var mute = await staff.PostAsync($"{address}/reprise?handler=Verifier", ("acte", "CommuneRefund"), (quantity, "2"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (mute.StatusCode, (await ParentSession.RefusalAsync(mute)).Contains("motif", StringComparison.Ordinal)));
        using var shown = await staff.PostAsync($"{address}/reprise?handler=Verifier", ("acte", "CommuneRefund"), (quantity, "2"), ("raison", "départ de la commune"));
        var preview = await ParentSession.ReadAsync(shown);
        var key = ((IHtmlInputElement)preview.QuerySelector("input[name=cle]")!).Value;
        Assert.Contains("Confirmer", preview.Body!.TextContent, StringComparison.Ordinal);
        var before = await DocumentsAsync(database);
        foreach (var _ in new[] { "a click", "the same click again" })
        {
            using var done = await staff.PostAsync($"{address}/reprise?handler=Valider", ("acte", "CommuneRefund"), (quantity, "2"), ("raison", "départ de la commune"), ("cle", key));
            Assert.StartsWith($"{address}?fait=B", done.Headers.Location!.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(before + 1, await DocumentsAsync(database));
        Assert.Empty(await database.ViolationsAsync());
    }

    /// <summary>A payment says who could not pay, and who paid in their stead; asking its provider may take the money its payer approved.</summary>
    [Theory]
    [InlineData(Role.Agent, false, false)]
    [InlineData(Role.Administrator, false, false)]
    [InlineData(Role.Ordonnateur, true, false)]
    [InlineData(Role.Accountant, true, false)]
    [InlineData(Role.Counter, true, true)]
    [InlineData(Role.Deputy, true, true)]
    public async Task A_payment_is_read_by_those_who_answer_for_the_regie_and_the_counter_and_asked_about_by_those_who_take_money(Role role, bool reads, bool asks)
    {
        await using var database = running.Portal.Database();
        var payment = await OpenedAsync(database);
        var login = new PortalLogin($"{role}-{Guid.NewGuid():N}", "planning-et-cantine");
        await using (var verbs = database.Verbs(running.Portal))
            await verbs.GetRequiredService<Logins>().CreateAsync(login.UserName, null, login.Password, [(await database.CommuneAsync(), role, null)], Stop);
        var session = await running.SessionAsync(login);
        var address = $"/mairie/reglements/{payment.Id}";

        foreach (var door in new[] { "/mairie/reglements", "/mairie/reglements?recherche=Devret", address })
        {
            using var opened = await session.GetAsync(door);
            Assert.Equal((door, reads ? HttpStatusCode.OK : HttpStatusCode.Forbidden), (door, opened.StatusCode));
        }
        foreach (var door in new[] { "quittances", "factures" })
        {
            using var opened = await session.GetAsync($"/mairie/{door}/{Guid.NewGuid()}/pdf");
            Assert.Equal((door, reads ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden), (door, opened.StatusCode));
        }
        Assert.Equal(reads, (await session.PageAsync("/mairie")).QuerySelector("a[href='/mairie/reglements']") is not null);
        using var asked = await session.PostAsync($"{address}?handler=demander");
        Assert.Equal(asks ? HttpStatusCode.SeeOther : HttpStatusCode.Forbidden, asked.StatusCode);
        using var number = await session.PostAsync("/mairie/payfip?handler=Valider", ("numero", "006383"));
        Assert.Equal(role is Role.Deputy, number.StatusCode != HttpStatusCode.Forbidden);
        if (reads)
            Assert.Equal(asks, (await session.PageAsync(address)).QuerySelector("form[action*=emander]") is not null);
    }

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.Counter)]
    [InlineData(Role.Accountant)]
    [InlineData(Role.Ordonnateur)]
    [InlineData(Role.Administrator)]
    public async Task Nobody_but_those_who_run_the_regie_undoes_anything(Role role)
    {
        await using var database = running.Portal.Database();
        var payment = await OpenedAsync(database);
        var login = new PortalLogin($"{role}-{Guid.NewGuid():N}", "planning-et-cantine");
        await using (var verbs = database.Verbs(running.Portal))
            await verbs.GetRequiredService<Logins>().CreateAsync(login.UserName, null, login.Password, [(await database.CommuneAsync(), role, null)], Stop);

        await UndoesNothingAsync(await running.SessionAsync(login), payment);
    }

    [Fact]
    public async Task Cash_over_its_ceiling_is_told_on_the_page_of_the_payment_with_who_allowed_it_and_why()
    {
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var (commune, family, bus) = (await database.CommuneAsync(), await database.FamilyAsync("Devret"), await database.TicketTypeAsync("BUS"));
        var deputy = new Agent(
            await verbs.GetRequiredService<Logins>().CreateAsync($"suppleante-{Guid.NewGuid():N}", null, "planning-et-cantine", [(commune, Role.Deputy, null)], Stop), "Sacha Noël");
        var sale = new CounterSale(Guid.NewGuid(), commune, family, deputy.Login, deputy.Name, PaymentMeans.Cash, [], [new(bus, 400)]) { Tolerance = new(deputy, "le terminal est en panne") };
        var payment = Assert.Single(await verbs.GetRequiredService<CashDesk>().SellAsync(sale, Stop));

        var page = await (await running.SessionAsync(PortalLogin.Staff)).PageAsync($"/mairie/reglements/{payment.Id}");

        var told = Assert.Single(page.QuerySelectorAll("dl.facts div"), fact => fact.QuerySelector("dt")!.TextContent == "Plafond des espèces").QuerySelector("dd")!.TextContent;
        Assert.Equal($"Dépassé avec {payment.Amount}, accepté par Sacha Noël : le terminal est en panne".Replace('\u00A0', ' '), told.Replace('\u00A0', ' '));
        Assert.Empty(await database.ViolationsAsync());
    }

    private static async Task UndoesNothingAsync(ParentSession session, Payment payment)
    {
        foreach (var act in Enum.GetNames<UndoAct>())
        {
            var address = $"/mairie/reglements/{payment.Id}/reprise";
            using var asked = await session.GetAsync($"{address}?acte={act}");
            using var shown = await session.PostAsync($"{address}?handler=Verifier", ("acte", act), ("raison", "x"));
            using var done = await session.PostAsync($"{address}?handler=Valider", ("acte", act), ("raison", "x"), ("cle", Guid.NewGuid().ToString()));
            Assert.All(new[] { asked, shown, done }, answer => Assert.Equal((act, HttpStatusCode.Forbidden), (act, answer.StatusCode)));
        }
    }

    [Fact]
    public async Task A_number_the_Tresor_does_not_know_is_refused_on_the_page_and_a_known_one_is_shown_before_it_is_written()
    {
        await using var database = running.Portal.Database();
        var staff = await running.SessionAsync(PortalLogin.Staff);
        var regie = (await database.AskAsync<Guid>("select id from regie where kind = 'Regie'")).ToString();
        var before = await database.AskAsync<string>("select client_number || pay_fip_mode from regie where kind = 'Regie'");

        using var unknown = await staff.PostAsync("/mairie/payfip?handler=Verifier", ("regie", regie), ("numero", "999999"), ("mode", "Test"));
        using var known = await staff.PostAsync("/mairie/payfip?handler=Verifier", ("regie", regie), ("numero", "006383"), ("mode", "Test"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (unknown.StatusCode, known.StatusCode));
        Assert.Contains("999999", await ParentSession.RefusalAsync(unknown), StringComparison.Ordinal);
        Assert.Contains("Oui, enregistrer", (await ParentSession.ReadAsync(known)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(before, await database.AskAsync<string>("select client_number || pay_fip_mode from regie where kind = 'Regie'"));
        using var written = await staff.PostAsync("/mairie/payfip?handler=Valider", ("regie", regie), ("numero", before[..6]), ("mode", before[6..]));
        Assert.Equal((HttpStatusCode.SeeOther, before), (written.StatusCode, await database.AskAsync<string>("select client_number || pay_fip_mode from regie where kind = 'Regie'")));
    }

    [Fact]
    public async Task An_invoice_whose_cheque_bounced_is_never_called_a_ticket_and_is_shown_to_be_paid_again()
    {
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var (commune, family) = (await database.CommuneAsync(), await database.FamilyAsync("Devret"));
        var service = new ServiceId(await database.AskAsync<Guid>("select service_id from activity where name = 'Cantine'"));
        var invoice = await verbs.GetRequiredService<Invoices>().IssueAsync(commune, new(InvoiceId.New(), family, service, "Étude, octobre", new(1200), TimeProvider.System.Today()), Stop);
        var payment = Assert.Single(await verbs.GetRequiredService<CashDesk>().SellAsync(
            new(Guid.NewGuid(), commune, family, LoginId.New(), "Dominique", PaymentMeans.Cheque, [FamilyFile.Cheque("0001234")], []) { Invoices = [invoice.Id], Payer = new(PayerKind.ThirdParty, "CCAS du bourg") }, Stop));
        var staff = await running.SessionAsync(PortalLogin.Staff);
        var address = $"/mairie/reglements/{payment.Id}";

        var form = (await staff.PageAsync($"{address}/reprise?acte=UnpaidCheque")).QuerySelector("main")!.TextContent;
        using var shown = await staff.PostAsync($"{address}/reprise?handler=Verifier", ("acte", "UnpaidCheque"), ("raison", "sans provision"));
        var preview = (await ParentSession.ReadAsync(shown)).QuerySelector("main")!.TextContent;

        Assert.All([form, preview], page => Assert.DoesNotContain("ticket", page, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(invoice.FullNumber, form, StringComparison.Ordinal);
        Assert.Contains("à payer à nouveau", preview, StringComparison.Ordinal);
        Assert.Contains("CCAS du bourg", (await staff.PageAsync(address)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_commune_refunded_to_the_CCAS_that_had_paid_is_owed_by_the_CCAS_and_not_by_the_family()
    {
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var (commune, family, bus) = (await database.CommuneAsync(), await database.FamilyAsync("Devret"), await database.TicketTypeAsync("BUS"));
        var payment = Assert.Single(await verbs.GetRequiredService<CashDesk>().SellAsync(
            new(Guid.NewGuid(), commune, family, LoginId.New(), "Dominique", PaymentMeans.Cheque, [FamilyFile.Cheque("0001235")], [new(bus, 4)]) { Payer = new(PayerKind.ThirdParty, "CCAS du bourg") }, Stop));
        var staff = await running.SessionAsync(PortalLogin.Staff);
        var address = $"/mairie/reglements/{payment.Id}";

        var form = await staff.PageAsync($"{address}/reprise?acte=CommuneRefund");
        var line = ((IHtmlInputElement)form.QuerySelector("input[name^=q]")!).Name!;
        using var refunded = await staff.PostAsync($"{address}/reprise?handler=Valider", ("acte", "CommuneRefund"), (line, "1"), ("raison", "départ"), ("cle", Guid.NewGuid().ToString()));
        using var shown = await staff.PostAsync($"{address}/reprise?handler=Verifier", ("acte", "UnpaidCheque"), ("raison", "sans provision"));
        var preview = (await ParentSession.ReadAsync(shown)).QuerySelector("main")!.TextContent;
        using var unpaid = await staff.PostAsync($"{address}/reprise?handler=Valider", ("acte", "UnpaidCheque"), (line, "4"), ("raison", "sans provision"), ("cle", Guid.NewGuid().ToString()));
        var page = (await staff.PageAsync(address)).QuerySelector("main")!.TextContent;

        Assert.Equal([HttpStatusCode.SeeOther, HttpStatusCode.SeeOther], [refunded.StatusCode, unpaid.StatusCode]);
        Assert.Contains("La commune rembourse CCAS du bourg, qui avait payé,", form.QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("CCAS du bourg, qui avait payé, devra", preview, StringComparison.Ordinal);
        Assert.Contains("CCAS du bourg, qui avait payé à la place de la famille, doit maintenant", page, StringComparison.Ordinal);
        Assert.All([preview, page], read => Assert.DoesNotContain("famille devra", read, StringComparison.Ordinal));
        Assert.Empty(await database.ViolationsAsync());
    }

    private async Task<Payment> OpenedAsync(PortalDatabase database)
    {
        await using var verbs = database.Verbs(running.Portal);
        var (commune, family, bus) = (await database.CommuneAsync(), await database.FamilyAsync("Devret"), await database.TicketTypeAsync("BUS"));
        var payment = Assert.Single(await verbs.GetRequiredService<TopUps>().PrepareAsync(
            new Basket(Guid.NewGuid(), commune, family, PaymentProvider.PayFip, "parent", "parent@famille.example", [new(bus, 3)]), Stop));
        await verbs.GetRequiredService<Checkout>().OpenAsync(commune, payment.Id, Stop);
        return payment;
    }

    /// <summary>Paid on the Trésor's page, whose notification is lost.</summary>
    private async Task PaidAtTheTresorAsync(Payment payment, PortalDatabase database)
    {
        var operation = await database.AskAsync<string>("select provider_reference from payment where id = $1", payment.Id.Value);
        using var http = new HttpClient { BaseAddress = running.Portal.Tresor };
        await http.PostAsJsonAsync("/controle/reglages", new { notification = "aucune" }, Stop);
        using var paid = await http.PostAsJsonAsync($"/controle/operations/{operation}/resultat", new { resultat = "P" }, Stop);
        await http.PostAsJsonAsync("/controle/reglages", new { notification = "envoyer" }, Stop);
        Assert.True(paid.IsSuccessStatusCode, await paid.Content.ReadAsStringAsync(Stop));
    }

    private static Task<long> DocumentsAsync(PortalDatabase database) => database.AskAsync<long>("select count(*) from receipt where kind = 'CommuneRefund'");
}
