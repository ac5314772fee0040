using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Web.Schedule;
using Npgsql;

namespace ETicket.IntegrationTests.Schedule;

/// <summary>One family's row is damaged: its tickets wait, everybody else's are consumed, and somebody is told once.</summary>
public sealed class DamagedWalletTests(Cluster cluster)
{
    private const string Families = "select count(distinct w.family_id) from booking b join wallet w on w.id = b.wallet_id where b.state = 'Consumed'";

    [Fact]
    public async Task E6_One_family_whose_row_is_damaged_does_not_stop_the_night_of_the_others_and_rings_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var next = await Town.FoundAsync(books, new TownPlan("autre"));
        FamilyFile[] families = [.. await FamiliesAsync(town, 9), .. await FamiliesAsync(next, 4)];
        await town.SetsTheClock(town.Days[0], "20:00");
        await using var night = await Night.OpenAsync(town);
        await DamageAsync(books, families[3], held: -1);
        await town.SetsTheClock(town.Days[1], "00:20");

        var made = await night.RingAsync(Timetable.CloseDays);
        var others = await books.AskAsync<long>(Families);
        await town.SetsTheClock(town.Days[1], "04:10");
        await night.RingAsync(Timetable.AuditBooks);

        Assert.Equal((1, 12L), (made, others));
        Assert.Equal("""{"days": 4, "left": 1, "tickets": 12}""", await books.AskAsync<string>("select did::text from job_run where name = 'close-days' and outcome = 'Done'"));
        var letter = Assert.Single(night.Tray.All());
        Assert.Contains("T7 jour passé que la nuit n'a pas décompté", letter.Text!, StringComparison.Ordinal);
        Assert.Contains($"{families[3].Children[0]} {town.Days[0]:yyyy-MM-dd}", letter.Text!, StringComparison.Ordinal);

        // Repaired, it is consumed by the next night, once.
        await DamageAsync(books, families[3], held: 1);
        await town.SetsTheClock(town.Days[2], "00:20");
        Assert.Equal(1, await night.RingAsync(Timetable.CloseDays, "B"));
        Assert.Equal(13L, await books.AskAsync<long>(Families));
        Assert.Empty(await books.AlarmsAsync());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_person_who_closes_the_day_reads_that_one_wallet_was_left()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var families = await FamiliesAsync(town, 3);
        await DamageAsync(books, families[1], held: -1);
        await town.SetsTheClock(town.Days[0], "20:00");

        var refused = await Assert.ThrowsAsync<DayPartlyClosed>(() => town.DayClosing.CloseOneAsync(town.Structure, town.Activity("cantine"), town.Days[0], CancellationToken.None));

        Assert.Contains("1", refused.Sentence, StringComparison.Ordinal);
        Assert.Equal(2L, await books.AskAsync<long>(Families));
    }

    private static async Task<FamilyFile[]> FamiliesAsync(Town town, int count)
    {
        var families = new FamilyFile[count];
        for (var i = 0; i < count; i++)
        {
            families[i] = await town.OpensAFile($"Famille {i}");
            await families[i].Ticks("cantine", town.Days[0]);
        }
        return families;
    }

    /// <summary>The count of held tickets is made wrong, as a disk or a hand in the database would: giving back what it does not hold breaks the rule of its table.</summary>
    private static async Task DamageAsync(Books books, FamilyFile family, int held)
    {
        await using var source = NpgsqlDataSource.Create(books.Admin);
        await using var command = source.CreateCommand("update wallet set held = held + $1 where family_id = $2 and id in (select wallet_id from booking)");
        command.Parameters.Add(new NpgsqlParameter { Value = held });
        command.Parameters.Add(new NpgsqlParameter { Value = family.Id.Value });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
