using ETicket.IntegrationTests.World;
using ETicket.Payments.Providers.PayFip;
using ETicket.Tresor;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace ETicket.IntegrationTests.Payments.ByTresor;

/// <summary>The pages of the simulated Trésor, for the parent who pays and for who tries a portal out: read by everyone, and used without a script.</summary>
public sealed class TresorPagesTests
{
    private const string Judge =
        """
        async () => (await axe.run(document, { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } }))
          .violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}: ${node.any.concat(node.all, node.none).map(check => check.message).join(" ")}`))
        """;

    private static readonly string Rules = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Assets/axe-core/axe.min.js"));

    [Fact]
    public async Task They_can_be_read_and_used_by_everyone()
    {
        await using var phone = await BrowserPhone.OpenAsync();
        await using var tresor = TresorHost.Build(new TresorOptions { Urls = "http://127.0.0.1:0", LogLevel = LogLevel.None });
        await tresor.StartAsync(TestContext.Current.CancellationToken);
        var page = await phone.WindowAsync(new Uri(tresor.Urls.Single()));
        List<string> wrong = [.. await JudgeAsync(page, "/controle"), .. await JudgeAsync(page, "/controle/banque")];
        var (debit, waiting, opened) = (await CreatedAsync(tresor, new string('W', 30)), await CreatedAsync(tresor), await CreatedAsync(tresor));
        // Within the page: the browser's own request, as a person's.
        await page.GotoAsync("/controle/operations/" + debit);
        await page.GetByRole(AriaRole.Button, new() { Name = "Prélèvement enregistré (V)" }).ClickAsync();
        await page.GetByLabel("Combien de fois").SelectOptionAsync("Deux fois");
        await page.GetByLabel("Référence").FillAsync(new string('W', 100));
        await page.GetByRole(AriaRole.Button, new() { Name = "Appliquer à celle-ci" }).ClickAsync();
        await page.GotoAsync("/tpa/paiementws.web?idop=" + opened);
        wrong.AddRange(await SeenAsync(page));

        foreach (var address in new[] { "/controle", "/controle/operations/" + debit, "/controle/operations/" + waiting, "/tpa/ticket.web?idop=" + debit, "/tpa/paiementws.web?idop=" + opened, "/tpa/paiement.web?numcli=12" })
            wrong.AddRange(await JudgeAsync(page, address));

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task They_need_no_script()
    {
        await using var phone = await BrowserPhone.OpenAsync();
        await using var tresor = TresorHost.Build(new TresorOptions { Urls = "http://127.0.0.1:0", LogLevel = LogLevel.None });
        await tresor.StartAsync(TestContext.Current.CancellationToken);
        var page = await phone.WindowAsync(new Uri(tresor.Urls.Single()), script: false);
        var idOp = await CreatedAsync(tresor);

        await page.GotoAsync("/controle");
        await page.Locator("summary").ClickAsync();
        await page.GetByLabel("Montant, en centimes").FillAsync("9900");
        await page.GetByRole(AriaRole.Button, new() { Name = "Appliquer à toutes" }).ClickAsync();
        Assert.Contains("Montant dit\u00a0: 9900", await page.Locator("main").InnerTextAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Tout remettre au normal" }).ClickAsync();
        Assert.Contains("Tout est normal.", await page.Locator("main").InnerTextAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "CANT2026000123" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Prélèvement enregistré (V)" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rejeter à la banque" }).ClickAsync();
        Assert.Contains("rejeté par la banque le", await page.Locator(".lead").InnerTextAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Toutes les opérations" }).ClickAsync();
        for (var days = 0; days < 6; days++)
            await page.GetByRole(AriaRole.Button, new() { Name = "+ 1 jour" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Relevé de la banque" }).ClickAsync();

        Assert.Contains("Rejet d’un prélèvement", await page.Locator("main").InnerTextAsync());
        Assert.NotEmpty(idOp);
        Assert.Empty(phone.Complaints);
    }

    private static async Task<IReadOnlyList<string>> JudgeAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        return await SeenAsync(page);
    }

    /// <summary>In both colours; nobody scrolls sideways on a phone or a desk.</summary>
    private static async Task<IReadOnlyList<string>> SeenAsync(IPage page)
    {
        List<string> wrong = [];
        await page.EvaluateAsync("() => document.querySelector('details')?.setAttribute('open', '')");
        await page.EvaluateAsync(Rules);
        foreach (var colours in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = colours });
            wrong.AddRange((await page.EvaluateAsync<string[]>(Judge)).Select(said => $"{page.Url} ({colours}) {said}"));
        }
        foreach (var width in new[] { 1280, BrowserPhone.Width })
        {
            await page.SetViewportSizeAsync(width, 740);
            await BrowserPhone.FitsAsync(page);
        }
        return wrong;
    }

    /// <summary>An operation opened by our own client.</summary>
    private static async Task<string> CreatedAsync(WebApplication tresor, string reference = "CANT2026000123")
    {
        var address = tresor.Urls.Single();
        await using var ours = new ServiceCollection().AddPayFip(options =>
        {
            options.ServiceAddress = new Uri(address + "/tpa/services/securite");
            options.AcceptsTestPayments = true;
        }).BuildServiceProvider();
        var order = new ETicket.Payments.PaymentOrder(
            Kernel.PaymentId.New(), reference, new Kernel.Money(1250), "Dix tickets", "zoe@famille.example", 2026, "006382", 'T', TimeProvider.System.GetUtcNow(),
            new Uri("http://127.0.0.1:9/notification"), new Uri(address + "/controle"));
        return (await ours.GetRequiredService<ETicket.Payments.IPaymentProvider>().StartAsync(order, TestContext.Current.CancellationToken)).ProviderReference;
    }
}
