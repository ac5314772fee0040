using ETicket.Access;
using ETicket.IntegrationTests.Payments.AtTheDoor;
using ETicket.IntegrationTests.Schedule;
using ETicket.IntegrationTests.World;
using ETicket.Payments.Providers.PayFip;
using ETicket.Web.Schedule;

namespace ETicket.IntegrationTests.Pages;

/// <summary>« Travaux de la nuit »: what ran, what is owed, what comes next, in the hours of Paris.</summary>
public sealed class WorksPageTests(Cluster cluster)
{
    private static readonly PortalLogin Login = new("mairie", "tickets-de-cantine");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_staff_reads_what_was_done_for_its_commune_what_is_owed_and_when_it_comes_next()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await (await town.OpensAFile("Martin")).Ticks("cantine", [.. town.Days.Take(3)]);
        await town.SetsTheClock(town.Days[0], "20:00");
        await using var night = await Night.OpenAsync(town);
        await using var doors = await OpenAsync(books);
        await HiresAsync(doors, town, Role.Agent);

        var before = await ReadsAsync(doors);
        await town.SetsTheClock(town.Days[1], "00:20");
        await night.RingAsync(Timetable.CloseDays);
        var done = await ReadsAsync(doors);
        await town.SetsTheClock(town.Days[3], "09:00");
        var owed = await ReadsAsync(doors);

        Assert.Contains("Pas encore passé", before, StringComparison.Ordinal);
        Assert.Contains("Prochain passage 08/09/2026 à 00:20", before, StringComparison.Ordinal);
        Assert.Contains("Fait Dernier passage 08/09/2026 à 00:20, pour le lundi 7 septembre 2026 Durée moins d’une seconde Dans votre structure 2 journées clôturées Prochain passage 09/09/2026 à 00:20", done, StringComparison.Ordinal);
        Assert.Contains("2 journées dues mardi 8 septembre 2026 et mercredi 9 septembre 2026 Prochain passage dans la minute", owed, StringComparison.Ordinal);
        Assert.DoesNotContain("Toutes structures", done, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_runs_the_installation_reads_the_figures_of_all_its_structures_and_why_a_night_failed()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await (await town.OpensAFile("Martin")).Ticks("cantine", town.Days[0]);
        await (await (await Town.FoundAsync(books, new TownPlan("autre"))).OpensAFile("Petit")).Ticks("cantine", town.Days[0]);
        await town.SetsTheClock(town.Days[0], "20:00");
        await using var night = await Night.OpenAsync(town);
        await using var doors = await OpenAsync(books);
        await HiresAsync(doors, town, Role.Operator);
        await town.SetsTheClock(town.Days[1], "00:20");
        await night.RingAsync(Timetable.CloseDays);

        var done = await ReadsAsync(doors);
        await town.SetsTheClock(town.Days[2], "00:20");
        await Assert.ThrowsAsync<TimeoutException>(() => night.Runs.KeepAsync(Night.DutyOf(Timetable.CloseDays), "A", (_, _) => throw new TimeoutException("famille Martin"), Stop));
        var failed = await ReadsAsync(doors);

        Assert.Contains("Toutes structures 4 journées vérifiées, 2\u00A0tickets décomptés Prochain", done, StringComparison.Ordinal);
        Assert.Contains("En échec Dernier passage 09/09/2026 à 00:20, pour le mardi 8 septembre 2026", failed, StringComparison.Ordinal);
        Assert.Contains("TimeoutException", failed, StringComparison.Ordinal);
        Assert.DoesNotContain("famille Martin", failed, StringComparison.Ordinal);
        Assert.Contains("Journée due mardi 8 septembre 2026 Prochain passage 09/09/2026 à 00:35", failed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_often_says_its_pace_in_words_its_hours_and_when_it_comes_next()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await town.SetsTheClock(town.Days[0], "19:30");
        await using var night = await Night.OpenAsync(town);
        await using var doors = await OpenAsync(books);
        await HiresAsync(doors, town, Role.Agent);
        await night.Runs.KeepAsync(Night.DutyOf(Timetable.LowBalance), "A", (_, _) => Task.FromResult(Figures.Of((Figures.Told, 0))), Stop);

        var evening = await ReadsAsync(doors, Timetable.LowBalance);
        var payments = await ReadsAsync(doors, Timetable.SweepPayments);

        Assert.Contains("Prochain passage toutes les heures, de 8\u00A0h à 20\u00A0h\u00A0; le prochain 08/09/2026 à 08:00", evening, StringComparison.Ordinal);
        Assert.EndsWith("Prochain passage toutes les minutes", payments, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_owed_at_its_hour_says_so_that_day_and_never_the_day_after()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await using var night = await Night.OpenAsync(town);
        await using var doors = await OpenAsync(books);
        await HiresAsync(doors, town, Role.Operator);

        var morning = await ReadsAtAsync("19:29");
        var due = await ReadsAtAsync("19:30");
        await Assert.ThrowsAsync<TimeoutException>(() => night.Runs.KeepAsync(Night.DutyOf(Timetable.BookingSummary), "A", (_, _) => throw new TimeoutException("famille Martin"), Stop));
        var failed = await ReadsAtAsync("19:31");
        await town.SetsTheClock(town.Days[0], "19:45");
        await night.Runs.KeepAsync(Night.DutyOf(Timetable.BookingSummary), "A", (_, _) => Task.FromResult(Figures.Of((Figures.Told, 2))), Stop);
        var done = await ReadsAtAsync("19:45");
        await town.SetsTheClock(town.Days[2], "20:00");
        var missed = await ReadsAsync(doors, Timetable.BookingSummary);

        Assert.StartsWith("Récapitulatifs des réservations Envoie le soir", morning, StringComparison.Ordinal);
        Assert.EndsWith("Pas encore passé Prochain passage 07/09/2026 à 19:30", morning, StringComparison.Ordinal);
        Assert.EndsWith("Journée due lundi 7 septembre 2026 Prochain passage dans la minute", due, StringComparison.Ordinal);
        Assert.EndsWith("Journée due lundi 7 septembre 2026 Prochain passage 07/09/2026 à 19:45", failed, StringComparison.Ordinal);
        Assert.EndsWith("Toutes structures 2 courriers écrits Prochain passage 08/09/2026 à 19:30", done, StringComparison.Ordinal);
        Assert.EndsWith("Prochain passage 10/09/2026 à 19:30", missed, StringComparison.Ordinal);
        Assert.DoesNotContain("due", missed, StringComparison.Ordinal);

        async Task<string> ReadsAtAsync(string hour)
        {
            await town.SetsTheClock(town.Days[0], hour);
            return await ReadsAsync(doors, Timetable.BookingSummary);
        }
    }

    private static Task<Doors> OpenAsync(Books books) => Doors.OpenAsync(books, services => services.AddPayFip(_ => { }), address: "http://tickets.commune.example");

    private static Task HiresAsync(Doors doors, Town town, Role role) =>
        doors.Get<Logins>().CreateAsync(Login.UserName, null, Login.Password, [(town.Structure, role, null)], Stop);

    /// <summary>Signs in, since nights pass between two readings, and reads the card of a duty, its words one space apart.</summary>
    private static async Task<string> ReadsAsync(Doors doors, string duty = Timetable.CloseDays)
    {
        using var session = await ParentSession.EnterAsync(doors.Address, Login);
        var card = (await session.PageAsync("/mairie/travaux")).QuerySelector($"section[aria-labelledby='{duty}']")!;
        var words = card.QuerySelectorAll("h2, p, dt, dd").SelectMany(e => e.TextContent.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return string.Join(' ', words);
    }
}
