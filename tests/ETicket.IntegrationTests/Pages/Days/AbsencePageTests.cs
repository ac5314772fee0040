using System.Net;
using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages.Days;

/// <summary>An absence told on the page, without a script, and answered by the mairie; what is wrong is told beside its field, and nothing is written.</summary>
[Collection(nameof(PortalStories))]
public sealed class AbsencePageTests(PortalRunning running)
{
    private const string Page = "/famille/absence";
    private const string Mairie = "/mairie/absences";
    private const string Rules = "/mairie/absences/regles";

    private static readonly string Endless = new('9', 100_000);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R97_R98_A_parent_sees_what_becomes_of_each_day_tells_it_once_and_the_mairie_answers()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 5, child: "Lise <b>", activity: "Atelier du soir");
        var (staff, yesterday, later) = (await running.SessionAsync(PortalLogin.Staff), SubscriberHome.Today.AddDays(-1), SubscriberHome.Today.AddDays(2));
        using var parent = await home.EnterAsync();
        await TicksAsync(home, yesterday.AddDays(-1), yesterday, later);
        using (var set = await staff.PostAsync(Rules, Rule(home)))
            Assert.Equal($"{Rules}?fait=fixee", set.Headers.Location!.ToString());
        var wish = Wish(home, yesterday, later);

        using var seen = await parent.PostAsync(Page, [.. wish, ("geste", "voir")]);
        var plan = await ParentSession.ReadAsync(seen);
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        var days = plan.QuerySelectorAll("section[aria-labelledby=devenir] li").Select(li => Plain(li.TextContent)).ToList();
        Assert.Contains("le ticket revient si un justificatif arrive avant le", days[0], StringComparison.Ordinal);
        Assert.EndsWith("il est encore temps : le jour sera décoché, le ticket reste au carnet", days[1], StringComparison.Ordinal);
        Assert.Equal(0L, await CountAsync(home));
        var form = (IHtmlFormElement)plan.QuerySelector("button[value=signaler]")!.Closest("form")!;
        (string, string)[] sent = [.. form.QuerySelectorAll("input[type=hidden]").Cast<IHtmlInputElement>().Where(i => i.Name != ParentSession.Token).Select(i => (i.Name!, i.Value)), ("geste", "signaler")];
        foreach (var _ in new[] { 1, 2 })
        {
            using var told = await parent.PostAsync(Page, sent);
            Assert.StartsWith($"{Page}?fait=signale#a", told.Headers.Location!.ToString(), StringComparison.Ordinal);
        }
        Assert.Equal(1L, await CountAsync(home));
        Assert.Contains("Lise <b>, du ", (await parent.PageAsync(Page)).QuerySelector(".absence h3")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(Page, (await parent.PageAsync("/famille/planning")).QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);

        var waiting = Assert.Single((await staff.PageAsync(Mairie)).QuerySelectorAll("section[aria-labelledby=attendent] .absence"), a => a.QuerySelector("h3")!.TextContent.StartsWith("Lise <b>, famille Sagan", StringComparison.Ordinal));
        var id = ((IHtmlInputElement)waiting.QuerySelector("input[name=id]")!).Value;
        foreach (var answer in new[] { "", Endless })
        {
            using var mute = await staff.PostAsync(Mairie, ("geste", "refuser"), ("id", id), ("reponse", answer));
            await RefusedAsync(mute, $"reponse-{id}");
        }
        using (var accepted = await staff.PostAsync(Mairie, ("geste", "accepter"), ("id", id)))
            Assert.Equal($"{Mairie}?fait=accepte", accepted.Headers.Location!.ToString());
        using (var late = await staff.PostAsync(Mairie, ("geste", "refuser"), ("id", id), ("reponse", "Non.")))
            await RefusedAsync(late, null);
        // No rule speaks of a strike: the ticket stays used, and what was told may be withdrawn.
        string other;
        using (var strike = await parent.PostAsync(Page, [.. Wish(home, yesterday.AddDays(-1), yesterday.AddDays(-1)).Where(w => w.Name != "motif"), ("motif", "Strike"), ("geste", "signaler"), ("cle", Guid.NewGuid().ToString())]))
            other = strike.Headers.Location!.ToString().Split("#a")[1];
        using (var withdrawn = await parent.PostAsync(Page, ("geste", "retirer"), ("id", other)))
            Assert.Equal($"{Page}?fait=retire", withdrawn.Headers.Location!.ToString());
        Assert.Contains("absence retirée", (await parent.PageAsync(Page)).QuerySelector(".absence")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(Mairie, (await staff.PageAsync("/mairie")).QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);
        await using var database = running.Portal.Database();
        Assert.Empty(await database.ViolationsAsync());
    }

    [Fact]
    public async Task What_is_missing_absurd_endless_or_anothers_is_refused_beside_its_field_and_writes_nothing()
    {
        var (home, theirs) = (await SubscriberHome.WelcomeAsync(running, tickets: 5), await SubscriberHome.WelcomeAsync(running, tickets: 5, child: "Nathanaël-Barnabé"));
        var (staff, today) = (await running.SessionAsync(PortalLogin.Staff), SubscriberHome.Today);
        using var parent = await home.EnterAsync();
        await TicksAsync(home, today.AddDays(-1));
        var usual = Wish(home, today.AddDays(-1), today.AddDays(-1));
        foreach (var act in new[] { "voir", "signaler" })
        {
            foreach (var (field, value) in new[]
                     {
                         ("enfant", ""), ("enfant", Endless), ("enfant", Guid.Empty.ToString("N")), ("enfant", theirs.Child.Value.ToString("N")), ("motif", ""), ("motif", "0"), ("motif", "Illness, Strike"), ("motif", Endless),
                         ("du", ""), ("du", "hier"), ("du", Endless), ("au", "31/02/2027"), ("au", Endless), ("au", $"{today.AddDays(-2):yyyy-MM-dd}"), ("au", "2199-12-31"),
                     })
            {
                using var wrong = await parent.PostAsync(Page, [.. usual.Where(u => u.Name != field), (field, value), ("geste", act), ("cle", Guid.NewGuid().ToString())]);
                var page = await RefusedAsync(wrong, field);
                Assert.DoesNotContain("Barnabé", page.Source.Text, StringComparison.Ordinal);
                Assert.Equal(field == "motif" ? 0 : 1, page.QuerySelectorAll("option[value=Illness][selected]").Length);
            }
        }
        using (var empty = await parent.PostAsync(Page, [.. usual.Where(u => u.Name is not ("du" or "au")), ("du", $"{today.AddDays(9):yyyy-MM-dd}"), ("au", $"{today.AddDays(9):yyyy-MM-dd}"), ("geste", "signaler"), ("cle", Guid.NewGuid().ToString())]))
            await RefusedAsync(empty, "du");
        foreach (var fields in new (string, string)[][] { [], [("geste", "tout")], [.. usual, ("geste", "signaler")], [.. usual, ("geste", "signaler"), ("cle", "x")], [.. usual, ("geste", "signaler"), ("cle", Guid.Empty.ToString())] })
        {
            using var wrong = await parent.PostAsync(Page, fields);
            await RefusedAsync(wrong, null);
        }
        foreach (var id in new[] { "", "x", "0", "-1", Endless })
        {
            using var unknown = await parent.PostAsync(Page, ("geste", "retirer"), ("id", id));
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        }
        using (var nul = await parent.PostAsync(Page, [.. usual, ("geste", "voir"), ("cle", "\0")]))
            await ParentSession.UnreadableAsync(nul);
        Assert.Equal(0L, await CountAsync(home));

        await using var database = running.Portal.Database();
        var before = await database.AskAsync<long>("select count(*) from absence_rule");
        foreach (var (field, value, beside) in new (string, string, string?)[]
                 {
                     ("service", "", "service"), ("service", Guid.NewGuid().ToString("N"), "service"), ("service", Endless, "service"), ("motif", "tout", "motif"), ("debut", "", "debut"), ("debut", Endless, "debut"),
                     ("avance", "x", "avance"), ("avance", "8", null), ("heure", "25:00", "heure"), ("heure", Endless, "heure"), ("carence", "", "carence"), ("carence", "-1", null), ("delai", "1,5", "delai"), ("delai", "721", null),
                     ("rend", "peut-être", "rend"), ("decision", Endless, null),
                 })
        {
            using var wrong = await staff.PostAsync(Rules, [.. Rule(home).Where(r => r.Name != field), (field, value)]);
            await RefusedAsync(wrong, beside);
        }
        foreach (var (act, id) in new[] { ("", "1"), ("tout", "1"), ("accepter", ""), ("accepter", "x"), ("refuser", Endless) })
        {
            using var unknown = await staff.PostAsync(Mairie, ("geste", act), ("id", id), ("reponse", "Non."));
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        }
        using (var nobody = await staff.PostAsync(Mairie, ("geste", "accepter"), ("id", "9223372036854775807")))
            await RefusedAsync(nobody, null);
        Assert.Equal(before, await database.AskAsync<long>("select count(*) from absence_rule"));
    }

    [Fact]
    public async Task Whoever_controls_money_reads_no_absence_and_the_counter_sets_no_rule()
    {
        foreach (var (role, reads) in new[] { (Role.Accountant, false), (Role.Counter, true) })
        {
            var login = new PortalLogin($"absence-{Guid.NewGuid():N}", "un mot de passe assez long");
            await using (var database = running.Portal.Database())
            await using (var verbs = database.Verbs(running.Portal))
                await verbs.GetRequiredService<Logins>().CreateAsync(login.UserName, null, login.Password, [(await database.CommuneAsync(), role, null)], Stop);
            using var somebody = await ParentSession.EnterAsync(running.Portal.Address, login);
            foreach (var page in new[] { Mairie, Rules })
            {
                using var asked = await somebody.GetAsync(page);
                Assert.Equal((role, page, reads ? HttpStatusCode.OK : HttpStatusCode.Forbidden), (role, page, asked.StatusCode));
            }
            using var sets = await somebody.PostAsync(Rules, ("service", "x"));
            Assert.Equal(HttpStatusCode.Forbidden, sets.StatusCode);
        }
    }

    /// <summary>Ticks days of the child, those of the past as the mairie does.</summary>
    private async Task TicksAsync(SubscriberHome home, params DateOnly[] days)
    {
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var commune = await database.CommuneAsync();
        await using (var owner = Npgsql.NpgsqlDataSource.Create(database.Logins.Owner))
        await using (var enrols = owner.CreateCommand("update enrolment set starts_on = $1 where child_id = $2"))
        {
            enrols.Parameters.Add(new() { Value = days.Min() });
            enrols.Parameters.Add(new() { Value = home.Child.Value });
            await enrols.ExecuteNonQueryAsync(Stop);
        }
        foreach (var day in days.Where(d => d < SubscriberHome.Today))
            await verbs.GetRequiredService<OpenDays>().DeclareAsync(commune, home.Activity, day, day, [new(day, ParisTime.StartOf(day), ParisTime.StartOf(day))], "", Stop);
        var answers = await verbs.GetRequiredService<Bookings>().SetAsync(new(commune, home.Family, Guid.NewGuid(), "mairie", ChangeOrigin.Staff, [.. days.Select(d => new DayWish(home.Child, home.Activity, d, true))]), Stop);
        Assert.All(answers, a => Assert.Equal(Verdict.Held, a.Verdict));
    }

    private static (string Name, string Value)[] Wish(SubscriberHome home, DateOnly first, DateOnly last) =>
        [("enfant", home.Child.Value.ToString("N")), ("motif", "Illness"), ("du", $"{first:yyyy-MM-dd}"), ("au", $"{last:yyyy-MM-dd}")];

    /// <summary>Told up to a week later, with a proof within 48 hours.</summary>
    private static (string Name, string Value)[] Rule(SubscriberHome home) =>
    [
        ("service", home.Activity.Value.ToString("N")), ("motif", "Illness"), ("debut", $"{SubscriberHome.Today.AddDays(-40):yyyy-MM-dd}"), ("avance", "-7"), ("heure", "9:00"), ("carence", "0"), ("delai", "48"),
        ("rend", "oui"), ("decision", "<i>délibération 2026-31"),
    ];

    private async Task<long> CountAsync(SubscriberHome home)
    {
        await using var database = running.Portal.Database();
        return await database.AskAsync<long>("select count(distinct absence_id) from absence_day where child_id = $1", home.Child.Value);
    }

    /// <summary>A page that says no: at its top, and beside the field it is about.</summary>
    private static async Task<IHtmlDocument> RefusedAsync(HttpResponseMessage answer, string? field)
    {
        var page = await ParentSession.ReadAsync(answer);
        Assert.Equal((field, HttpStatusCode.UnprocessableEntity), (field, answer.StatusCode));
        Assert.NotEmpty(page.QuerySelectorAll(".errors li"));
        if (field is not null)
            Assert.NotEqual("", page.GetElementById($"{field}-erreur")?.TextContent.Trim() ?? "");
        Assert.True(page.Source.Text.Length < 200_000);
        return page;
    }

    private static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
