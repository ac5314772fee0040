using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Custody;

/// <summary>« Garde alternée » as the mairie enters it, and as each home reads it in its planning.</summary>
[Collection(nameof(PortalStories))]
public sealed class CustodyPageTests(PortalRunning running)
{
    [Fact]
    public async Task R101_The_mairie_reads_what_would_move_confirms_it_and_each_home_ticks_its_own_days()
    {
        var shared = await SharedChild.WelcomeAsync(running, "Atelier du soir", ("Aubier", 5), ("Bouleau", 1));
        var staff = await running.SessionAsync(PortalLogin.Staff);
        using var mother = await shared.EnterAsync(shared.First);
        var (monday, planning) = (SharedChild.Monday, $"/famille/planning?semaine={SharedChild.Monday:yyyy-MM-dd}&semaines=2");
        foreach (var day in new[] { monday, monday.AddDays(7), monday.AddDays(8) })
        {
            using (await mother.PostAsync(planning, ("voeux", shared.Wish(day))))
                Assert.Contains($"{day:yyyy-MM-dd} Aubier", await shared.HoldersAsync(), StringComparison.Ordinal);
        }

        Assert.Contains("Sasha Partagé", (await staff.PageAsync("/mairie/garde")).QuerySelector(".choices")!.TextContent, StringComparison.Ordinal);
        // Her weeks are those of this Monday's parity.
        (string, string)[] rule = [("version", "0"), ("rythme", ISOWeek.GetWeekOfYear(monday.ToDateTime(default)) % 2 == 1 ? "impaires" : "paires"), ("foyer", shared.First.Family.ToString()), ("du", $"{monday:yyyy-MM-dd}"), ("jusquau", ""), ("nom", "")];
        using (var preview = await staff.PostAsync(shared.Desk, [.. rule, ("geste", "apercu")]))
        {
            var page = await ParentSession.ReadAsync(preview);
            Assert.Equal(HttpStatusCode.OK, preview.StatusCode);
            Assert.Equal(["true", "false"], page.QuerySelectorAll(".custody-moves li").Select(l => l.GetAttribute("data-moved")));
            Assert.Contains("1 jour à déplacer, 1 jour sans ticket en face.", Plain(page.QuerySelector("[aria-labelledby=apercu]")!), StringComparison.Ordinal);
            Assert.DoesNotContain("Bouleau", await shared.HoldersAsync(), StringComparison.Ordinal);
        }
        using (var done = await staff.PostAsync(shared.Desk, [.. rule, ("geste", "confirmer")]))
            Assert.Equal($"{shared.Desk}?fait=regle", done.Headers.Location?.ToString());
        Assert.Equal($"{monday:yyyy-MM-dd} Aubier, {monday.AddDays(7):yyyy-MM-dd} Bouleau, {monday.AddDays(8):yyyy-MM-dd} Aubier", await shared.HoldersAsync());

        var page1 = await mother.PageAsync(planning);
        Assert.Equal(["Ticked", "Free", "Free", "Free", "Free", "Free", "Free", "OtherHome", "Ticked", "OtherHome", "OtherHome", "OtherHome", "OtherHome", "OtherHome"], page1.QuerySelectorAll(".week-cell [data-state]").Select(t => t.GetAttribute("data-state")));
        Assert.Equal(["Chez l’autre foyer : inscrit", "Chez l’autre foyer"], page1.QuerySelectorAll(".week-cell [data-state=OtherHome]").Select(Plain).Distinct());
        using (var refused = await mother.PostAsync(planning, ("voeux", shared.Wish(monday.AddDays(9)))))
            Assert.Contains("chez son autre foyer", Plain((await ParentSession.ReadAsync(refused)).QuerySelector(".week-no .no")!), StringComparison.Ordinal);

        // Whoever read the page before is told; so is a form that says nothing.
        using (var late = await staff.PostAsync(shared.Desk, [.. rule, ("geste", "confirmer")]))
            Assert.Contains("modifiées entre-temps", await ParentSession.RefusalAsync(late), StringComparison.Ordinal);
        using (var empty = await staff.PostAsync(shared.Desk, ("version", "1"), ("geste", "apercu"), ("rythme", "jours"), ("du", "hier"), ("foyer", new string('x', 100_000))))
        {
            var page = await ParentSession.ReadAsync(empty);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, 3), (empty.StatusCode, page.QuerySelectorAll(".field-error").Length));
            Assert.Equal("hier", ((IHtmlInputElement)page.QuerySelector("input[name=du]")!).GetAttribute("value"));
        }
        var withdrawn = (await staff.PageAsync(shared.Desk)).QuerySelector("input[name=regle]")!.GetAttribute("value")!;
        using (var preview = await staff.PostAsync(shared.Desk, ("version", "1"), ("regle", withdrawn), ("geste", "apercu-retrait")))
            Assert.Contains("Aucun jour déjà coché ne changerait", Plain((await ParentSession.ReadAsync(preview)).QuerySelector("[aria-labelledby=apercu]")!), StringComparison.Ordinal);
        using (var gone = await staff.PostAsync(shared.Desk, ("version", "1"), ("regle", withdrawn), ("geste", "retirer")))
            Assert.Equal($"{shared.Desk}?fait=retrait", gone.Headers.Location?.ToString());

        // Taken out of a file, once no ticket of it is held for the child; put back once whose file it is was read.
        (string, string)[] leaving = [("geste", "detacher"), ("foyer", shared.Second.Family.ToString())];
        using (var held = await staff.PostAsync(shared.Desk, leaving))
            Assert.Contains("(jours : 1)", (await ParentSession.RefusalAsync(held)).Replace('\u00a0', ' '), StringComparison.Ordinal);
        using var father = await shared.EnterAsync(shared.Second);
        using (await father.PostAsync(planning, ("voeux", shared.Wish(monday.AddDays(7), wanted: false))))
            Assert.DoesNotContain("Bouleau", await shared.HoldersAsync(), StringComparison.Ordinal);
        using (var left = await staff.PostAsync(shared.Desk, leaving))
            Assert.Equal($"{shared.Desk}?fait=detache", left.Headers.Location?.ToString());
        Assert.DoesNotContain("Sasha", (await father.PageAsync(planning)).Body!.TextContent, StringComparison.Ordinal);
        using (var unknown = await staff.PostAsync(shared.Desk, ("geste", "chercher"), ("numero", "F-inconnu")))
            Assert.Equal("Aucun dossier ne porte ce numéro.", await ParentSession.RefusalAsync(unknown));
        using (var found = await staff.PostAsync(shared.Desk, ("geste", "chercher"), ("numero", shared.Second.Number)))
            Assert.Contains($"Rattacher Sasha à la famille Bouleau ({shared.Second.Number}) ?", Plain((await ParentSession.ReadAsync(found)).QuerySelector(".custody-joining")!), StringComparison.Ordinal);
        Assert.DoesNotContain("Sasha", (await father.PageAsync(planning)).Body!.TextContent, StringComparison.Ordinal);
        using (var joined = await staff.PostAsync(shared.Desk, ("geste", "rattacher"), ("numero", shared.Second.Number)))
            Assert.Equal($"{shared.Desk}?fait=rattache", joined.Headers.Location?.ToString());
        Assert.Contains("Sasha", (await father.PageAsync(planning)).Body!.TextContent, StringComparison.Ordinal);
        await using var database = running.Portal.Database();
        Assert.Empty(await database.ViolationsAsync());
    }

    private static string Plain(IElement element) => string.Join(' ', element.TextContent.Replace('\u00a0', ' ').Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
