using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Mail.Stops;
using ETicket.Payments;
using ETicket.Planning;
using ETicket.Treasury;
using ETicket.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Npgsql;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages;

/// <summary>What a machine can judge of RGAA: the pages everybody meets, on a phone, by day and by night; on a tablet and a desk they fit too.</summary>
[Collection(nameof(PortalStories))]
public sealed class AccessibilityTests(PortalRunning running)
{
    [Fact]
    public async Task R235_R243_R254_The_pages_of_a_family_can_be_read_and_used_by_everyone()
    {
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        List<string> wrong = [.. await PageJudge.JudgeAsync(page, "/connexion"), .. await PageJudge.JudgeAsync(page, "/connexion?change=true"), .. await PageJudge.JudgeAsync(page, "/connexion?ferme=true&adresse=true"), .. await PageJudge.JudgeAsync(page, "/mot-de-passe-oublie"), .. await PageJudge.JudgeAsync(page, "/mot-de-passe-oublie?envoye=true"), .. await PageJudge.JudgeAsync(page, "/verifier"), .. await PageJudge.JudgeAsync(page, "/hors-ligne"), .. await PageJudge.JudgeAsync(page, await StopAddressAsync())];
        await BrowserPhone.SignInAsync(page, PortalLogin.Parent);

        foreach (var address in new[] { "/famille/planning", "/famille/abonnements?fait=cree", "/famille/absence?fait=signale", "/famille/recopier", "/famille/semaine-type?fait=garde", "/famille/agenda?fait=cree", "/famille/tickets", "/famille/tickets/alerte?fait=true", "/famille/factures", "/famille/dossier", "/famille/informations", "/famille/menus", "/famille/telechargements", "/famille/questions?fait=envoyee", "/famille/guide", "/famille/historique", "/famille/historique?feuillet=200", "/compte?change=true&adresse=true", "/compte/mot-de-passe", "/compte/adresse", "/compte/adresse?envoye=true", "/compte/deuxieme-facteur?fini=true", "/compte/fermer", "/compte/connexions?fait=true", "/famille/preferences?fait=courriers", "/famille/preferences?fait=copie", "/famille/hors-ligne" })
            wrong.AddRange(await PageJudge.JudgeAsync(page, address));
        var (basket, payment, invoice) = await PreparedAsync();
        foreach (var address in new[] { $"/famille/panier/{basket}?deja=true", $"/famille/paiement/{payment}?deja=true", $"/famille/tickets?facture={invoice}&nouveau=true" })
            wrong.AddRange(await PageJudge.JudgeAsync(page, address));
        await SoldAsync();
        await LongestAsync(page);
        wrong.AddRange(await PageJudge.JudgeAsync(page, $"/verifier/{await CodeOfAsync(page, invoice)}"));
        await page.GotoAsync("/famille/planning");
        wrong.AddRange(await PageJudge.JudgeAsync(page, (await page.Locator("a[href*=releve]").First.GetAttributeAsync("href"))!));

        Assert.Empty(wrong);
        Assert.Empty(phone.Complaints);
    }

    [Fact]
    public async Task The_pages_of_the_mairie_can_be_read_and_used_by_everyone()
    {
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, PortalLogin.Staff);
        await AteAsync(true);

        List<string> wrong = [.. await PageJudge.JudgeAsync(page, "/mairie"), .. await PageJudge.JudgeAsync(page, "/mairie/cloture")];
        var listed = await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Clôturer") }).CountAsync();
        await AteAsync(false);
        var payment = await SoldAsync();
        foreach (var act in new[] { "CommuneRefund", "UnpaidCheque" })
            wrong.AddRange(await PageJudge.JudgeAsync(page, $"/mairie/reglements/{payment}/reprise?acte={act}"));
        // While a refund has no answer, the commune's is not offered.
        var request = await UnansweredAsync(payment);
        await GivenUpAsync();
        foreach (var address in new[]
                 {
                     "/mairie/reglements", "/mairie/reglements?liste=refermes", "/mairie/reglements?liste=prelevements", "/mairie/reglements?liste=ecarts", "/mairie/reglements?recherche=introuvable", "/mairie/payfip", "/mairie/prestataires", "/mairie/travaux", "/mairie/pieces", "/mairie/informations?fait=publie", "/mairie/telechargements?fait=ajoute", "/mairie/menus?fait=importe&jours=5", "/mairie/questions?fait=repondu", "/mairie/absences?fait=accepte", "/mairie/absences/regles?fait=fixee", $"/mairie/reglements/{payment}",
                     $"/mairie/reglements/{payment}/reprise?acte=Left&demande={request}", "/mairie/lettres/non-remises", "/mairie/lettres/modeles", "/mairie/lettres/modeles/low-balance?exemple=2",
                     "/mairie/garde?dossier=F001", (await Custody.SharedChild.WelcomeAsync(running, "Atelier du jeudi", ("Cornouiller", 1), ("Dauphinelle", 1))).Desk,
                 })
        {
            wrong.AddRange(await PageJudge.JudgeAsync(page, address));
        }

        Assert.Empty(wrong);
        Assert.NotEqual(0, listed);
    }

    /// <summary>A basket waiting to be paid, with an invoice in it, and another invoice owed.</summary>
    private async Task<(Guid Basket, PaymentId Payment, InvoiceId Owed)> PreparedAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var (commune, family) = (await database.CommuneAsync(), await database.FamilyAsync("Devret"));
        var service = new ServiceId(await database.AskAsync<Guid>("select service_id from activity where name = 'Cantine'"));
        var invoices = verbs.GetRequiredService<Invoices>();
        var paying = await invoices.IssueAsync(commune, new(InvoiceId.New(), family, service, "Repas exceptionnels, octobre", new(1240), TimeProvider.System.Today()), stop);
        var owed = await invoices.IssueAsync(commune, new(InvoiceId.New(), family, service, "Repas exceptionnels, novembre", new(930), TimeProvider.System.Today()), stop);
        var basket = new Basket(Guid.NewGuid(), commune, family, PaymentProvider.PayFip, "demo-parent", "chantal.devret@famille.example", [new(await database.TicketTypeAsync("BUS"), 3)]) { Invoices = [paying.Id] };
        var payment = Assert.Single(await verbs.GetRequiredService<TopUps>().PrepareAsync(basket, stop));
        return (basket.Key, payment.Id, owed.Id);
    }

    /// <summary>The list of invoices holds the longest of everything a commune may write in it.</summary>
    private static async Task LongestAsync(IPage page)
    {
        foreach (var width in (int[])[BrowserPhone.Width, .. PageJudge.Wider])
        {
            await page.SetViewportSizeAsync(width, PageJudge.Height);
            await page.GotoAsync("/famille/factures");
            await Expect(page.Locator(".list tbody tr")).Not.ToHaveCountAsync(0);
            await page.EvaluateAsync(
                """
                () => {
                  const say = (where, what) => document.querySelectorAll(`.list tbody ${where}`).forEach(cell => cell.textContent = what);
                  say(".list-ref a", "Q2026-123456");
                  say(".list-what", "12 × [Maximilienne-Alexandrine] : Ticket(s) pour le service Restauration-périscolaire");
                  say(".list-sum", "1\u202f234,56\u00a0€");
                  say(".list-means", "Carte au guichet");
                }
                """);
            await BrowserPhone.FitsAsync(page);
        }
        await page.SetViewportSizeAsync(BrowserPhone.Width, PageJudge.Height);
    }

    /// <summary>The code of an invoice the family has just downloaded.</summary>
    private async Task<string> CodeOfAsync(IPage page, InvoiceId invoice)
    {
        var answer = await page.APIRequest.GetAsync(new Uri(running.Portal.Address, $"/famille/factures/a-payer/{invoice}/pdf").AbsoluteUri);
        Assert.Equal(200, answer.Status);
        await using var database = running.Portal.Database();
        return await database.AskAsync<string>("select code from sealed_document order by given_at desc limit 1");
    }

    /// <summary>A child written in afterwards, two days ago: a day is there to close. Taken back, it leaves the other stories alone.</summary>
    private async Task AteAsync(bool wanted)
    {
        var stop = TestContext.Current.CancellationToken;
        var day = TimeProvider.System.Today().AddDays(-2);
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var (commune, canteen, julia) = (await database.CommuneAsync(), await database.ActivityAsync("Cantine"), await database.ChildAsync("Julia"));
        var family = new FamilyId(await database.AskAsync<Guid>("select min(family_id::text)::uuid from family_child where child_id = $1", julia.Value));
        var limit = ParisTime.StartOf(day);
        await verbs.GetRequiredService<OpenDays>().DeclareAsync(commune, canteen, day, day, [new(day, limit, limit)], "", stop);
        var answers = await verbs.GetRequiredService<Bookings>().SetAsync(
            new(commune, family, Guid.NewGuid(), "mairie", ChangeOrigin.Staff, [new(julia, canteen, day, wanted)]), stop);
        Assert.Equal([wanted ? Verdict.Held : Verdict.Released], answers.Select(a => a.Verdict));
    }

    /// <summary>A cheque at the counter: the page of its payment, and what undoes it, have something to show.</summary>
    private async Task<PaymentId> SoldAsync()
    {
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var (commune, family, bus) = (await database.CommuneAsync(), await database.FamilyAsync("Devret"), await database.TicketTypeAsync("BUS"));
        var sold = await verbs.GetRequiredService<CashDesk>().SellAsync(
            new(Guid.NewGuid(), commune, family, LoginId.New(), "Dominique", PaymentMeans.Cheque, [FamilyFile.Cheque("0001234")], [new(bus, 2)]), TestContext.Current.CancellationToken);
        return Assert.Single(sold).Id;
    }

    /// <summary>A refund of that payment was asked for and nobody answered; another did not arrive.</summary>
    private async Task<Guid> UnansweredAsync(PaymentId payment)
    {
        await using var database = running.Portal.Database();
        await using var owner = NpgsqlDataSource.Create(database.Logins.Owner);
        await using var command = owner.CreateCommand(
            """
            with asked as (
              insert into refund_request (structure_id, payment_id, rank, key, lines, taken, amount_cents, reason, asked_at)
              select p.structure_id, p.id, 0, gen_random_uuid(), array[x.transfer_id], array[1], l.unit_price_cents, 'un trajet en trop', eticket_now()
              from payment p cross join lateral payments_sold(p.structure_id, p.id) x
              join payment_line l on l.structure_id = p.structure_id and l.payment_id = p.id and l.line = x.line
              where p.id = $1
              returning structure_id, payment_id, key, amount_cents),
            seen as (
              insert into discrepancy (structure_id, payment_id, seen_at, field, expected, found)
              select structure_id, payment_id, eticket_now(), field, '', amount_cents || ' (' || key || ')' from asked cross join unnest(array['refund unanswered', 'refund failed']) field)
            select key from asked
            """);
        command.Parameters.Add(new() { Value = payment.Value });
        return (Guid)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Where a reader stops the reminders of the mairie.</summary>
    private async Task<string> StopAddressAsync()
    {
        await using var database = running.Portal.Database();
        var offer = await new StopDesk(database.Books.Worker).OfferAsync(await database.CommuneAsync(), GuardianId.New(), LetterTopic.Reminders, TestContext.Current.CancellationToken);
        return offer.On(running.Portal.Address.ToString()).AbsolutePath;
    }

    /// <summary>The letter of the sale came back from a server that knows nobody of that name.</summary>
    private async Task GivenUpAsync()
    {
        await using var database = running.Portal.Database();
        await using var command = database.Books.Worker.CreateCommand(
            """
            with given as (update outbox_letter set state = 'failed' where id = (select max(id) from outbox_letter) returning structure_id, id)
            insert into undelivered_letter (structure_id, letter_id, failed_at, address, reason, detail)
            select structure_id, id, eticket_now(), 'chantal.devret@une-adresse-tres-longue-de-famille.example', 'UnknownAddress', '550 5.1.1 No such user here' from given
            """);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}
