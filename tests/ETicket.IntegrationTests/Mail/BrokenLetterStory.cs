using System.Net;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Treasury;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Mail;

/// <summary>The operator broke one letter and one document and started the portal: it starts, says so everywhere it can be read, and only that letter and that document fail.</summary>
public sealed class BrokenLetterStory(SpoiledPortal spoiled) : IClassFixture<SpoiledPortal>
{
    [Fact]
    public async Task A_portal_with_one_broken_letter_starts_says_which_line_it_is_and_sends_the_others()
    {
        var stop = TestContext.Current.CancellationToken;
        var portal = spoiled.Portal;

        await Eventually.HoldsAsync("the log names the line", () => Task.FromResult(portal.Said.Contains("receit_number", StringComparison.Ordinal)));
        using var http = new HttpClient { BaseAddress = portal.Address };
        var health = await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative), stop);
        using var staff = await ParentSession.EnterAsync(portal.Address, PortalLogin.Staff);
        var list = (await staff.PageAsync("/mairie/lettres/modeles")).QuerySelector("[role=alert]")!.TextContent;
        var page = (await staff.PageAsync("/mairie/lettres/modeles/top-up-receipt")).QuerySelector("[role=alert]")!.TextContent;
        using var frame = await staff.GetAsync("/mairie/lettres/modeles/top-up-receipt?handler=Contenu");
        await using var database = portal.Database();
        await using var verbs = database.Verbs(portal);
        // Two letters that leave at any hour: this portal's clock is the world's.
        var (commune, family, bus) = (await database.CommuneAsync(), await database.FamilyAsync("Devret"), await database.TicketTypeAsync("BUS"));
        await ForgetsThePasswordAsync(database, commune, family);
        await verbs.GetRequiredService<CashDesk>().SellAsync(new(Guid.NewGuid(), commune, family, LoginId.New(), "Dominique", PaymentMeans.Cheque, [FamilyFile.Cheque("0001234")], [new(bus, 2)]), stop);

        await Eventually.HoldsAsync("both letters were tried", async () => await database.AskAsync<long>("select count(*) from outbox_letter where state in ('sent', 'failed')") == 2);
        Assert.All(new[] { portal.Said, list, page, await ReasonAsync(database) }, told =>
        {
            Assert.Contains("top-up-receipt.html", told, StringComparison.Ordinal);
            Assert.Contains("ligne 5", told, StringComparison.Ordinal);
            Assert.Contains("receit_number", told, StringComparison.Ordinal);
        });
        Assert.Equal(("Degraded", HttpStatusCode.NotFound), (health, frame.StatusCode));
        Assert.Equal("PasswordReset sent, TopUpReceipt failed", await database.AskAsync<string>("select string_agg(name || ' ' || state, ', ' order by name) from outbox_letter"));
        Assert.Empty(await database.ViolationsAsync());
    }

    [Fact]
    public async Task A_document_that_is_broken_is_said_to_be_unready_the_log_names_its_line_and_it_is_there_once_mended()
    {
        var portal = spoiled.Portal;
        await using var database = portal.Database();
        using var parent = await ParentSession.EnterAsync(portal.Address, PortalLogin.Parent);
        using var staff = await ParentSession.EnterAsync(portal.Address, PortalLogin.Staff);
        const string Statement = "/famille/releve/pdf";

        using var broken = await parent.GetAsync(Statement);
        var page = await ParentSession.ReadAsync(broken);
        var told = page.QuerySelector("main")!.TextContent;
        var sealedThen = await database.AskAsync<long>("select count(*) from sealed_document");
        using var another = await staff.GetAsync($"/mairie/etats/{await database.AskAsync<Guid>("select id from regie")}/journal");
        // Not the watch's warning, which came when it looked: what was asked for is told with what stopped it.
        await Eventually.HoldsAsync("the log names the line", () => Task.FromResult(portal.Said.Split('\n').Any(line =>
            line.Contains(nameof(UnknownVariable), StringComparison.Ordinal) && line.Contains("ticket-statement.html", StringComparison.Ordinal) && line.Contains("ligne 8", StringComparison.Ordinal))));
        spoiled.Templates.Mends("documents/ticket-statement.html");
        using var mended = await parent.GetAsync(Statement);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "text/html", "fr"), (broken.StatusCode, broken.Content.Headers.ContentType?.MediaType, page.DocumentElement.GetAttribute("lang")));
        Assert.Contains("Ce document n’est pas prêt", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.All(new[] { "Nous n’avons pas réussi à le mettre en page", "Ce n’est pas de votre fait", "revenez un peu plus tard" }, words => Assert.Contains(words, told, StringComparison.Ordinal));
        Assert.All(new[] { "ticket-statement", "famly_name", "ligne 8", "UnknownVariable" }, word => Assert.DoesNotContain(word, page.DocumentElement.OuterHtml, StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (another.StatusCode, another.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (mended.StatusCode, mended.Content.Headers.ContentType?.MediaType));
        Assert.Equal(0, sealedThen);
        Assert.Empty(await database.ViolationsAsync());
    }

    private static async Task ForgetsThePasswordAsync(PortalDatabase database, StructureId commune, FamilyId family)
    {
        var stop = TestContext.Current.CancellationToken;
        var guardian = new GuardianId(await database.AskAsync<Guid>("select id from guardian where family_id = $1 and email is not null limit 1", family.Value));
        await using var work = await database.Books.BeginAsync(commune, stop);
        var letter = new PasswordReset("Saint-Foy", "Devret", "Camille", "devret", "https://portail.example/oubli/1", TimeProvider.System.GetUtcNow().AddHours(1), "https://portail.example/");
        await Outbox.AddAsync(work.Transaction, new Addressee(commune, family, guardian), "oubli", letter, stop);
        await work.CommitAsync(stop);
    }

    private static Task<string> ReasonAsync(PortalDatabase database) => database.AskAsync<string>("select last_error from outbox_letter where state = 'failed'");
}
