using System.Net;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Days;

/// <summary>What no form of « Mes abonnements » sends: another family's numbers, what is missing, absurd or endless. Nothing is written, of anybody.</summary>
[Collection(nameof(PortalStories))]
public sealed class HostileStandingTests(PortalRunning running)
{
    private static readonly string Endless = new('9', 100_000);

    [Fact]
    public async Task Another_familys_child_and_abonnement_are_not_found()
    {
        var (mine, theirs) = (await SubscriberHome.WelcomeAsync(running, tickets: 3), await SubscriberHome.WelcomeAsync(running, tickets: 20, child: "Nathanaël-Barnabé"));
        using (var owner = await theirs.EnterAsync())
        using (await owner.PostAsync(SubscriberHome.Page, [.. theirs.Wish()]))
            Assert.Equal("1/- 14 14", await theirs.WrittenAsync());
        var (before, rule, day) = (await theirs.WrittenAsync(), await theirs.RuleAsync(), $"{SubscriberHome.Today.AddDays(3):yyyy-MM-dd}");
        using var parent = await mine.EnterAsync();

        foreach (var fields in new (string, string)[][]
                 {
                     [.. mine.Wish(("qui", theirs.Who))], [.. mine.Wish(("qui", $"{theirs.Child.Value:N}.{mine.Activity.Value:N}"))], [.. mine.Wish(("qui", $"{Guid.Empty:N}.{mine.Activity.Value:N}"))],
                     Act("arreter", rule, ("fin", day)), Act("sauf", rule, ("jour", day)), Act($"sauf {day}", rule), Act($"remettre {day}", rule), Act("arreter", "0", ("fin", day)),
                 })
        {
            using var answer = await parent.PostAsync(SubscriberHome.Page, fields);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain("Barnabé", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        using (var elsewhere = await parent.PostAsync(SubscriberHome.Page, [.. mine.Wish(("qui", $"{mine.Child.Value:N}.{theirs.Activity.Value:N}"))]))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, elsewhere.StatusCode);
            Assert.Contains("n’est pas inscrit à cette activité", await ParentSession.RefusalAsync(elsewhere), StringComparison.Ordinal);
        }

        Assert.Equal((before, "0/- 0 0"), (await theirs.WrittenAsync(), await mine.WrittenAsync()));
        Assert.DoesNotContain("Barnabé", (await parent.PageAsync(SubscriberHome.Page)).Source.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_absurd_or_endless_is_refused_with_a_sentence_and_writes_nothing()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 20);
        using var parent = await home.EnterAsync();
        using (await parent.PostAsync(SubscriberHome.Page, [.. home.Wish()]))
            Assert.Equal("1/- 14 14", await home.WrittenAsync());
        var (rule, key) = (await home.RuleAsync(), Guid.NewGuid().ToString());

        foreach (var fields in new (string, string)[][]
                 {
                     [], [("geste", "creer")], [("geste", "creer"), ("cle", key)], [("geste", "tout"), ("cle", key)], [("geste", Endless), ("cle", key)], [.. home.Wish(("geste", "creer 2026-12-24"), ("jours", "0"))],
                     [.. home.Wish(("cle", "n'importe quoi"))], [.. home.Wish(("cle", Guid.Empty.ToString()))], [.. home.Wish(("cle", Endless))], [.. home.Wish(("qui", Endless))], [.. home.Wish(("qui", "."))],
                     [.. home.Wish(("jours", "8"))], [.. home.Wish(("jours", "1"), ("jours", "1"))], [.. home.Wish(("jours", "lundi"))], [.. home.Wish(("jours", Endless))],
                     [.. home.Wish([.. Enumerable.Range(0, 900).Select(_ => ("jours", "1"))])],
                     [.. home.Wish(("rythme", "0"))], [.. home.Wish(("rythme", "-1"))], [.. home.Wish(("rythme", Endless))], [.. home.Wish(("rythme", "1,5"))], [.. home.Wish(("rythme", ""))],
                     [.. home.Wish(("du", ""))], [.. home.Wish(("du", "0001-01-01"))], [.. home.Wish(("du", "9999-12-31"))], [.. home.Wish(("du", Endless))],
                     [.. home.Wish(("jusquau", "2031-01-01"))], [.. home.Wish(("jusquau", "<script>"))], [.. home.Wish(("jusquau", Endless))],
                     Act("sauf", rule), Act("sauf", rule, ("jour", "24 décembre")), Act("sauf", rule, ("jour", Endless)), Act("sauf " + Endless, rule), Act("remettre 2199-99-99", rule), Act("sauf", rule, ("jour", "2150-01-01")),
                     Act("arreter", rule), Act("arreter", rule, ("fin", "0000-00-00")), Act("arreter", rule, ("fin", Endless)),
                 })
        {
            using var answer = await parent.PostAsync(SubscriberHome.Page, fields);
            var said = string.Join(' ', fields.Select(f => $"{f.Item1}={f.Item2[..Math.Min(30, f.Item2.Length)]}").Take(9));
            // A day far away is one the endless abonnement asks for; nothing else passes.
            Assert.Equal((said, said.Contains("2150", StringComparison.Ordinal) ? HttpStatusCode.SeeOther : HttpStatusCode.UnprocessableEntity), (said, answer.StatusCode));
            if (answer.StatusCode is HttpStatusCode.UnprocessableEntity)
            {
                Assert.NotEmpty(await ParentSession.RefusalAsync(answer));
                Assert.True((await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length < 60_000, said);
            }
        }
        foreach (var id in new[] { "", "n'importe quoi", "-1", Endless, "9223372036854775808" })
        {
            using var unknown = await parent.PostAsync(SubscriberHome.Page, Act("arreter", id, ("fin", "2026-12-24")));
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        }
        using (var nul = await parent.PostAsync(SubscriberHome.Page, [.. home.Wish(("jusquau", "\0"))]))
            await ParentSession.UnreadableAsync(nul);

        Assert.Equal("1/- 2150-01-01:true 14 14", await home.WrittenAsync());
    }

    private static (string, string)[] Act(string act, string rule, params (string, string)[] more) => [("geste", act), ("cle", Guid.NewGuid().ToString()), ("id", rule), .. more];
}
