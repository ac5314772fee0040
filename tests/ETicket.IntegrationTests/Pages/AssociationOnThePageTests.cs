using ETicket.Access;
using ETicket.Families;
using ETicket.IntegrationTests.Documents;
using ETicket.IntegrationTests.Payments.ByPayFip;
using ETicket.IntegrationTests.Treasury;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Treasury.Undo;
using ETicket.UnitTests.Mail.Documents;

namespace ETicket.IntegrationTests.Pages;

/// <summary>An association takes money in its own name: it refunds by itself, no commune does, and it issues no titre.</summary>
public sealed class AssociationOnThePageTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_it_refunds_is_refunded_by_the_association_on_every_page_and_on_its_document()
    {
        // Both sign in over the plain line of this machine.
        await using var town = await PayFipTown.OpenAsync(cluster, address: "http://tickets.commune.example");
        await using (var command = town.Books.Owner.CreateCommand("update regie set kind = 'Association'"))
            await command.ExecuteNonQueryAsync(Stop);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await martin.Pays(10, "CANT-B", PaymentMeans.PayFipDebit);
        using var staff = await EnterAsync(town, Role.Regisseur, null);
        using var parent = await EnterAsync(town, Role.Parent, martin.Id);
        var (address, meals) = ($"/mairie/reglements/{payment.Id}", $"q{Assert.Single(await martin.Takes(payment, "CANT-B", 3)).Key}");

        Assert.Equal("Remboursement par l’association", (await staff.PageAsync(address)).QuerySelector("a[href*=CommuneRefund]")!.TextContent);
        var form = (await staff.PageAsync($"{address}/reprise?acte=CommuneRefund")).QuerySelector("main")!;
        Assert.Equal("Remboursement par l’association", form.QuerySelector("h1")!.TextContent);
        using var refunded = await PostAsync("Valider", "CommuneRefund", 3, ("cle", Guid.NewGuid().ToString()));
        Assert.Equal($"{address}?fait=B2026-000001", refunded.Headers.Location?.ToString());
        var (file, paid) = (await ReadAsync(staff, address), await ReadAsync(parent, $"/famille/paiement/{payment.Id}"));
        var document = (await town.Doors.Get<UndoDesk>().Opens(payment)).MayNotHaveArrived[0];
        using var paper = new PdfJudge((await new PaperDesk(town.Town).ReceiptOf(martin, document.Id))!.Content);
        using var shown = await PostAsync("Verifier", "RejectedDebit", 10);
        var preview = (await ParentSession.ReadAsync(shown)).QuerySelector("main")!.TextContent;
        using var rejected = await PostAsync("Valider", "RejectedDebit", 10, ("cle", Guid.NewGuid().ToString()));
        Assert.Equal($"{address}?fait=R2026-000001", rejected.Headers.Location?.ToString());

        Assert.Contains("L’association rembourse la famille par un versement à part.", form.TextContent, StringComparison.Ordinal);
        Assert.Contains("B2026-000001 Remboursement par l’association", file, StringComparison.Ordinal);
        Assert.Contains("L’association verse le remboursement à part.", paid, StringComparison.Ordinal);
        paper.ShouldSay("Remboursement par l’association");
        Assert.DoesNotContain("commune", paper.Text, StringComparison.Ordinal);
        Assert.Contains("L’association a déjà remboursé 7,50\u00A0€", preview, StringComparison.Ordinal);
        Assert.Contains("devra 7,50\u00A0€ à l’association.", preview, StringComparison.Ordinal);
        var gap = (await staff.PageAsync(address)).QuerySelector("section[aria-labelledby=ecarts]")!.TextContent;
        Assert.Contains("alors que l’association l’avait déjà remboursé", gap, StringComparison.Ordinal);
        Assert.All([form.TextContent, preview, gap, file, paid], words => Assert.DoesNotMatch("[Ll]a commune|titre", words));
        Assert.Contains("Remboursement par l’association", await ReadAsync(parent, "/famille/factures"), StringComparison.Ordinal);
        Assert.Contains("Remboursement par l’association", await ReadAsync(parent, $"/famille/factures/{document.Id}"), StringComparison.Ordinal);
        await town.Books.ShouldBeHealthyAsync();

        Task<HttpResponseMessage> PostAsync(string handler, string act, int quantity, params (string, string)[] more) =>
            staff.PostAsync($"{address}/reprise?handler={handler}", [("acte", act), (meals, $"{quantity}"), ("raison", "départ"), ("rejet", $"{town.Books.Clock.Today:yyyy-MM-dd}"), .. more]);
    }

    [Fact]
    public async Task The_pages_of_a_family_speak_of_the_association_where_it_receives_them()
    {
        await using var town = await PayFipTown.OpenAsync(cluster, address: "http://tickets.commune.example");
        await using (var command = town.Books.Owner.CreateCommand("update structure set kind = 'Association'"))
            await command.ExecuteNonQueryAsync(Stop);
        var martin = await town.Town.OpensAFile("Martin");
        await new FamilyFiles(town.Books.Database).SetStateAsync(town.Town.Structure, martin.Id, FileState.ToComplete, Stop);
        using var parent = await EnterAsync(town, Role.Parent, martin.Id);
        string[] pages =
        [
            "/famille/documents", "/famille/questions", "/famille/telechargements", "/famille/dossier", "/famille/dossier/envoi", "/famille/dossier/complements", "/famille/absence", "/famille/guide",
            "/famille/planning", "/famille/dossier/ajouter/enfant", "/famille/factures",
        ];

        foreach (var page in pages)
            Assert.DoesNotMatch("[Ll]a mairie", await ReadAsync(parent, page));
        Assert.Contains("l’association vous demande de compléter", await ReadAsync(parent, "/famille/dossier"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Les adultes de ce dossier et l’association les lisent", await ReadAsync(parent, "/famille/documents"), StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(ParentSession session, string page) => string.Join(' ', (await session.PageAsync(page)).QuerySelector("main")!.TextContent.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private static async Task<ParentSession> EnterAsync(PayFipTown town, Role role, FamilyId? family)
    {
        var login = new PortalLogin($"{role}.martin".ToLowerInvariant(), "tickets-de-cantine");
        await town.Doors.Get<Logins>().CreateAsync(login.UserName, null, login.Password, [(town.Town.Structure, role, family)], Stop);
        return await ParentSession.EnterAsync(town.Doors.Address, login);
    }
}
