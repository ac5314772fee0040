using ETicket.Access;
using ETicket.IntegrationTests.Payments.ByPayFip;
using ETicket.IntegrationTests.Treasury;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Pages;

/// <summary>A document that was undone in its turn is listed, and said to count no more: the sums that stand add up.</summary>
public sealed class LiftedOnThePageTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refund_that_never_arrived_and_a_rejection_the_bank_took_back_are_listed_as_lifted_with_their_reason()
    {
        // Both sign in over the plain line of this machine.
        await using var town = await PayFipTown.OpenAsync(cluster, address: "http://tickets.commune.example");
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await martin.Pays(10, "CANT-B", PaymentMeans.PayFipDebit);
        using var staff = await EnterAsync(town, Role.Regisseur, null);
        using var parent = await EnterAsync(town, Role.Parent, martin.Id);
        var (desk, address) = (town.Doors.Get<UndoDesk>(), $"/mairie/reglements/{payment.Id}");
        var refund = await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop");
        Assert.All([await PapersAsync(staff, address), await PapersAsync(parent, "/famille/factures")], list => Assert.DoesNotContain("levé le", list, StringComparison.Ordinal));

        await desk.NotPaidAsync(town.Town.Structure, refund, "mandat rejeté", "Dominique", Guid.NewGuid(), Stop);
        var wallet = (await parent.PageAsync("/famille/factures")).QuerySelector("a[href*='/famille/releve?ticket']")!.GetAttribute("href")!;
        Assert.Contains("Reprise levée, tickets rendus (mandat rejeté)", Flat((await parent.PageAsync(wallet)).QuerySelector("main")!.TextContent), StringComparison.Ordinal);
        var rejected = await desk.Does(payment, UndoAct.RejectedDebit, await martin.Takes(payment, "CANT-B", 10), "sans provision");
        await ReadsAsync(refund.FullNumber, "mandat rejeté", rejected.FullNumber);
        await desk.WinBackAsync(town.Town.Structure, rejected, "présenté de nouveau", "Dominique", Stop);
        await ReadsAsync(rejected.FullNumber, "présenté de nouveau", null);
        await town.Books.ShouldBeHealthyAsync();

        async Task ReadsAsync(string lifted, string reason, string? standing)
        {
            var at = French.Instant(new DateTimeOffset(await town.Books.AskAsync<DateTime>("select max(recorded_at) from entry where kind = 'ReversalUndone'")));
            foreach (var (session, page) in new[] { (staff, address), (parent, "/famille/factures") })
            {
                Assert.Contains($"levé le {at}, motif\u00A0: {reason}", await LineAsync(session, page, lifted), StringComparison.Ordinal);
                if (standing is not null)
                    Assert.DoesNotContain("levé le", await LineAsync(session, page, standing), StringComparison.Ordinal);
                Assert.DoesNotContain("levé le", await LineAsync(session, page, "Q2026-000001"), StringComparison.Ordinal);
            }
            var story = (await staff.PageAsync(address)).QuerySelector("section[aria-labelledby=histoire]")!.TextContent;
            Assert.Contains($"{at}levée de {lifted}{reason}", Flat(story), StringComparison.Ordinal);
            var paper = (await parent.PageAsync("/famille/factures")).QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains(lifted, StringComparison.Ordinal)).QuerySelector("th a")!.GetAttribute("href")!;
            Assert.Contains($"Ce document a été levé le {at}, motif\u00A0: {reason}.", (await parent.PageAsync(paper)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
    }

    private static async Task<string> LineAsync(ParentSession session, string page, string number) =>
        (await session.PageAsync(page)).QuerySelectorAll("ul.papers li, tbody tr").Single(l => l.TextContent.Contains(number, StringComparison.Ordinal)).TextContent;

    private static async Task<string> PapersAsync(ParentSession session, string page) =>
        string.Join('\n', (await session.PageAsync(page)).QuerySelectorAll("ul.papers, tbody").Select(l => l.TextContent));

    private static string Flat(string text) => string.Concat(text.Split('\n').Select(l => l.Trim()));

    private static async Task<ParentSession> EnterAsync(PayFipTown town, Role role, FamilyId? family)
    {
        var login = new PortalLogin($"{role}.martin".ToLowerInvariant(), "tickets-de-cantine");
        await town.Doors.Get<Logins>().CreateAsync(login.UserName, null, login.Password, [(town.Town.Structure, role, family)], Stop);
        return await ParentSession.EnterAsync(town.Doors.Address, login);
    }
}
