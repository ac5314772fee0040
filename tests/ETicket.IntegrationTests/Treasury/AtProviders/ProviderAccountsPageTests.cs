using System.Net;
using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.IntegrationTests.Pages;
using ETicket.IntegrationTests.Payments.AtTheDoor;
using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Payments.Providers.PayFip;
using ETicket.Treasury.Reconciliation;
using Microsoft.Playwright;
using static ETicket.IntegrationTests.Treasury.AtProviders.ProviderGapsTests;

namespace ETicket.IntegrationTests.Treasury.AtProviders;

/// <summary>« Comptes des prestataires », as the mairie reads it.</summary>
public sealed class ProviderAccountsPageTests(Cluster cluster)
{
    private const string Address = "/mairie/prestataires";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task C40_the_regisseur_reads_each_difference_in_plain_words_says_what_was_done_and_it_leaves_the_list()
    {
        await using var town = await ProviderTown.OpenAsync(cluster, PaymentProvider.PayPal);
        await using var doors = await Doors.OpenAsync(town.Books, services => services.AddPayFip(), address: "http://tickets.commune.example");
        var payment = await town.PaysAsync(await town.Town.OpensAFile("Martin"), 10, At(town, 0, "09:00"));
        var (missing, line) = (await town.PaysAsync(await town.Town.OpensAFile("Petit"), 4, At(town, 0, "10:00")), town.LineOf(payment));
        town.Tells(line, line with { Gross = 2600 });
        town.Tells(town.LineOf(missing), null);
        await town.NightAsync(town.First.AddDays(2));
        using var regisseur = await SignsInAsync(town, doors, Role.Regisseur);
        using var agent = await SignsInAsync(town, doors, Role.Agent);

        Assert.Contains("2écarts avec les prestataires", Text(await regisseur.PageAsync("/mairie")), StringComparison.Ordinal);
        var page = await regisseur.PageAsync(Address);
        var read = Text(page);
        foreach (var said in new[] { "Écarts à traiter\u00A0: 2", "Montants différents", "25,00\u00A0€", "26,00\u00A0€", line.Key, "Chez nous seulement", "10,00\u00A0€", "Q2026-000002", "Lu jusqu’au08/09/2026" })
            Assert.Contains(said, read, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector($"a[href='/mairie/reglements/{payment.Id}']"));
        var looked = await agent.PageAsync(Address);
        Assert.Null(looked.QuerySelector("form[action*=Ecart], input[name=suite]"));

        var gap = ((IHtmlInputElement)page.QuerySelector("input[name=ecart]")!).Value;
        using (var refused = await agent.PostAsync($"{Address}?handler=Ecart", ("ecart", gap), ("suite", "vu")))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using (var mute = await regisseur.PostAsync($"{Address}?handler=Ecart", ("ecart", gap), ("suite", " ")))
            Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (mute.StatusCode, (await ParentSession.RefusalAsync(mute)).Length > 0));
        Assert.Equal(2, (await town.GapsAsync()).Count);
        using (var done = await regisseur.PostAsync($"{Address}?handler=Ecart", ("ecart", gap), ("suite", "PayPal a reconnu son erreur.")))
            Assert.Equal($"{Address}?traite={gap}", done.Headers.Location!.ToString());
        Assert.Contains("C’est noté.", Text(await regisseur.PageAsync($"{Address}?traite={gap}")), StringComparison.Ordinal);

        // A colleague whose page was opened before is told that the first sentence stays.
        using (var colleague = await SignsInAsync(town, doors, Role.Regisseur))
        {
            using var late = await colleague.PostAsync($"{Address}?handler=Ecart", ("ecart", gap), ("suite", "PayPal rend la différence."));
            var told = Text(await colleague.PageAsync(late.Headers.Location!.ToString()));
            Assert.Contains("Cet écart avait déjà été marqué comme traité par ", told, StringComparison.Ordinal);
            Assert.DoesNotContain("PayPal rend la différence.", told, StringComparison.Ordinal);
        }

        read = Text(await regisseur.PageAsync(Address));
        Assert.Contains("Écarts à traiter\u00A0: 1", read, StringComparison.Ordinal);
        Assert.Contains("PayPal a reconnu son erreur.", read, StringComparison.Ordinal);
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C40_each_sort_of_difference_has_its_own_words_and_none_sends_to_a_payment_there_is_not()
    {
        await using var town = await ProviderTown.OpenAsync(cluster, PaymentProvider.PayPal);
        await using var doors = await Doors.OpenAsync(town.Books, services => services.AddPayFip(), address: "http://tickets.commune.example");
        town.Refunds(await town.PaysAsync(await town.Town.OpensAFile("Martin"), 10, At(town, 0, "09:00")), 250, At(town, 0, "10:00"));
        var stranger = town.Adds(new ToldLine(town.Number("", "CAP"), "T0006", At(town, 0, "11:00"), 777, 20, town.Number("", "ORD")));
        var gone = town.Adds(new ToldLine(town.Number("", "REF"), "T1107", At(town, 0, "12:00"), -333, 0, town.Number("", "CAP")));
        await town.NightAsync(town.First.AddDays(2));
        using var regisseur = await SignsInAsync(town, doors, Role.Regisseur);

        var sheets = (await regisseur.PageAsync(Address)).QuerySelectorAll("section.sheet");

        string Of(string sum) => Assert.Single(sheets, s => s.TextContent.Contains(sum, StringComparison.Ordinal)).TextContent;
        Assert.Contains("Ouvrez le règlement et demandez où il en est", Of("2,50\u00A0€"), StringComparison.Ordinal);
        Assert.Contains("Ouvrir ce règlement", Of("2,50\u00A0€"), StringComparison.Ordinal);
        Assert.Contains("un paiement qui n’est celui d’aucun de nos règlements", Of(stranger.Key), StringComparison.Ordinal);
        Assert.Contains("une sortie d’argent qui ne se rattache à aucun de nos règlements", Of(gone.Key), StringComparison.Ordinal);
        foreach (var alone in new[] { stranger, gone })
            Assert.DoesNotContain("uvrez le règlement", Of(alone.Key), StringComparison.Ordinal);

        await town.ResolvesAsync(ProviderGapKind.ThereOnly, "Remboursement fait par une autre association.", -333);
        var read = Text(await regisseur.PageAsync(Address));
        foreach (var said in new[] { "Écarts traités, toujours en attente\u00A0: 1", "Total\u00A0: 3,33\u00A0€", "Écarts traités par une personne\u00A0: 1" })
            Assert.Contains(said, read, StringComparison.Ordinal);
        Assert.DoesNotContain("Écarts refermés d’eux-mêmes", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C40_what_came_in_what_left_again_and_what_stays_at_the_provider_are_said_by_their_names()
    {
        await using var town = await ProviderTown.OpenAsync(cluster, PaymentProvider.Stripe);
        await using var doors = await Doors.OpenAsync(town.Books, services => services.AddPayFip(), address: "http://tickets.commune.example");
        var payment = await town.PaysAsync(await town.Town.OpensAFile("Martin"), 10, At(town, 0, "09:00"));
        town.Disputes(payment, At(town, 0, "10:00"));
        // Won: the money of a family that paid once comes in a second time.
        town.Adds(new ToldLine(town.Number("txn_won_", ""), "adjustment", At(town, 0, "11:00"), 2500, 0, "dp_won", About: town.LineOf(payment).Source));
        town.Adds(new ToldLine(town.Number("txn_po_", ""), "payout", At(town, 0, "12:00"), -600, 0, "po_1"));
        await town.NightAsync(town.First.AddDays(2));
        using var regisseur = await SignsInAsync(town, doors, Role.Regisseur);

        var read = Text(await regisseur.PageAsync(Address));

        // 25,00 € twice in, once out; the provider kept 0,62 € of the sale and 15,00 € for the dispute; 6,00 € went to the bank.
        foreach (var said in new[] { "Entré (paiements et sommes revenues)50,00\u00A0€", "Ressorti (remboursements et contestations)-25,00\u00A0€", "Depuis l’ouverture du compte",
            "Selon les mouvements du prestataire, frais déduits9,38\u00A0€", "Déjà viré vers la banque-6,00\u00A0€", "Reste chez le prestataire3,38\u00A0€" })
            Assert.Contains(said, read.Replace('\u2212', '-'), StringComparison.Ordinal);
        Assert.DoesNotContain("Payé par les familles", read, StringComparison.Ordinal);
    }

    /// <summary>Every sort of difference, open, put right and closed by a person, sums of six figures and words without a space.</summary>
    [Fact]
    public async Task C40_a_filled_account_can_be_read_and_used_by_everyone_on_a_phone()
    {
        await using var town = await ProviderTown.OpenAsync(cluster, PaymentProvider.PayPal);
        await using var doors = await Doors.OpenAsync(town.Books, services => services.AddPayFip(), address: "http://tickets.commune.example");
        var (altered, missing) = (await town.PaysAsync(await town.Town.OpensAFile("Martin"), 10, At(town, 0, "09:00")), await town.PaysAsync(await town.Town.OpensAFile("Petit"), 4, At(town, 0, "09:30")));
        var line = town.LineOf(altered);
        town.Tells(line, line with { Gross = 123_456_00 });
        town.Tells(town.LineOf(missing), null);
        town.Adds(new ToldLine(town.Number("", "CAP"), "T0006", At(town, 0, "11:00"), 987_654_32, 20, town.Number("", "ORD")));
        town.Adds(new ToldLine(town.Number("", "REF"), "T1107", At(town, 0, "12:00"), -333, 0, town.Number("", "CAP")));
        await town.NightAsync(town.First.AddDays(2));
        await town.ResolvesAsync(ProviderGapKind.ThereOnly, "Remboursement fait par l’Association-intercommunale-de-restauration-scolaire-du-Lot-et-Garonne.", -333);
        var login = await LoginAsync(town, doors, Role.Regisseur);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(doors.Address);
        await BrowserPhone.SignInAsync(page, login);

        Assert.Empty(await PageJudge.JudgeAsync(page, Address));
        Assert.Equal(3, await page.GetByRole(AriaRole.Button, new() { Name = "Marquer comme traité" }).CountAsync());
        Assert.Empty(phone.Complaints);
    }

    private static async Task<ParentSession> SignsInAsync(ProviderTown town, Doors doors, Role role) => await ParentSession.EnterAsync(doors.Address, await LoginAsync(town, doors, role));

    private static async Task<PortalLogin> LoginAsync(ProviderTown town, Doors doors, Role role)
    {
        var login = new PortalLogin($"{role}-{Guid.NewGuid():N}", "planning-et-cantine");
        await doors.Get<Logins>().CreateAsync(login.UserName, null, login.Password, [(town.Town.Structure, role, null)], Stop);
        return login;
    }

    /// <summary>What is read, spaces of the page left out around each word.</summary>
    private static string Text(IHtmlDocument page) => string.Concat(page.Body!.TextContent.Split('\n').Select(l => l.Trim()));
}
