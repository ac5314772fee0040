using System.Net;
using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.Families;
using ETicket.IntegrationTests.Pages.Days;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages.Account;

/// <summary>« Mon historique » : a family reads what was done in its file, by whom and when, and nothing of anybody else's.</summary>
[Collection(nameof(PortalStories))]
public sealed class HistoryPageTests(PortalRunning running)
{
    private const string Page = "/famille/historique";

    private static readonly DateOnly[] Days = [.. Enumerable.Range(2, 8).Select(SubscriberHome.Today.AddDays)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R19_A_family_reads_its_sign_ins_its_days_with_who_ticked_them_and_its_payments()
    {
        var home = await SubscriberHome.WelcomeAsync(running, 9, "Lou");
        using var phone = new ParentSession(running.Portal.Address);
        phone.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0");
        using (var entered = await phone.PostAsync("/connexion", ("identifiant", home.Login.UserName), ("motdepasse", home.Login.Password)))
            Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        await ClickAsync(home, home.Login.UserName, ChangeOrigin.Parent, true, Days[0], Days[1]);
        await ClickAsync(home, "Dominique", ChangeOrigin.Staff, true, Days[2]);
        await ClickAsync(home, home.Login.UserName, ChangeOrigin.Standing, true, Days[3]);
        await ClickAsync(home, home.Login.UserName, ChangeOrigin.Parent, false, Days[0]);
        await home.BuysAsync(3);

        var lines = Lines(await phone.PageAsync(Page));

        Assert.Equal(
            [
                "Paiement : payé | au guichet | 6,00 €", $"Lou, Garderie du soir : décoché | pour le {Said(Days[0])} | par vous", $"Lou, Garderie du soir : coché | pour le {Said(Days[3])} | par votre abonnement",
                $"Lou, Garderie du soir : coché | pour le {Said(Days[2])} | par la mairie", $"Lou, Garderie du soir : coché | pour le {Said(Days[0])} et {Said(Days[1])} | par vous",
                "Connexion | Firefox sur Android",
            ],
            lines);
        Assert.Contains("Firefox sur Android", (await phone.PageAsync("/compte/connexions")).QuerySelector(".card")!.TextContent, StringComparison.Ordinal);
        // No page of the family names whoever works for the mairie here, nor what opens the account of another.
        Assert.DoesNotContain("Dominique", string.Join(' ', lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task R15_R19_The_other_home_of_a_child_and_the_other_adult_of_a_file_read_nothing_that_is_not_theirs()
    {
        var mother = await SubscriberHome.WelcomeAsync(running, 5, "Noé");
        var father = await OtherHomeAsync(mother);
        var alix = await SecondAdultAsync(mother);
        using var hers = await mother.EnterAsync();
        using var his = await ParentSession.EnterAsync(running.Portal.Address, father.Login);
        using var alixs = await ParentSession.EnterAsync(running.Portal.Address, alix);
        await ClickAsync(mother, mother.Login.UserName, ChangeOrigin.Parent, true, Days[0]);
        await ClickAsync(mother, alix.UserName, ChangeOrigin.Parent, true, Days[1]);
        await ClickAsync(father, father.Login.UserName, ChangeOrigin.Parent, true, Days[2]);
        await ClickAsync(father, "Dominique", ChangeOrigin.Staff, true, Days[3]);
        await father.BuysAsync(7);

        var (read, other, both) = (Lines(await hers.PageAsync(Page)), Lines(await his.PageAsync(Page)), Lines(await alixs.PageAsync(Page)));

        // Alix reads the days of the file, and not when Camille signed in.
        Assert.Equal(["par Alix", "par vous", "appareil inconnu"], read.Select(l => l.Split(" | ")[^1]));
        Assert.Equal(["par vous", "par Camille", "appareil inconnu"], both.Select(l => l.Split(" | ")[^1]));
        Assert.Equal(["14,00 €", "par la mairie", "par vous", "appareil inconnu"], other.Select(l => l.Split(" | ")[^1]));
        Assert.All([Days[2], Days[3]], day => Assert.DoesNotContain(Said(day), string.Join(' ', read), StringComparison.Ordinal));
        Assert.All([Days[0], Days[1]], day => Assert.DoesNotContain(Said(day), string.Join(' ', other), StringComparison.Ordinal));
    }

    [Fact]
    public async Task R19_A_long_history_is_read_sheet_by_sheet_and_whatever_is_asked_for_is_answered()
    {
        var home = await SubscriberHome.WelcomeAsync(running, 5);
        using var phone = await home.EnterAsync();
        for (var i = 0; i < 56; i++)
            await ClickAsync(home, home.Login.UserName, ChangeOrigin.Parent, i % 2 == 0, Days[0]);

        var (first, second) = (await phone.PageAsync(Page), await phone.PageAsync($"{Page}?feuillet=2"));

        Assert.Equal((50, 7), (Lines(first).Length, Lines(second).Length));
        Assert.Equal(($"{Page}?feuillet=2", null), (first.QuerySelector("a[rel=next]")?.GetAttribute("href"), first.QuerySelector("a[rel=prev]")));
        Assert.Equal((null, $"{Page}?feuillet=1"), (second.QuerySelector("a[rel=next]"), second.QuerySelector("a[rel=prev]")?.GetAttribute("href")));
        Assert.Equal("Connexion | appareil inconnu", Lines(second)[^1]);
        Assert.Contains("Rien de plus ancien.", (await phone.PageAsync($"{Page}?feuillet=3")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        foreach (var wrong in new[] { "0", "-1", "x", "1e9", "99999999999999999999", "%3Cscript%3E", new string('9', 4_000) })
            Assert.Equal(50, Lines(await phone.PageAsync($"{Page}?feuillet={wrong}")).Length);
        Assert.Empty(Lines(await phone.PageAsync($"{Page}?feuillet=999999999")));
    }

    /// <summary>The year goes without saying where it is that of the act.</summary>
    private static string Said(DateOnly day) => day.Year == SubscriberHome.Today.Year ? French.ShortDay(day) : FormattableString.Invariant($"{French.ShortDay(day)}/{day.Year}");

    /// <summary>What, for which days, by whom, for how much; the hour apart.</summary>
    private static string[] Lines(IHtmlDocument page) =>
    [
        .. page.QuerySelectorAll(".history li").Select(li => string.Join(
            " | ", li.QuerySelector(".history-what")!.ChildNodes.Concat(li.QuerySelectorAll(".money")).Select(n => n.TextContent.Trim()).Where(t => t.Length > 0)).Replace('\u00A0', ' ')),
    ];

    private async Task ClickAsync(SubscriberHome home, string actor, ChangeOrigin origin, bool wanted, params DateOnly[] days)
    {
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var answers = await verbs.GetRequiredService<Bookings>().SetAsync(
            new(await database.CommuneAsync(), home.Family, Guid.NewGuid(), actor, origin, [.. days.Select(d => new DayWish(home.Child, home.Activity, d, wanted))]), Stop);
        Assert.All(answers, a => Assert.Equal(wanted ? Verdict.Held : Verdict.Released, a.Verdict));
    }

    /// <summary>The child's other home: a file, a booklet and a login of its own.</summary>
    private async Task<SubscriberHome> OtherHomeAsync(SubscriberHome home)
    {
        var other = home with { Family = FamilyId.New(), Login = new PortalLogin($"autre-{home.Family}", home.Login.Password) };
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var commune = await database.CommuneAsync();
        await verbs.GetRequiredService<FamilyFiles>().OpenAsync(commune, [new NewFamily(other.Family, $"A{other.Family}", "Roux", [new(GuardianId.New(), "Dany", "Roux", null)], [])], Stop);
        await using (var work = await database.Books.BeginAsync(commune, Stop))
        {
            work.Db.Add(new FamilyChild { StructureId = commune, FamilyId = other.Family, ChildId = home.Child });
            await work.CommitAsync(Stop);
        }
        await verbs.GetRequiredService<WalletBook>().TakeOverAsync(commune, SubscriberHome.Today, [new(other.Family, home.Ticket, 5, new(200))], Stop);
        await verbs.GetRequiredService<Logins>().CreateAsync(other.Login.UserName, null, other.Login.Password, [(commune, Role.Parent, other.Family)], Stop);
        return other;
    }

    /// <summary>Another adult of the same file, with an address and a login of their own; the first one's login bears the address of the first.</summary>
    private async Task<PortalLogin> SecondAdultAsync(SubscriberHome home)
    {
        var (alix, camille) = ($"alix.{home.Family}@famille.example", $"camille.{home.Family}@famille.example");
        var login = new PortalLogin($"alix-{home.Family}", home.Login.Password);
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var commune = await database.CommuneAsync();
        await using (var owner = Npgsql.NpgsqlDataSource.Create(database.Logins.Owner))
        await using (var address = owner.CreateCommand("with mine as (update guardian set email = $2 where family_id = $1) update login set email = $2 where user_name = $3"))
        {
            foreach (var value in new object[] { home.Family.Value, camille, home.Login.UserName })
                address.Parameters.Add(new() { Value = value });
            await address.ExecuteNonQueryAsync(Stop);
        }
        await using (var work = await database.Books.BeginAsync(commune, Stop))
        {
            work.Db.Add(new Guardian { StructureId = commune, Id = GuardianId.New(), FamilyId = home.Family, FirstName = "Alix", LastName = "Sagan", Email = alix });
            await work.CommitAsync(Stop);
        }
        await verbs.GetRequiredService<Logins>().CreateAsync(login.UserName, alix, login.Password, [(commune, Role.Parent, home.Family)], Stop);
        return login;
    }
}
