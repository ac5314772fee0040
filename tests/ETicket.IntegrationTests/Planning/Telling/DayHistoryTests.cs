using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Planning.Telling;

namespace ETicket.IntegrationTests.Planning.Telling;

/// <summary>What was done to the days of a family's children, as the family reads it again.</summary>
public sealed class DayHistoryTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R19_One_click_is_one_line_with_its_days_whoever_spoke_and_the_newest_is_first()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 2);
        await martin.Buys(10, "CANT-B");
        await martin.Ticks("cantine", town.Days[2], town.Days[0]);
        await LaterAsync(books);
        await martin.SetAsync(martin.Children[1], "cantine", wanted: true, ChangeOrigin.Staff, town.Days[1]);
        await LaterAsync(books);
        await martin.SetAsync(martin.Children[0], "cantine", wanted: true, ChangeOrigin.Standing, town.Days[4]);
        await LaterAsync(books);
        await martin.Unticks("cantine", town.Days[0]);
        await LaterAsync(books);
        await new OpenDays(books.Database).DeclareAsync(town.Structure, town.Activity("cantine"), town.Days[2], town.Days[2], [], "grève", Stop);

        Assert.Equal(
            [
                $"closure Staff Released Martin 1 {town.Days[2]:O}", $"parent Parent Released Martin 1 {town.Days[0]:O}", $"parent Standing Held Martin 1 {town.Days[4]:O}",
                $"parent Staff Held Martin 2 {town.Days[1]:O}", $"parent Parent Held Martin 1 {town.Days[0]:O},{town.Days[2]:O}",
            ],
            await ReadAsync(martin));
        Assert.Equal(2, (await ReadAsync(martin, 2)).Length);
    }

    [Fact]
    public async Task R15_R19_Of_a_child_of_two_homes_each_reads_its_own_acts_and_never_the_other_s()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (mother, father) = await town.TwoHomes();
        await mother.Buys(5, "CANT-B");
        await father.Buys(5, "CANT-B");
        await mother.Ticks("cantine", town.Days[0]);
        await LaterAsync(books);
        await father.Ticks("cantine", town.Days[1]);
        await LaterAsync(books);
        await mother.Unticks("cantine", town.Days[0]);
        await LaterAsync(books);
        // The same day, held by the other home now.
        await father.Ticks("cantine", town.Days[0]);
        await LaterAsync(books);
        await father.SetAsync(father.Children[0], "cantine", wanted: false, ChangeOrigin.Staff, town.Days[1]);

        Assert.Equal([$"parent Parent Released Martin 1 {town.Days[0]:O}", $"parent Parent Held Martin 1 {town.Days[0]:O}"], await ReadAsync(mother));
        Assert.Equal(
            [$"parent Staff Released Martin 1 {town.Days[1]:O}", $"parent Parent Held Martin 1 {town.Days[0]:O}", $"parent Parent Held Martin 1 {town.Days[1]:O}"], await ReadAsync(father));

        // Lines written before it was kept whose they are: of a child of two homes, nobody's; of another child, the family's.
        var petit = await town.OpensAFile("Petit");
        await petit.Buys(1, "CANT-B");
        await petit.Ticks("cantine", town.Days[0]);
        await using (var before = books.Owner.CreateCommand("update booking_change set wallet_id = null"))
            await before.ExecuteNonQueryAsync(Stop);
        Assert.Empty(await ReadAsync(mother));
        Assert.Empty(await ReadAsync(father));
        Assert.Single(await ReadAsync(petit));
    }

    private static Task LaterAsync(Books books) => books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(1));

    private static async Task<string[]> ReadAsync(FamilyFile family, int most = 100)
    {
        await using var work = await family.Town.Books.Database.BeginAsync(family.Town.Structure, Stop);
        return [.. (await DayHistory.ReadAsync(work, family.Id, most, Stop)).Select(a => $"{a.Actor} {a.Origin} {a.State} {a.Child} {string.Join(',', a.Days.Select(d => d.ToString("O")))}")];
    }
}
