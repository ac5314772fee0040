using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.IntegrationTests.Payments.ByPayFip;
using ETicket.IntegrationTests.Treasury;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments.Asking;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Pages;

/// <summary>What the régisseur finds in the lists of payments, and is told when he asks about one; what the family reads of a debit meanwhile.</summary>
public sealed class PaymentListsTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_debit_order_waits_on_its_own_shelf_and_an_answer_that_money_overtook_is_told_no_more()
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        using var staff = await EnterAsync(town, Role.Regisseur, null);
        var (payment, operation) = await town.GoesToPayAsync(martin);
        var address = $"/mairie/reglements/{payment.Id}";
        await town.WaitsAsync(TimeSpan.FromMinutes(7));
        Assert.Contains("Réponse : pas encore de résultat.", await AsksAsync(), StringComparison.Ordinal);
        Assert.Contains("Aucun prélèvement des dix dernières semaines.", await ReadAsync(staff, "/mairie/reglements?liste=prelevements"), StringComparison.Ordinal);
        var open = await staff.PageAsync("/mairie/reglements");
        Assert.Contains("pas encore de résultat", Flat(open.QuerySelector("main")!), StringComparison.Ordinal);
        Assert.StartsWith("04/09/2026 à 08:00", Flat(open.QuerySelector("tbody td.list-date")!), StringComparison.Ordinal);

        await town.PaysAsync(operation, "prelevement");
        Assert.Contains("État du règlement : Prélèvement en attente.", await AsksAsync(), StringComparison.Ordinal);
        var shelf = await staff.PageAsync("/mairie/reglements?liste=prelevements");
        Assert.Equal("Prélèvements encore rejetables (1)", shelf.QuerySelector("nav.years a[aria-current=true]")!.TextContent);
        Assert.NotNull(shelf.QuerySelector($"tbody a[href='{address}']"));
        Assert.DoesNotContain("pas encore de résultat", shelf.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await town.Doors.Get<UndoDesk>().Does(payment, UndoAct.RejectedDebit, await martin.Takes(payment, "CANT-B", PayFipTown.Tickets), "sans provision");

        Assert.Contains("État du règlement : Repris par la banque.", await AsksAsync(), StringComparison.Ordinal);
        Assert.Empty(await town.Town.OnTheShelf(PaymentShelf.Promised));

        async Task<string> AsksAsync()
        {
            using var asked = await staff.PostAsync($"{address}?handler=Demander");
            return Flat((await staff.PageAsync(asked.Headers.Location!.ToString())).QuerySelector("[role=status]")!);
        }
    }

    [Fact]
    public async Task A_debit_paid_again_may_still_be_rejected_and_leaves_its_shelf_after_ten_weeks()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var debit = await martin.Pays(5, "CANT-B", PaymentMeans.PayFipDebit);
        await martin.Pays(5, "CANT-B", PaymentMeans.PayFipCard);
        var day = books.Clock.Today;
        Assert.Equal([debit.Id], await town.OnTheShelf(PaymentShelf.Promised));

        var refund = await town.Desk().Does(debit, UndoAct.CommuneRefund, await martin.Takes(debit, "CANT-B", 5), "départ");
        Assert.Empty(await town.OnTheShelf(PaymentShelf.Promised));
        await town.Desk().NotPaidAsync(town.Structure, refund, "mandat rejeté", "Dominique", Guid.NewGuid(), Stop);

        Assert.Equal("Paid", await books.AskAsync<string>("select state from payment where id = $1", debit.Id.Value));
        Assert.Equal([debit.Id], await town.OnTheShelf(PaymentShelf.Promised));
        await town.SetsTheClock(day.AddDays(69), "08:00");
        Assert.Equal([debit.Id], await town.OnTheShelf(PaymentShelf.Promised));
        await town.SetsTheClock(day.AddDays(71), "08:00");
        Assert.Empty(await town.OnTheShelf(PaymentShelf.Promised));
    }

    [Fact]
    public async Task A_debit_is_said_to_be_on_its_way_for_ten_days_and_then_to_be_told_of_where_it_never_came()
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await martin.Pays(5, "CANT-B", PaymentMeans.PayFipDebit);
        var day = town.Books.Clock.Today;

        var before = await ReadsAsync(9);
        var after = await ReadsAsync(11);

        Assert.Contains("Les tickets sont déjà dans vos carnets ; votre compte sera débité dans quelques jours.", before, StringComparison.Ordinal);
        Assert.Contains("Les tickets sont déjà dans vos carnets. Votre compte a dû être débité ; si ce n’est pas le cas, prévenez la mairie.", after, StringComparison.Ordinal);
        Assert.DoesNotContain("dans quelques jours", after, StringComparison.Ordinal);

        async Task<string> ReadsAsync(int days)
        {
            await town.Town.SetsTheClock(day.AddDays(days), "07:00");
            using var parent = await EnterAsync(town, Role.Parent, martin.Id, $"parent-{days}");
            return await ReadAsync(parent, $"/famille/paiement/{payment.Id}");
        }
    }

    [Fact]
    public async Task A_search_counts_all_it_finds_and_leads_to_the_older_ones()
    {
        await using var town = await OpenAsync();
        var martin = await town.Town.OpensAFile("Martin");
        for (var basket = 0; basket <= PaymentList.PageSize; basket++)
            await martin.FillsABasket([(2, "CANT-B")]);
        using var staff = await EnterAsync(town, Role.Regisseur, null);
        var family = await town.Books.AskAsync<string>("select number from family");

        var first = await staff.PageAsync($"/mairie/reglements?recherche={family}");
        var older = (IHtmlAnchorElement)first.QuerySelector("nav.pages a[rel=next]")!;
        var last = await staff.PageAsync(older.GetAttribute("href")!);

        Assert.Equal(("Règlements trouvés\u00A0: 51", "Plus anciens"), (first.QuerySelector("h2#trouves")!.TextContent, older.TextContent));
        Assert.Equal((50, 1), (first.QuerySelectorAll("tbody tr").Length, last.QuerySelectorAll("tbody tr").Length));
        Assert.Equal("Règlements trouvés\u00A0: 51", last.QuerySelector("h2#trouves")!.TextContent);
        Assert.Equal("Plus récents", last.QuerySelector("nav.pages a[rel=prev]")!.TextContent);
        Assert.DoesNotContain("Restauration", Flat(first.QuerySelector("main")!), StringComparison.Ordinal);
        foreach (var (typed, found) in new[] { ("MARTIN", "51"), ("mártin", "51"), ("martins", "0"), ("m", "0"), ("%", "0") })
            Assert.Equal($"Règlements trouvés\u00A0: {found}", (await staff.PageAsync($"/mairie/reglements?recherche={Uri.EscapeDataString(typed)}")).QuerySelector("h2#trouves")!.TextContent);
    }

    [Fact]
    public async Task Two_receipts_of_one_number_say_of_which_regie_each_is()
    {
        await using var town = await OpenAsync(new TownPlan { TwoRegies = true });
        var martin = await town.Town.OpensAFile("Martin");
        await martin.Buys(2, "CANT-B");
        await martin.Buys(2, "BUS");
        using var staff = await EnterAsync(town, Role.Regisseur, null);
        var regies = await town.Books.ListAsync(town.Town.Structure, "select name from regie order by name", r => r.GetString(0));

        var found = (await staff.PageAsync("/mairie/reglements?recherche=Q2026-000001")).QuerySelectorAll("tbody tr td.list-date").Select(Flat).ToList();

        Assert.Equal(2, regies.Count);
        Assert.Equal(2, found.Count);
        Assert.All(regies, regie => Assert.Single(found, line => line.EndsWith($"Guichet, {regie}", StringComparison.Ordinal)));
    }

    private static async Task<string> ReadAsync(ParentSession session, string page) => Flat((await session.PageAsync(page)).QuerySelector("main")!);

    private static string Flat(INode node) => string.Join(' ', node.TextContent.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Its people sign in over the plain line of this machine.</summary>
    private Task<PayFipTown> OpenAsync(TownPlan? plan = null) => PayFipTown.OpenAsync(cluster, address: "http://tickets.commune.example", plan: plan);

    private static async Task<ParentSession> EnterAsync(PayFipTown town, Role role, FamilyId? family, string name = "regisseur.martin")
    {
        var login = new PortalLogin(name, "tickets-de-cantine");
        await town.Doors.Get<Logins>().CreateAsync(login.UserName, null, login.Password, [(town.Town.Structure, role, family)], Stop);
        return await ParentSession.EnterAsync(town.Doors.Address, login);
    }
}
