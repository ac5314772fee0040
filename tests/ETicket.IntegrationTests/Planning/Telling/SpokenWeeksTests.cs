using ETicket.IntegrationTests.Planning.Foresight;
using ETicket.IntegrationTests.World;
using ETicket.Planning;
using Npgsql;

namespace ETicket.IntegrationTests.Planning.Telling;

/// <summary>« Semaine vide » — whom it is told to: families that usually tick, of a child nobody spoke of for that week. The third week begins on Monday 21 September.</summary>
public sealed class SpokenWeeksTests(Cluster cluster)
{
    private static readonly DateOnly Saturday = new(2026, 9, 19);

    [Theory]
    [InlineData("a day is ticked", 0)]
    [InlineData("a day was ticked and unticked", 0)]
    [InlineData("the staff wrote a day in", 0)]
    [InlineData("the other home ticked a day", 0)]
    [InlineData("a day that was ticked closed", 0)]
    [InlineData("an abonnement asks for a day", 0)]
    [InlineData("an abonnement asks for none of that week", 0)]
    [InlineData("an abonnement ended before", 1)]
    [InlineData("the other home's abonnement asks for a day", 0)]
    [InlineData("the other home's abonnement asks for none of that week", 1)]
    [InlineData("the child has left the school", 0)]
    [InlineData("the child is enrolled until Monday", 1)]
    [InlineData("the whole week is closed", 0)]
    [InlineData("another activity is ticked", 1)]
    [InlineData("another week is ticked", 1)]
    [InlineData("nothing", 1)]
    public async Task A_week_is_empty_where_nobody_spoke_of_it(string what, int told)
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var (mother, father) = await town.TwoHomes();
        await mother.Ticks("cantine", town.Days[0], town.Days[5]);

        await HappensAsync(what, town, mother, father);

        Assert.Equal(told, await desk.Morning(Saturday));
        await books.ShouldBeHealthyAsync();
    }

    private static Task HappensAsync(string what, Town town, FamilyFile mother, FamilyFile father)
    {
        var (desk, week) = (new ForesightDesk(town), town.Days.Skip(10).Take(5).ToArray());
        return what switch
        {
            "a day is ticked" => mother.Ticks("cantine", week[4]),
            "a day was ticked and unticked" => BothAsync(mother.Ticks("cantine", week[0]), () => mother.Unticks("cantine", week[0])),
            "the staff wrote a day in" => mother.WrittenIn("cantine", [week[2]]),
            "the other home ticked a day" => father.Ticks("cantine", week[1]),
            "a day that was ticked closed" => BothAsync(mother.Ticks("cantine", week[3]), () => desk.Closes("cantine", week[3])),
            "an abonnement asks for a day" => desk.Subscribes(mother, "cantine", [4]),
            "an abonnement asks for none of that week" => desk.Subscribes(mother, "cantine", [4], from: town.Days[5], every: 2),
            "an abonnement ended before" => desk.Subscribes(mother, "cantine", [4], until: week[0].AddDays(-1)),
            "the other home's abonnement asks for a day" => desk.Subscribes(father, "cantine", [4]),
            "the other home's abonnement asks for none of that week" => desk.Subscribes(father, "cantine", [4], from: town.Days[5], every: 2),
            "the child has left the school" => LeavesAsync(town, mother, week[0].AddDays(-1)),
            "the child is enrolled until Monday" => LeavesAsync(town, mother, week[0]),
            "the whole week is closed" => EmptyWeeksTests.Declares(town, "cantine", [], week[0], week[4]),
            "another activity is ticked" => mother.Ticks("car", week[0]),
            "another week is ticked" => mother.Ticks("cantine", town.Days[15]),
            _ => Task.CompletedTask,
        };
    }

    [Theory]
    [InlineData(0, 21, 22)] // twice in the week before, and in no other
    [InlineData(1, 5, 20)] // four weeks before, and the week before
    [InlineData(0, 0, 20)] // five weeks before is forgotten
    [InlineData(1, 10, 15, 20)]
    public async Task A_family_usually_ticks_where_it_did_in_two_at_least_of_the_four_weeks_before(int told, params int[] ticked)
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin", children: 2);
        await martin.WrittenIn("cantine", ticked.Select(n => town.Days[n]), child: 1);

        // The sixth week, Monday 12 October; its deadline is on Sunday.
        Assert.Equal(told, await desk.Morning(new(2026, 10, 10)));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Days_eaten_or_given_back_are_ticked_days_and_days_unticked_are_not()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(5, "CANT-B");
        await martin.Ticks("cantine", town.Days[0], town.Days[5]);
        var petit = await town.OpensAFile("Petit");
        await petit.Ticks("cantine", town.Days[0], town.Days[5]);
        await petit.Unticks("cantine", town.Days[5]);
        await town.SetsTheClock(town.Days[6], "00:20");
        await town.ClosesTheDay(town.Days[5], "cantine");
        await town.Recredits.GiveBackAsync(
            town.Structure, "D1", town.Days[5], Recredits.Absence, "mairie", ChangeOrigin.Staff, [await martin.Booking(martin.Children[0], "cantine", town.Days[5])], CancellationToken.None);

        Assert.Equal(1, await desk.Morning(Saturday));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task BothAsync(Task first, Func<Task> then)
    {
        await first;
        await then();
    }

    /// <summary>The enrolment of the child at the canteen ends; nothing does it on a page yet.</summary>
    private static async Task LeavesAsync(Town town, FamilyFile family, DateOnly last)
    {
        await using var command = town.Books.Owner.CreateCommand("update enrolment set ends_on = $1 where child_id = $2 and activity_id = $3");
        foreach (var value in new object[] { last, family.Children[0].Value, town.Activity("cantine").Value })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
