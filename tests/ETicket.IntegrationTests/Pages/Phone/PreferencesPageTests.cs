using System.Net;
using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.Families;
using ETicket.IntegrationTests.Pages.Account;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Mail.Stops;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages.Phone;

/// <summary>« Mes préférences » : each adult chooses their own letters, on the page or at the foot of a letter, and what is due is not chosen.</summary>
[Collection(nameof(PortalStories))]
public sealed class PreferencesPageTests(PortalRunning running)
{
    private const string Page = "/famille/preferences";

    private static readonly string[] All = Enum.GetNames<LetterTopic>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R194_What_is_unticked_here_and_what_is_stopped_at_the_foot_of_a_letter_are_one_choice()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var camille = await home.EnterAsync();
        await SaveAsync(camille, home.Guardian, "9", All, ["LowBalance", "Reminders", "News"]);
        Assert.Equal(("Bookings", 9), await WrittenAsync(home.Guardian));

        // While a page is still open: the letter's own address takes up one topic again, and stops another.
        await using var database = running.Portal.Database();
        var (commune, desk, stops) = (await database.CommuneAsync(), new StopDesk(database.Books.Worker), new LetterStops(database.Books));
        var bookings = await desk.OfferAsync(commune, home.Guardian, LetterTopic.Bookings, Stop);
        Assert.True(bookings.Stopped);
        await stops.SetAsync(commune, bookings.Token, stopped: false, Stop);
        await stops.SetAsync(commune, (await desk.OfferAsync(commune, home.Guardian, LetterTopic.Reminders, Stop)).Token, stopped: true, Stop);
        await SaveAsync(camille, home.Guardian, "9", ["LowBalance", "Reminders", "News"], ["LowBalance", "Reminders"]);

        Assert.Equal(("News,Reminders", 9), await WrittenAsync(home.Guardian));
        var page = await camille.PageAsync(Page);
        Assert.Equal(["LowBalance", "Bookings"], Received(page));
        Assert.Equal(2, page.QuerySelectorAll(".chosen-since").Length);
        // What is so already is neither written nor noted again.
        await SaveAsync(camille, home.Guardian, "9", ["LowBalance", "Bookings"], ["LowBalance", "Bookings"]);
        var history = await camille.PageAsync("/famille/historique");
        Assert.Equal(2, history.QuerySelectorAll(".history strong").Count(line => line.TextContent == "Préférences de courrier changées"));
    }

    [Fact]
    public async Task R194_R196_Nobody_chooses_for_an_adult_who_signs_in_and_whoever_has_no_access_is_chosen_for()
    {
        var home = await AccountHome.WelcomeAsync(running);
        var (alix, sasha) = (await AdultAsync(home, "Alix", signsIn: true), await AdultAsync(home, "Sasha", signsIn: false));
        using var camille = await home.EnterAsync();

        var page = await camille.PageAsync(Page);

        Assert.Equal(["Camille", "Sasha"], page.QuerySelectorAll(".chosen legend").Select(l => l.FirstChild!.TextContent));
        Assert.DoesNotContain("Alix", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("alix.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        foreach (var stranger in new[] { alix.ToString(), GuardianId.New().ToString(), Guid.Empty.ToString(), "x", "" })
        {
            using var refused = await camille.PostAsync(Page, Fields(stranger, "9", All, []));
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }
        Assert.Equal(("", 0), await WrittenAsync(alix));
        await SaveAsync(camille, sasha, "7", All, ["News"]);
        Assert.Equal(("Bookings,LowBalance,Reminders", 7), await WrittenAsync(sasha));
        Assert.Equal(("", 0), await WrittenAsync(home.Guardian));
    }

    [Fact]
    public async Task What_cannot_be_chosen_is_said_beside_its_field_what_was_typed_is_kept_and_nothing_is_written()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var camille = await home.EnterAsync();
        foreach (var days in new[] { "", "0", "31", "-1", "4,5", "<script>", "9999999999999", new string('9', 100_000) })
        {
            using var refused = await camille.PostAsync(Page, Fields(home.Guardian.ToString(), days, All, ["News"]));

            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var page = await ParentSession.ReadAsync(refused);
            var field = (IHtmlInputElement)page.QuerySelector("input[name=jours]")!;
            Assert.Equal((days, "true"), (field.GetAttribute("value"), field.GetAttribute("aria-invalid")));
            Assert.Equal(["News"], Received(page));
            Assert.Single(page.QuerySelectorAll(".field-error:not([hidden])"));
        }
        using (var unread = await camille.PostAsync(Page, Fields(home.Guardian.ToString(), "9\0", All, [])))
            await ParentSession.UnreadableAsync(unread);
        using (var odd = await camille.PostAsync(Page, ("copie", "autre")))
            Assert.Equal(HttpStatusCode.BadRequest, odd.StatusCode);
        // A letter that is due is no topic, whatever a form says of it.
        await SaveAsync(camille, home.Guardian, "5", [.. All, "TopUpReceipt", "0"], [.. All, "1"]);
        Assert.Equal(("", 0), await WrittenAsync(home.Guardian));
    }

    [Fact]
    public async Task What_is_always_written_is_named_with_its_reason_and_bears_no_box()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var camille = await home.EnterAsync();

        var page = await camille.PageAsync(Page);

        Assert.Equal(All, page.QuerySelectorAll("input[type=checkbox]").Select(box => box.GetAttribute("value")));
        var due = page.QuerySelectorAll(".due");
        Assert.All(due, story => Assert.NotEmpty(story.QuerySelector("p")!.TextContent.Trim()));
        var named = due.SelectMany(story => story.QuerySelectorAll("li")).Select(li => li.TextContent).ToList();
        Assert.Contains("Quittance, en ligne ou au guichet", named);
        Assert.DoesNotContain("Tickets bientôt épuisés", named);
    }

    private static (string Name, string Value)[] Fields(string adult, string days, IEnumerable<string> shown, IEnumerable<string> received) =>
        [("responsable", adult), ("jours", days), .. shown.Select(topic => ("montres", topic)), .. received.Select(topic => ("recus", topic))];

    private static async Task SaveAsync(ParentSession session, GuardianId adult, string days, IEnumerable<string> shown, IEnumerable<string> received)
    {
        using var saved = await session.PostAsync(Page, Fields(adult.ToString(), days, shown, received));
        Assert.Equal((HttpStatusCode.SeeOther, $"{Page}?fait=courriers"), (saved.StatusCode, saved.Headers.Location?.ToString()));
    }

    private static IEnumerable<string?> Received(IHtmlDocument page) => page.QuerySelectorAll("input[type=checkbox][checked]").Select(box => box.GetAttribute("value"));

    /// <summary>The topics an adult stopped, and the days they chose, 0 for none.</summary>
    private async Task<(string Stopped, int Days)> WrittenAsync(GuardianId adult)
    {
        await using var database = running.Portal.Database();
        return (
            await database.AskAsync<string>("select coalesce(string_agg(topic, ',' order by topic), '') from letter_stop where guardian_id = $1 and stopped_at is not null", adult.Value),
            await database.AskAsync<int>("select coalesce(low_balance_days, 0) from guardian where id = $1", adult.Value));
    }

    /// <summary>Another adult of the same file, with an address, and a login of that address where they sign in.</summary>
    private async Task<GuardianId> AdultAsync(AccountHome home, string name, bool signsIn)
    {
        var (adult, address) = (GuardianId.New(), $"{name.ToLowerInvariant()}.{home.Guardian}@famille.example");
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var (commune, family) = (await database.CommuneAsync(), new FamilyId(await database.AskAsync<Guid>("select family_id from guardian where id = $1", home.Guardian.Value)));
        await using (var work = await database.Books.BeginAsync(commune, Stop))
        {
            work.Db.Add(new Guardian { StructureId = commune, Id = adult, FamilyId = family, FirstName = name, LastName = "Aubry", Email = address });
            await work.CommitAsync(Stop);
        }
        if (signsIn)
            await verbs.GetRequiredService<Logins>().CreateAsync(address, address, AccountHome.Password, [(commune, Role.Parent, family)], Stop);
        return adult;
    }
}
