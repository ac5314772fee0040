using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Dom;
using ETicket.Access;
using ETicket.Families;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.UnitTests.Families;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages.Dossier;

/// <summary>A family of a validated file asks for one child more; a new one is led to what it has to do first; the mairie sends one family a document.</summary>
[Collection(nameof(PortalStories))]
public sealed class AdditionPagesTests(PortalRunning running)
{
    private const string Add = $"{DossierHome.Page}/ajouter/enfant";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R49_A_child_more_is_asked_for_withdrawn_asked_again_and_accepted_by_the_mairie()
    {
        var home = await DossierHome.WelcomeAsync(running, FileState.Validated, name: "Roque");
        using var parent = await home.EnterAsync();
        var staff = await running.SessionAsync(PortalLogin.Staff);
        var file = $"/mairie/dossiers/{home.Family}";

        var form = await parent.PageAsync(Add);
        Assert.Contains("demandé à la mairie", form.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Demander cet ajout", form.QuerySelector(".card-act button")!.TextContent, StringComparison.Ordinal);
        foreach (var _ in new[] { 1, 2 })
            await AsksAsync(parent);
        var page = await parent.PageAsync($"{DossierHome.Page}?demandee=true");
        Assert.Equal("C’est demandé. La mairie vous répond par message.", page.QuerySelector("[role=status]")!.TextContent);
        var pending = page.QuerySelectorAll(".asked-cards li");
        Assert.Equal(2, pending.Length);
        Assert.All(pending, p => Assert.StartsWith("Enfant, Léo Roque. Ajout demandé le", p.TextContent, StringComparison.Ordinal));
        var withdraw = pending[0].QuerySelector("a")!.GetAttribute("href")!;
        Assert.Contains("Enfant, Léo Roque", Plain((await parent.PageAsync(withdraw)).QuerySelector(".lead")!), StringComparison.Ordinal);
        using (var withdrawn = await parent.PostAsync(withdraw))
            Assert.Equal($"{DossierHome.Page}?retiree=true", withdrawn.Headers.Location?.ToString());

        var desk = await staff.PageAsync(file);
        var asked = Assert.Single(desk.QuerySelectorAll("section.sheet"), s => s.QuerySelector("input[name=demande]") is not null);
        Assert.Equal("Enfant, Léo Roque : ajout", Plain(asked.QuerySelector("h2")!));
        Assert.Contains("02/01/2022", asked.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        using (var accepted = await staff.PostAsync(file, ("geste", "accepter"), ("demande", asked.QuerySelector("input[name=demande]")!.GetAttribute("value")!)))
            Assert.Equal($"{file}?fait=accepter", accepted.Headers.Location?.ToString());

        page = await parent.PageAsync(DossierHome.Page);
        Assert.Contains(page.QuerySelectorAll("summary strong"), s => s.TextContent == "Léo Roque");
        Assert.Contains("accepté par la mairie", Assert.Single(page.QuerySelectorAll(".asked-cards li")).TextContent, StringComparison.Ordinal);
        await using var database = running.Portal.Database();
        Assert.Empty(await database.ViolationsAsync());
    }

    [Fact]
    public async Task R49_What_is_asked_for_is_judged_as_what_is_added_and_the_pages_can_be_read_by_everyone()
    {
        var home = await DossierHome.WelcomeAsync(running, FileState.Validated, name: "de La Rochefoucauld-Montbrison-Villeneuve");
        using var parent = await home.EnterAsync();
        var before = await home.WrittenAsync();
        using (var refused = await parent.PostAsync(Add, await DossierHome.FormAsync(parent, Add, ("FirstName", " "), ("LastName", "Roque"), ("BornOn", "31/02/2020"))))
        {
            var page = await ParentSession.ReadAsync(refused);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("à remplir", DossierHome.Beside(page, "FirstName"), StringComparison.Ordinal);
            Assert.Contains("31/02/2020", page.QuerySelector("[name=BornOn]")!.GetAttribute("value"), StringComparison.Ordinal);
        }
        Assert.Equal(before, await home.WrittenAsync());
        await AsksAsync(parent, "Maximilienne-Alexandrine-Élisabeth");

        await using var phone = await BrowserPhone.OpenAsync();
        var window = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(window, home.Login);
        List<string> wrong = [.. await PageJudge.JudgeAsync(window, Add), .. await PageJudge.JudgeAsync(window, $"{DossierHome.Page}?demandee=true"), .. await PageJudge.JudgeAsync(window, $"{DossierHome.Page}/envoi")];
        var (desk, given) = (await phone.WindowAsync(running.Portal.Address), $"/mairie/dossiers/{home.Family}");
        await BrowserPhone.SignInAsync(desk, PortalLogin.Staff);
        wrong.AddRange([.. await PageJudge.JudgeAsync(desk, given), .. await PageJudge.JudgeAsync(desk, $"{given}/documents"), .. await PageJudge.JudgeAsync(desk, $"{given}/documents?fait=true")]);

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task R60_A_new_family_is_led_to_its_file_and_each_empty_page_leads_there()
    {
        var (family, login) = (FamilyId.New(), new PortalLogin($"neuf-{Guid.NewGuid():N}"[..20], "tickets-de-cantine"));
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var commune = await database.CommuneAsync();
        var files = verbs.GetRequiredService<FamilyFiles>();
        await files.OpenAsync(commune, [new NewFamily(family, $"N{family}", "Neuville", [new(GuardianId.New(), "Camille", "Neuville", null)], [])], Stop);
        await files.SetStateAsync(commune, family, FileState.ToSend, Stop);
        await verbs.GetRequiredService<Logins>().CreateAsync(login.UserName, null, login.Password, [(commune, Role.Parent, family)], Stop);
        using var parent = await ParentSession.EnterAsync(running.Portal.Address, login);

        using (var first = await parent.GetAsync("/"))
            Assert.Equal(DossierHome.Page, first.Headers.Location?.ToString());
        foreach (var page in new[] { "/famille/planning", "/famille/absence", "/famille/agenda", "/famille/tickets", "/famille/abonnements", "/famille/semaine-type" })
            Assert.Contains((await parent.PageAsync(page)).QuerySelectorAll("main .empty a"), a => a.GetAttribute("href")!.StartsWith(DossierHome.Page, StringComparison.Ordinal));
        var step = (await parent.PageAsync("/famille/planning")).QuerySelector(".steps a")!;
        Assert.Equal(("Envoyez votre dossier", $"{DossierHome.Page}/envoi"), (step.TextContent, step.GetAttribute("href")));
        await files.SetStateAsync(commune, family, FileState.ToComplete, Stop);
        Assert.Equal(DossierHome.Page, (await parent.PageAsync("/famille/planning")).QuerySelector(".steps a")!.GetAttribute("href"));
        using (var later = await parent.GetAsync("/"))
            Assert.Equal("/famille/planning", later.Headers.Location?.ToString());
    }

    [Fact]
    public async Task R56_The_mairie_sends_one_family_a_document_that_it_finds_among_its_own_and_no_other_does()
    {
        var (home, other) = (await DossierHome.WelcomeAsync(running, FileState.Validated, name: "Sarlat"), await DossierHome.WelcomeAsync(running, FileState.Validated));
        var staff = await running.SessionAsync(PortalLogin.Staff);
        var page = $"/mairie/dossiers/{home.Family}/documents";
        Assert.NotNull((await staff.PageAsync($"/mairie/dossiers/{home.Family}")).QuerySelector($"a[href='{page}']"));

        foreach (var (title, child, bytes, field) in new (string, string, byte[], string)[] { ("", "", Corpus.Pdf, "titre"), ("Notification", Guid.NewGuid().ToString(), Corpus.Pdf, "enfant"), ("Notification", "", "MZ programme"u8.ToArray(), "fichier") })
        {
            using var refused = await SendAsync(staff, page, title, child, bytes);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.NotNull((await ParentSession.ReadAsync(refused)).QuerySelector($"#{field}-erreur"));
        }
        using (var sent = await SendAsync(staff, page, "Notification d’aide", home.Child.ToString(), Corpus.Pdf))
            Assert.Equal($"{page}?fait=true", sent.Headers.Location?.ToString());

        using var parent = await home.EnterAsync();
        using var stranger = await other.EnterAsync();
        var received = Assert.Single((await parent.PageAsync("/famille/documents")).QuerySelectorAll("section[aria-labelledby=recus] li"));
        Assert.Contains("Notification d’aide : Nina", Plain(received), StringComparison.Ordinal);
        var link = received.QuerySelector("a")!.GetAttribute("href")!;
        using var read = await parent.GetAsync(link);
        using var stolen = await stranger.GetAsync(link);
        using var barred = await parent.GetAsync(page);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.Forbidden), (read.StatusCode, stolen.StatusCode, barred.StatusCode));
        await using var database = running.Portal.Database();
        Assert.Equal(1L, await database.AskAsync<long>("select count(*) from outbox_letter where name = 'DocumentReceived' and guardian_id = $1", home.Guardian.Value));
    }

    private static async Task AsksAsync(ParentSession parent, string name = "Léo")
    {
        using var asked = await parent.PostAsync(Add, await DossierHome.FormAsync(parent, Add, ("FirstName", name), ("LastName", "Roque"), ("BornOn", "02/01/2022")));
        Assert.Equal($"{DossierHome.Page}?demandee=true#ajouter", asked.Headers.Location?.ToString());
    }

    private static async Task<HttpResponseMessage> SendAsync(ParentSession staff, string page, string title, string child, byte[] bytes)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in new[] { ("cle", Guid.NewGuid().ToString()), ("titre", title), ("enfant", child), (ParentSession.Token, ParentSession.TokenOf(await staff.PageAsync(page))) })
            form.Add(new StringContent(value, Encoding.UTF8, new MediaTypeHeaderValue("text/plain")), name);
        form.Add(new ByteArrayContent(bytes), "fichier", "notification.pdf");
        return await staff.Http.PostAsync(new Uri(page, UriKind.Relative), form, Stop);
    }

    private static string Plain(IElement element) => string.Join(' ', element.TextContent.Replace('\u00a0', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
