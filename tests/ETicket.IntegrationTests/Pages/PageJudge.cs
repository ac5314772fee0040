using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages;

/// <summary>
/// What a machine can judge of RGAA: axe-core's rules on a phone by day, its rule of colours again by night, which changes nothing else; on a tablet and a desk the page fits too.
/// </summary>
internal static class PageJudge
{
    /// <summary>Every rule of WCAG 2.2, levels A and AA.</summary>
    private const string ByDay = """{ type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }""";

    private const string ByNight = """{ type: "rule", values: ["color-contrast"] }""";

    public const int Height = 740;
    public static readonly int[] Wider = [768, 1280];

    private static readonly string Rules = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Assets/axe-core/axe.min.js"));

    /// <summary>What is wrong on a page, in light then in dark colours; nobody scrolls sideways, on a phone, a tablet or a desk.</summary>
    public static async Task<IReadOnlyList<string>> JudgeAsync(IPage page, string address)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
        var answer = await page.GotoAsync(address);
        Assert.Equal(200, answer!.Status);
        await Expect(page.GetByRole(AriaRole.Contentinfo)).ToBeVisibleAsync();
        await BrowserPhone.FitsAsync(page);
        await page.EvaluateAsync(Rules);
        var wrong = (await BrokenAsync(page, ByDay)).Select(said => $"{address} (by day) {said}").ToList();
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce });
        wrong.AddRange((await BrokenAsync(page, ByNight)).Select(said => $"{address} (by night) {said}"));
        foreach (var width in Wider)
        {
            await page.SetViewportSizeAsync(width, Height);
            await BrowserPhone.FitsAsync(page);
        }
        await page.SetViewportSizeAsync(BrowserPhone.Width, Height);
        return wrong;
    }

    /// <summary>One line per element that breaks a rule.</summary>
    private static Task<string[]> BrokenAsync(IPage page, string rules) => page.EvaluateAsync<string[]>(
        $$"""
        async () => (await axe.run(document, { runOnly: {{rules}} }))
          .violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}: ${node.any.concat(node.all, node.none).map(check => check.message).join(" ")}`))
        """);
}
