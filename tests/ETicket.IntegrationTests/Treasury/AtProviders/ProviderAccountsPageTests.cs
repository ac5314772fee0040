using System.Net;
using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.IntegrationTests.Payments.AtTheDoor;
using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Payments.Providers.PayFip;
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
            Assert.Equal(Address, done.Headers.Location!.ToString());

        read = Text(await regisseur.PageAsync(Address));
        Assert.Contains("Écarts à traiter\u00A0: 1", read, StringComparison.Ordinal);
        Assert.Contains("PayPal a reconnu son erreur.", read, StringComparison.Ordinal);
        await town.Books.ShouldBeHealthyAsync();
    }

    private static async Task<ParentSession> SignsInAsync(ProviderTown town, Doors doors, Role role)
    {
        var login = new PortalLogin($"{role}-{Guid.NewGuid():N}", "planning-et-cantine");
        await doors.Get<Logins>().CreateAsync(login.UserName, null, login.Password, [(town.Town.Structure, role, null)], Stop);
        return await ParentSession.EnterAsync(doors.Address, login);
    }

    /// <summary>What is read, spaces of the page left out around each word.</summary>
    private static string Text(IHtmlDocument page) => string.Concat(page.Body!.TextContent.Split('\n').Select(l => l.Trim()));
}
