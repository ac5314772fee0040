using System.Net;
using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.IntegrationTests.Payments.ByPayFip;
using ETicket.IntegrationTests.Treasury;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments.Providers;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Pages;

/// <summary>The régisseur undoes on the page what the page showed, and reads why when it is no longer that.</summary>
public sealed class UndoOnThePageTests(Cluster cluster)
{
    private static readonly TakenBack Made = new("re_1", new Money(750), ByTheBank: false, WonBack: false);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task C28_of_two_sums_that_left_each_has_its_form_and_the_one_shown_is_the_one_placed()
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await martin.GoesToPay([(5, "CANT-B"), (5, "BUS")]);
        town.Town.PayFip.Accepts(payment);
        await martin.Settles(payment);
        await town.Town.Tells(payment, Made, Made with { Key = "re_2" });
        using var staff = await EnterAsync(town);
        var address = $"/mairie/reglements/{payment.Id}";
        var (meals, journeys) = ($"q{Assert.Single(await martin.Takes(payment, "CANT-B", 5)).Key}", $"q{Assert.Single(await martin.Takes(payment, "BUS", 5)).Key}");

        var links = (await staff.PageAsync(address)).QuerySelectorAll("a[href*=numero]").ToList();
        Assert.Equal(["re_1", "re_2"], links.Select(l => l.GetAttribute("href")!.Split("numero=")[1]));
        Assert.All(links, l => Assert.Contains("7,50\u00A0€ (re_", l.TextContent));
        var form = await staff.PageAsync(links[1].GetAttribute("href")!);
        Assert.Equal("re_2", Hidden(form, "numero"));
        Assert.Contains("re_2", form.QuerySelector("main")!.TextContent);
        using var shown = await staff.PostAsync($"{address}/reprise?handler=Verifier", ("acte", "Told"), ("numero", "re_2"), (meals, "0"), (journeys, "5"), ("raison", "cinq trajets"));
        var preview = await ParentSession.ReadAsync(shown);
        Assert.Equal("re_2", Hidden(preview, "numero"));
        using var placed = await PlaceAsync("re_2", Hidden(preview, "cle"));
        Assert.Equal($"{address}?fait=R2026-000001", placed.Headers.Location?.ToString());
        Assert.Equal("cinq trajets (re_2)", await town.Books.AskAsync<string>("select reason from receipt where kind = 'ProviderRefund'"));

        foreach (var number in new[] { "re_2", "re_9" })
        {
            using var again = await PlaceAsync(number, Guid.NewGuid().ToString());
            using var opened = await staff.GetAsync($"{address}/reprise?acte=Told&numero={number}");
            foreach (var answer in new[] { again, opened })
            {
                Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
                Assert.Contains($"«\u00A0{number}\u00A0»", await ParentSession.RefusalAsync(answer));
            }
        }
        Assert.Single((await staff.PageAsync(address)).QuerySelectorAll("a[href*=numero]"));
        await town.Books.ShouldBeHealthyAsync();

        Task<HttpResponseMessage> PlaceAsync(string number, string key) => staff.PostAsync(
            $"{address}/reprise?handler=Valider", ("acte", "Told"), ("numero", number), (journeys, "5"), ("raison", "cinq trajets"), ("cle", key));
    }

    [Fact]
    public async Task C31_what_the_commune_had_paid_is_said_on_the_form_and_in_the_preview_and_another_refund_is_not_made_of_it()
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await martin.Pays(10, "CANT-B", PaymentMeans.PayFipCard);
        var desk = town.Doors.Get<UndoDesk>();
        await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 4), "départ");
        await desk.WinBackAsync(town.Town.Structure, await desk.Does(payment, UndoAct.Chargeback, await martin.Takes(payment, "CANT-B", 10), "contesté"), "gagnée", "Dominique", Stop);
        using var staff = await EnterAsync(town);
        var (address, meals) = ($"/mairie/reglements/{payment.Id}", $"q{Assert.Single(await martin.Takes(payment, "CANT-B", 4)).Key}");

        Assert.Contains("à noter de nouveau", (await staff.PageAsync(address)).QuerySelector("a[href*=CommuneRefund]")!.TextContent, StringComparison.Ordinal);
        var form = (await staff.PageAsync($"{address}/reprise?acte=CommuneRefund")).QuerySelector(".lead")!.TextContent;
        Assert.Contains("(B2026-000001)\u00A0: la somme de 10,00\u00A0€ reste à noter de nouveau", form, StringComparison.Ordinal);
        using var more = await PostAsync("Verifier", 5);
        Assert.Contains("10,00\u00A0€ reste à noter de nouveau", await ParentSession.RefusalAsync(more));
        using var shown = await PostAsync("Verifier", 3);
        var preview = await ParentSession.ReadAsync(shown);
        Assert.Contains("rien n’est versé une seconde fois. Il restera 2,50\u00A0€ à noter de nouveau.", preview.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("B2026-000001", Hidden(preview, "numero"));
        using var noted = await PostAsync("Valider", 4, ("numero", "B2026-000001"), ("cle", Guid.NewGuid().ToString()));
        Assert.Equal($"{address}?fait=B2026-000003", noted.Headers.Location?.ToString());
        using var stale = await PostAsync("Valider", 3, ("numero", "B2026-000001"), ("cle", Guid.NewGuid().ToString()));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, stale.StatusCode);
        Assert.Contains("a changé depuis l’aperçu", await ParentSession.RefusalAsync(stale));
        Assert.Equal((6, 1500, 0), await martin.Wallet("CANT-B"));
        using var another = await PostAsync("Verifier", 1);
        Assert.Null((await ParentSession.ReadAsync(another)).QuerySelector(".note"));
        await town.Books.ShouldBeHealthyAsync();

        Task<HttpResponseMessage> PostAsync(string handler, int quantity, params (string, string)[] more) => staff.PostAsync(
            $"{address}/reprise?handler={handler}", [("acte", "CommuneRefund"), (meals, $"{quantity}"), ("raison", "départ"), .. more]);
    }

    [Fact]
    public async Task Coins_given_back_a_refund_noted_by_mistake_and_a_rejected_debit_are_done_on_the_page_and_bear_who_did_them()
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        var (cash, debit) = (await martin.Buys(10, "CANT-B", PaymentMeans.Cash), await martin.Pays(10, "CANT-B", PaymentMeans.PayFipDebit));
        var refund = await town.Doors.Get<UndoDesk>().Does(debit, UndoAct.CommuneRefund, await martin.Takes(debit, "CANT-B", 3), "départ");
        using var staff = await EnterAsync(town);

        Assert.Equal("Annuler la vente", (await staff.PageAsync($"/mairie/reglements/{cash.Id}")).QuerySelector("a[href*=Cancel]")!.TextContent);
        using var shown = await PostAsync(cash, "Verifier", "Cancel", ($"q{Assert.Single(await martin.Sold(cash)).TransferId}", "4"));
        Assert.Contains("Rendez 10,00\u00A0€ en espèces", (await ParentSession.ReadAsync(shown)).QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        using var cancelled = await PostAsync(cash, "Valider", "Cancel", ($"q{Assert.Single(await martin.Sold(cash)).TransferId}", "4"), ("cle", Guid.NewGuid().ToString()), ("vus", "0"));
        Assert.Equal($"/mairie/reglements/{cash.Id}?fait=Q2026-000003", cancelled.Headers.Location?.ToString());
        var done = (await staff.PageAsync(cancelled.Headers.Location!.ToString())).QuerySelector("main")!.TextContent;
        Assert.Contains("aucun courriel ne part", done, StringComparison.Ordinal);
        Assert.Contains(", par regisseur.martin, essai", done, StringComparison.Ordinal);

        Assert.Equal("Noté par erreur\u00A0: B2026-000001", (await staff.PageAsync($"/mairie/reglements/{debit.Id}")).QuerySelector("a[href*=Mistaken]")!.TextContent);
        using var lifted = await PostAsync(debit, "Valider", "Mistaken", ("document", refund.Id.ToString()), ("cle", Guid.NewGuid().ToString()));
        Assert.Equal($"/mairie/reglements/{debit.Id}?fait=oui", lifted.Headers.Location?.ToString());
        using var dateless = await PostAsync(debit, "Verifier", "RejectedDebit");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, dateless.StatusCode);
        Assert.Contains("telle que la banque la donne", (await ParentSession.ReadAsync(dateless)).GetElementById("rejet-erreur")!.TextContent, StringComparison.Ordinal);
        using var previewed = await PostAsync(debit, "Verifier", "RejectedDebit", ("rejet", $"{town.Books.Clock.Today:yyyy-MM-dd}"));
        Assert.Equal($"{town.Books.Clock.Today:yyyy-MM-dd}", Hidden(await ParentSession.ReadAsync(previewed), "rejet"));
        Assert.Equal((16, 4000, 0), await martin.Wallet("CANT-B"));
        await town.Books.ShouldBeHealthyAsync();

        Task<HttpResponseMessage> PostAsync(ETicket.Payments.Payment payment, string handler, string act, params (string, string)[] more) =>
            staff.PostAsync($"/mairie/reglements/{payment.Id}/reprise?handler={handler}", [("acte", act), ("raison", "essai"), .. more]);
    }

    private static string Hidden(IHtmlDocument page, string name) => ((IHtmlInputElement)page.QuerySelector($"main input[name={name}]")!).Value;

    /// <summary>Its régisseur signs in over the plain line of this machine.</summary>
    private Task<PayFipTown> OpenAsync() => PayFipTown.OpenAsync(cluster, address: "http://tickets.commune.example");

    private static async Task<ParentSession> EnterAsync(PayFipTown town)
    {
        var login = new PortalLogin("regisseur.martin", "regie-de-recettes");
        await town.Doors.Get<Logins>().CreateAsync(login.UserName, null, login.Password, [(town.Town.Structure, Role.Regisseur, null)], Stop);
        return await ParentSession.EnterAsync(town.Doors.Address, login);
    }
}
