using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Planning;

namespace ETicket.IntegrationTests.Mail;

/// <summary>What families read when a day closes or comes back, from the transaction that does it to their mailbox.</summary>
public sealed class DaysLettersTests(Cluster cluster)
{
    [Fact]
    public async Task A_strike_is_told_to_each_guardian_of_the_families_that_had_ticked_the_day_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 2);
        await martin.JoinedBy("Alix", "alix@famille.example");
        await martin.JoinedBy("Sans", null);
        await martin.JoinedBy("Muet", "muet@famille.example", receivesLetters: false);
        await town.OpensAFile("Petit", email: "petit@famille.example");
        await martin.Buys(5, "CANT-B");
        var (tuesday, thursday) = (town.Days[1], town.Days[3]);
        await martin.Ticks("cantine", tuesday, thursday);
        await martin.SetAsync(martin.Children[1], "cantine", wanted: true, ChangeOrigin.Parent, tuesday);

        await ClosesAsync(town, "grève", tuesday, thursday);
        await ClosesAsync(town, "grève", tuesday, thursday);

        var letters = await MailDesk.ReadAsync<DaysClosed>(books);
        Assert.Equal(["alix@famille.example", "parent@famille.example"], letters.Select(l => l.To));
        Assert.All(letters, l => Assert.Equal("Fermeture de 2 jours, à partir du mardi 8 septembre", l.Subject));
        Assert.Contains("Bonjour Alix,", letters[0].Text, StringComparison.Ordinal);
        Assert.Contains("Motif : grève.", letters[0].Text, StringComparison.Ordinal);
        Assert.Contains("- mardi 8 septembre 2026 : cantine, Martin 1\n- mardi 8 septembre 2026 : cantine, Martin 2\n- jeudi 10 septembre 2026 : cantine, Martin 1\n", letters[0].Text, StringComparison.Ordinal);
        Assert.Contains("De nouveau disponible dans votre carnet : 3 tickets.", letters[0].Text, StringComparison.Ordinal);
        Assert.Contains("http://localhost:5000/famille/planning", letters[0].Text, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    // Monday is 0; the family ticked all five days.
    [InlineData(new[] { 0, 4 }, "Fermeture de 2 jours, à partir du lundi 7 septembre")]
    [InlineData(new[] { 0, 1, 3, 4 }, "Fermeture de 4 jours, à partir du lundi 7 septembre")]
    [InlineData(new[] { 0, 1, 2, 3, 4 }, "Fermeture du lundi 7 septembre au vendredi 11 septembre")]
    [InlineData(new[] { 1, 2 }, "Fermeture du mardi 8 septembre au mercredi 9 septembre")]
    [InlineData(new[] { 4, 5 }, "Fermeture du vendredi 11 septembre au lundi 14 septembre")]
    [InlineData(new[] { 3 }, "Fermeture le jeudi 10 septembre")]
    public async Task Du_and_au_are_said_only_of_days_between_which_none_opens(int[] closed, string subject)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", [.. town.Days.Take(6)]);

        await ClosesAsync(town, "grève", [.. closed.Select(d => town.Days[d])]);

        var (_, told, text) = Assert.Single(await MailDesk.ReadAsync<DaysClosed>(books));
        Assert.Equal(subject, told);
        Assert.Contains($"\n{subject}\n", text, StringComparison.Ordinal);
        Assert.Equal(closed.Length, text.Split("\n- ").Length - 1);
    }

    [Fact]
    public async Task A_closed_day_the_family_had_not_ticked_does_not_cut_the_days_that_close()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, petit) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit", email: "petit@famille.example"));
        await martin.Ticks("cantine", town.Days[0], town.Days[2]);
        await petit.Ticks("cantine", town.Days[1]);

        await ClosesAsync(town, "grève", [.. town.Days.Take(3)]);

        Assert.Equal(
            ["Fermeture du lundi 7 septembre au mercredi 9 septembre", "Fermeture le mardi 8 septembre"],
            (await MailDesk.ReadAsync<DaysClosed>(books)).Select(l => l.Subject));
    }

    [Fact]
    public async Task A_day_opened_again_and_closed_again_is_told_again()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var day = town.Days[1];
        await martin.Ticks("cantine", day);
        await ClosesAsync(town, "grève", day);
        await new OpenDays(books.Database).DeclareAsync(town.Structure, town.Activity("cantine"), day, day, [Declared(day)], "", CancellationToken.None);
        await martin.Ticks("cantine", day);

        await ClosesAsync(town, "", day);

        var letters = await MailDesk.ReadAsync<DaysClosed>(books);
        Assert.Equal(2, letters.Count);
        Assert.All(letters, l => Assert.Equal("Fermeture le mardi 8 septembre", l.Subject));
        Assert.Single(letters, l => l.Text.Contains("Motif", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_day_nobody_had_ticked_closes_without_a_word()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await town.OpensAFile("Martin");

        await ClosesAsync(town, "grève", town.Days[1]);

        Assert.Empty(await MailDesk.ReadAsync<DaysClosed>(books));
    }

    [Theory]
    [InlineData(Recredits.Closure, nameof(DaysClosed))]
    [InlineData(Recredits.Absence, nameof(AbsenceDecided))]
    [InlineData("erreur de liste", nameof(GoodwillTickets))]
    public async Task Tickets_given_back_are_told_with_the_decision_once(string reason, string letter)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(5, "CANT-B");
        await martin.Ticks("cantine", town.Days[0], town.Days[1]);
        await town.SetsTheClock(town.Days[1], "20:00");
        await town.ClosesTheDay(town.Days[1]);
        long[] eaten = [await martin.Booking(martin.Children[0], "cantine", town.Days[0]), await martin.Booking(martin.Children[0], "cantine", town.Days[1])];

        for (var time = 0; time < 2; time++)
            await town.Recredits.GiveBackAsync(town.Structure, "D1", town.Days[1], reason, "mairie", ChangeOrigin.Staff, eaten, CancellationToken.None);

        var told = letter switch
        {
            nameof(DaysClosed) => await MailDesk.ReadAsync<DaysClosed>(books),
            nameof(AbsenceDecided) => await MailDesk.ReadAsync<AbsenceDecided>(books),
            _ => await MailDesk.ReadAsync<GoodwillTickets>(books),
        };
        var (_, subject, text) = Assert.Single(told);
        Assert.Contains(letter switch { nameof(DaysClosed) => "Rendu à votre carnet : 2 tickets", nameof(AbsenceDecided) => "Absence prise en compte", _ => "erreur de liste" }, text, StringComparison.Ordinal);
        Assert.Contains("lundi 7 septembre 2026 : cantine, Martin 1", text, StringComparison.Ordinal);
        Assert.Contains("2 tickets", subject + text, StringComparison.Ordinal);
        Assert.Equal(1, await books.AskAsync<long>("select count(*) from outbox_letter where name in ('DaysClosed', 'AbsenceDecided', 'GoodwillTickets')"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task E23_Two_homes_of_one_child_each_read_of_their_own_days_and_never_of_the_other_s()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (mother, father) = await town.TwoHomes();
        await father.Buys(2, "CANT-B");
        await mother.Ticks("cantine", town.Days[0], town.Days[1], town.Days[3]);
        await father.Ticks("cantine", town.Days[2], town.Days[4]);
        await town.SetsTheClock(town.Days[0], "20:00");
        await town.ClosesTheDay(town.Days[0], "cantine");

        await ClosesAsync(town, "neige", town.Days[1], town.Days[2], town.Days[4]);
        await town.Recredits.GiveBackAsync(
            town.Structure, "D1", town.Days[0], Recredits.Absence, "mairie", ChangeOrigin.Staff, [await mother.Booking(mother.Children[0], "cantine", town.Days[0])], CancellationToken.None);

        var closed = await MailDesk.ReadAsync<DaysClosed>(books);
        Assert.Equal(["mere@famille.example", "pere@famille.example"], closed.Select(l => l.To));
        // The canary: a name, a day or a booklet of one home in a letter of the other.
        Assert.All(new[] { "Petit", "mercredi 9", "vendredi 11" }, word => Assert.DoesNotContain(word, closed[0].Text, StringComparison.Ordinal));
        Assert.All(new[] { "famille Martin", "mardi 8", "lundi 7" }, word => Assert.DoesNotContain(word, closed[1].Text, StringComparison.Ordinal));
        // The ticket of the absence came back: nothing lacks any more.
        Assert.Equal(
            ["AbsenceDecided Martin sent", "DaysClosed Martin sent", "DaysClosed Petit sent", "NegativeBalance Martin dropped", "TopUpReceipt Petit sent"],
            await books.ListAsync(town.Structure, "select concat_ws(' ', o.name, f.name, o.state) from outbox_letter o join family f on f.id = o.family_id order by 1", r => r.GetString(0)));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task What_is_undone_by_a_failure_is_not_told()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[1]);
        await using (var work = await books.Database.BeginAsync(town.Structure, CancellationToken.None))
        {
            await using var close = work.Command(
                "update open_day set closed_for = 'grève' where structure_id = $1", town.Structure.Value);
            await close.ExecuteNonQueryAsync();
            await using var release = work.Command(
                "select planning_release_closed($1, $2, $3, $3, 'http://localhost/', 'http://localhost/')", town.Structure.Value, town.Activity("cantine").Value, town.Days[1]);
            Assert.Equal(1, await release.ExecuteScalarAsync());
        }

        Assert.Empty(await MailDesk.ReadAsync<DaysClosed>(books));
        Assert.Equal(BookingState.Held, await martin.Cell(martin.Children[0], "cantine", town.Days[1]));
    }

    /// <summary>These days do not open; the others of their span stay as they were.</summary>
    private static async Task ClosesAsync(Town town, string reason, params DateOnly[] days)
    {
        DeclaredDay[] open = [.. town.Days.Where(d => d >= days[0] && d <= days[^1] && !days.Contains(d)).Select(Declared)];
        await new OpenDays(town.Books.Database).DeclareAsync(town.Structure, town.Activity("cantine"), days[0], days[^1], open, reason, CancellationToken.None);
    }

    private static DeclaredDay Declared(DateOnly day)
    {
        var limit = ParisTime.At(day.AddDays(-1), new TimeOnly(11, 0));
        return new DeclaredDay(day, limit, limit);
    }
}
