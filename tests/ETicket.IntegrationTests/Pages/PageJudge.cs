using ETicket.IntegrationTests.Pages.Html;
using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages;

/// <summary>
/// What a machine can judge of RGAA: axe-core's rules on a phone by day, its rule of colours again by night, which changes nothing else; an HTML validator's; each control under a
/// keyboard; on a tablet, on a desk and zoomed four times the page fits too.
/// </summary>
internal static class PageJudge
{
    /// <summary>Every rule of WCAG 2.2, levels A and AA.</summary>
    private const string ByDay = """{ type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }""";

    private const string ByNight = """{ type: "rule", values: ["color-contrast"] }""";

    /// <summary>One line per control that a keyboard does not reach in the order of the page, or that does not show it is there.</summary>
    private const string Keyboard =
        """
        () => {
          const wrong = [];
          const name = e => `${e.outerHTML.slice(0, 120)} « ${e.textContent.trim().slice(0, 40)} »`;
          const shows = e => { const s = getComputedStyle(e); return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none"; };
          for (const e of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")) {
            if (e.disabled || e.type === "hidden" || !e.checkVisibility({ visibilityProperty: true })) continue;
            if (e.tabIndex > 0) wrong.push(`out of order: ${name(e)}`);
            if (e.tabIndex < 0) { if (!e.hasAttribute("tabindex") || e.matches("a, button, input, select, textarea, summary")) wrong.push(`left out: ${name(e)}`); continue; }
            e.focus({ preventScroll: true, focusVisible: true });
            if (document.activeElement !== e) wrong.push(`not reached: ${name(e)}`);
            else if (!shows(e) && !(e.closest("label") && shows(e.closest("label")))) wrong.push(`not seen: ${name(e)}`);
          }
          return wrong;
        }
        """;

    public const int Height = 740;

    /// <summary>A desk at 200 %, and at 400 %, where WCAG 1.4.10 asks that nobody scrolls sideways either.</summary>
    private static readonly int[] Zoomed = [640, 320];
    public static readonly int[] Wider = [768, 1280];

    private static readonly string Rules = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Assets/axe-core/axe.min.js"));

    /// <summary>What is wrong on a page, in light then in dark colours; nobody scrolls sideways, on a phone, a tablet or a desk, zoomed or not.</summary>
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
        wrong.AddRange(await HtmlJudge.ErrorsAsync(address, await answer.TextAsync()));
        wrong.AddRange((await page.EvaluateAsync<string[]>(Keyboard)).Select(said => $"{address} (keyboard) {said}"));
        foreach (var width in (int[])[.. Zoomed, .. Wider])
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
