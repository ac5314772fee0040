using ETicket.IntegrationTests.Planning.Foresight;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Planning;

namespace ETicket.IntegrationTests.Planning.Telling;

/// <summary>
/// « Semaine vide » — when it is told. The first week of the towns begins on Monday 7 September; a day is ticked before eleven of its eve, so that the first deadline of the third
/// week is Sunday 20 September at eleven, and its reminder comes on Saturday.
/// </summary>
public sealed class EmptyWeeksTests(Cluster cluster)
{
    private static readonly DateOnly Saturday = new(2026, 9, 19);

    [Fact]
    public async Task R102_A_week_without_a_tick_is_told_the_morning_before_the_day_of_its_first_deadline_once()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.JoinedBy("Alix", "alix@famille.example");
        await martin.JoinedBy("Sans", null);
        await martin.JoinedBy("Muet", "muet@famille.example", receivesLetters: false);
        await town.OpensAFile("Petit", email: "petit@famille.example");
        await martin.Ticks("cantine", town.Days[0], town.Days[1], town.Days[7]);

        Assert.Equal(0, await desk.Morning(Saturday.AddDays(-7)));
        Assert.Equal(0, await desk.Morning(Saturday.AddDays(-1), "19:59"));
        Assert.Equal(2, await desk.Morning(Saturday));
        Assert.Equal(0, await desk.Morning(Saturday, "12:00"));
        Assert.Equal(0, await desk.Morning(Saturday.AddDays(1)));

        var letters = await desk.Read<EmptyWeek>();
        Assert.Equal(["alix@famille.example", "parent@famille.example"], letters.Select(l => l.To));
        Assert.All(letters, l => Assert.Equal("Semaine du lundi 21 septembre : pensez à cocher", l.Subject));
        Assert.Contains(
            """
            Bonjour Alix,

            Semaine du lundi 21 septembre : pensez à cocher

            Du lundi 21 septembre au vendredi 25 septembre, aucun jour n’est coché pour :

            - Martin 1, cantine : premier jour à cocher avant le dimanche 20 septembre 2026 à 11:00

            Si c’est ce que vous vouliez, vous n’avez rien à faire. Sinon, cochez avant ces limites.

            Cocher des jours :
            https://familles.example/famille/planning?semaine=2026-09-21
            """.ReplaceLineEndings("\n"),
            letters[0].Text, StringComparison.Ordinal);
        Assert.Contains("Les messages « rappels » sont facultatifs", letters[0].Text, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("2026-09-20", "10:59:59", 1)]
    [InlineData("2026-09-20", "11:00", 0)]
    [InlineData("2026-10-25", "10:59:59", 1)]
    [InlineData("2026-10-25", "11:00", 0)]
    [InlineData("2027-03-28", "10:59:59", 1)]
    [InlineData("2027-03-28", "11:00", 0)]
    public async Task A_morning_that_was_missed_is_made_up_for_until_the_first_deadline_and_never_after(string sunday, string hour, int told)
    {
        var day = DateOnly.Parse(sunday);
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster, new TownPlan { FirstDay = day.AddDays(-13), BusFloor = null });
        await using var _ = books;
        await (await town.OpensAFile("Martin")).Ticks("cantine", town.Days[0], town.Days[5]);

        Assert.Equal(told, await desk.Morning(day, hour));

        Assert.All(await desk.Letters<EmptyWeek>(), l => Assert.Equal(ParisTime.At(day, new TimeOnly(11, 0)), Assert.Single(l.Letter.Lines).AddUntil));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_deadline_at_midnight_is_one_of_the_day_that_ends()
    {
        // Midnight at the end of Saturday, for Monday.
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster, new TownPlan { CutOff = "00:00", BusFloor = null });
        await using var _ = books;
        await (await town.OpensAFile("Martin")).Ticks("cantine", town.Days[0], town.Days[5]);

        Assert.Equal(0, await desk.Morning(Saturday.AddDays(-2)));
        Assert.Equal(1, await desk.Morning(Saturday.AddDays(-1)));

        Assert.Contains("avant le samedi 19 septembre 2026 à minuit", Assert.Single(await desk.Read<EmptyWeek>()).Text, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Six_at_once_write_one_letter()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        await (await town.OpensAFile("Martin")).Ticks("cantine", town.Days[0], town.Days[5]);
        await town.SetsTheClock(Saturday, "08:30");

        var told = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => desk.Weeks.RunAsync(CancellationToken.None)));

        Assert.Equal(1, told.Sum());
        Assert.Equal("2026-09-21", Assert.Single(await desk.Letters<EmptyWeek>()).Reference);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Every_child_and_activity_of_the_week_is_in_one_letter_those_due_later_too_and_none_that_is_ticked()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        // The canteen wants to know the whole week on the Thursday before.
        var thursday = ParisTime.At(new(2026, 9, 17), new TimeOnly(11, 0));
        await Declares(town, "cantine", [.. town.Days.Skip(10).Take(5).Select(d => new DeclaredDay(d, thursday, thursday))]);
        var martin = await town.OpensAFile("Martin", children: 2);
        await martin.Ticks("cantine", town.Days[0], town.Days[5], town.Days[11]);
        await martin.Ticks("car", town.Days[0], town.Days[5]);
        await martin.WrittenIn("cantine", [town.Days[0], town.Days[5]], child: 1);
        var petit = await town.OpensAFile("Petit");
        await petit.Ticks("car", town.Days[0], town.Days[5]);

        // The bus alone is not due yet on Wednesday; on Saturday, whoever was told is not told again.
        Assert.Equal(0, await desk.Morning(new(2026, 9, 15)));
        Assert.Equal(1, await desk.Morning(new(2026, 9, 16)));
        Assert.Equal(1, await desk.Morning(Saturday));

        var letters = await desk.Letters<EmptyWeek>();
        Assert.Equal(["Martin", "Petit"], letters.Select(l => l.Letter.FamilyName));
        var sunday = ParisTime.At(new(2026, 9, 20), new TimeOnly(11, 0));
        Assert.Equal([("Martin 1", "car", sunday), ("Martin 2", "cantine", thursday)], letters[0].Letter.Lines.Select(l => (l.Child, l.Activity, l.AddUntil)));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Holidays_are_never_told_and_the_week_after_them_is_where_the_family_ticked_in_two_weeks_before_them()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        await (await town.OpensAFile("Martin")).Ticks("cantine", town.Days[0], town.Days[5]);
        await (await town.OpensAFile("Petit")).Ticks("cantine", town.Days[5]);
        // Two weeks without an open day; a third that opens on Thursday and Saturday only.
        await Declares(town, "cantine", [], town.Days[10], town.Days[19]);
        DateOnly[] open = [new(2026, 10, 8), new(2026, 10, 10)];
        await Declares(town, "cantine", [.. open.Select(Declared)], new(2026, 10, 5), open[^1]);

        foreach (var day in Enumerable.Range(0, 25).Select(new DateOnly(2026, 9, 12).AddDays))
            Assert.Equal((day, day == new DateOnly(2026, 10, 6) ? 1 : 0), (day, await desk.Morning(day)));

        // Wednesday at eleven is the first deadline of that week.
        var letter = Assert.Single(await desk.Letters<EmptyWeek>()).Letter;
        Assert.Equal(("Martin", new DateOnly(2026, 10, 5), open[^1]), (letter.FamilyName, letter.FirstDay, letter.LastDay));
        Assert.Equal(ParisTime.At(new(2026, 10, 7), new TimeOnly(11, 0)), Assert.Single(letter.Lines).AddUntil);
        await books.ShouldBeHealthyAsync();
    }

    internal static DeclaredDay Declared(DateOnly day) => new(day, ParisTime.At(day.AddDays(-1), new TimeOnly(11, 0)), ParisTime.At(day.AddDays(-1), new TimeOnly(11, 0)));

    internal static Task Declares(Town town, string activity, DeclaredDay[] days, DateOnly? from = null, DateOnly? to = null) =>
        new OpenDays(town.Books.Database).DeclareAsync(town.Structure, town.Activity(activity), from ?? days[0].Day, to ?? days[^1].Day, days, "vacances", CancellationToken.None);
}
