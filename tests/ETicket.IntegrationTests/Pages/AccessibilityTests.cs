using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages;

/// <summary>What a machine can judge of RGAA: the pages everybody meets, on a phone, by day and by night.</summary>
[Collection(nameof(PortalStories))]
public sealed class AccessibilityTests(PortalRunning running)
{
    /// <summary>Every rule of WCAG 2.2, levels A and AA; one line per element that breaks one.</summary>
    private const string Judge =
        """
        async () => (await axe.run(document, { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } }))
          .violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}: ${node.any.concat(node.all, node.none).map(check => check.message).join(" ")}`))
        """;

    private static readonly string Rules = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Assets/axe-core/axe.min.js"));

    [Fact]
    public async Task The_pages_of_a_family_can_be_read_and_used_by_everyone()
    {
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        List<string> wrong = [.. await JudgeAsync(page, "/connexion")];
        await BrowserPhone.SignInAsync(page, PortalLogin.Parent);

        foreach (var address in new[] { "/famille/planning", "/famille/tickets", "/famille/factures", "/famille/dossier", "/famille/informations" })
            wrong.AddRange(await JudgeAsync(page, address));
        await page.GotoAsync("/famille/planning");
        wrong.AddRange(await JudgeAsync(page, (await page.Locator("a[href*=releve]").First.GetAttributeAsync("href"))!));

        Assert.Empty(wrong);
        Assert.Empty(phone.Complaints);
    }

    [Fact]
    public async Task The_pages_of_the_mairie_can_be_read_and_used_by_everyone()
    {
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, PortalLogin.Staff);

        List<string> wrong = [.. await JudgeAsync(page, "/mairie"), .. await JudgeAsync(page, "/mairie/cloture")];

        Assert.Empty(wrong);
    }

    /// <summary>What is wrong on a page, in light then in dark colours.</summary>
    private static async Task<IReadOnlyList<string>> JudgeAsync(IPage page, string address)
    {
        List<string> wrong = [];
        foreach (var colours in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = colours, ReducedMotion = ReducedMotion.Reduce });
            var answer = await page.GotoAsync(address);
            Assert.Equal(200, answer!.Status);
            await Expect(page.GetByRole(AriaRole.Contentinfo)).ToBeVisibleAsync();
            await BrowserPhone.FitsAsync(page);
            await page.EvaluateAsync(Rules);
            wrong.AddRange((await page.EvaluateAsync<string[]>(Judge)).Select(said => $"{address} ({colours}) {said}"));
        }
        return wrong;
    }
}
