using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Papers;
using ETicket.UnitTests.Mail.Documents;

namespace ETicket.IntegrationTests.Documents.States;

/// <summary>The lists of a day, from the ticks of families: who is expected, and how many, of this commune alone.</summary>
public sealed class ListPaperTests(Cluster cluster)
{
    [Fact]
    public async Task The_attendance_sheet_names_the_children_whose_day_is_ticked_class_by_class()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var town = desk.Town;
        var (martin, petit, zola) = (await town.OpensAFile("Martin", children: 2), await town.OpensAFile("Petit"), await town.OpensAFile("Zola"));
        await desk.GoesToSchool(martin.Children[0], "École des Tilleuls", "CP");
        await desk.GoesToSchool(petit.Children[0], "École des Tilleuls", "CE1");
        await martin.Ticks("cantine", town.Days[1]);
        await petit.Ticks("cantine", town.Days[1], town.Days[2]);
        await petit.Unticks("cantine", town.Days[2]);
        await zola.Ticks("cantine", town.Days[1]);

        using var judge = new PdfJudge((await desk.Sheet("cantine", town.Days[1]))!.Content);
        using var next = new PdfJudge((await desk.Sheet("cantine", town.Days[2]))!.Content);

        judge.ShouldBeSound();
        judge.ShouldSay("Enfants attendus : 3.", "École des Tilleuls, CE1 : 1", "1 Petit Petit 1", "École des Tilleuls, CP : 1", "2 Martin Martin 1", "École non renseignée : 1", "3 Zola Zola 1");
        Assert.DoesNotContain("Martin 2", judge.Text, StringComparison.Ordinal);
        next.ShouldSay("Enfants attendus : 0.", "Aucun enfant n’est attendu.");
        Assert.Null(await desk.Sheet(ActivityId.New(), town.Days[1]));
        Assert.Equal(0L, await books.AskAsync<long>("select amount_cents from sealed_document where kind = 'AttendanceSheet' limit 1"));
    }

    [Fact]
    public async Task A_child_whose_day_is_used_is_still_listed_and_one_whose_day_was_given_back_is_not()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var town = desk.Town;
        var (martin, petit) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"));
        foreach (var family in new[] { martin, petit })
        {
            await family.Buys(2, "BUS");
            await family.Ticks("car", town.Days[1]);
        }
        await desk.ClosesTheDay(town.Days[1]);
        await desk.GivesBack(petit, "car", town.Days[1], Recredits.Absence);

        using var judge = new PdfJudge((await desk.Bus("car", town.Days[1]))!.Content);

        judge.ShouldBeSound();
        judge.ShouldSay("Enfants attendus : 1.", "Martin");
        Assert.DoesNotContain("Petit", judge.Text, StringComparison.Ordinal);
        // A canteen is no bus.
        Assert.Null(await desk.Bus("cantine", town.Days[1]));
    }

    [Fact]
    public async Task The_kitchen_reads_numbers_by_school_and_nobody_s_name()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var town = desk.Town;
        var (martin, petit) = (await town.OpensAFile("Martin", children: 2), await town.OpensAFile("Petit"));
        await desk.GoesToSchool(petit.Children[0], "École des Tilleuls", "CE1");
        foreach (var child in martin.Children)
            await martin.SetAsync(child, "cantine", wanted: true, ChangeOrigin.Parent, town.Days[1]);
        await petit.Ticks("cantine", town.Days[1], town.Days[3]);
        await petit.Buys(2, "BUS");
        await petit.Ticks("car", town.Days[1]);

        using var judge = new PdfJudge((await desk.Kitchen(town.Days[0], town.Days[4])).Content);

        judge.ShouldBeSound();
        judge.ShouldSay("Repas : 4.", "mardi 8 septembre 2026", "École des Tilleuls cantine 1", "École non renseignée cantine 2", "Total du mar. 08/09 3", "Total du jeu. 10/09 1", "Seul l’effectif total est connu ici");
        Assert.All(new[] { "Martin", "Petit" }, name => Assert.DoesNotContain(name, judge.Text, StringComparison.Ordinal));
        await Assert.ThrowsAsync<UnreadableDays>(() => desk.Kitchen(town.Days[1], town.Days[0]));
        await Assert.ThrowsAsync<UnreadableDays>(() => desk.Kitchen(town.Days[0], town.Days[0].AddDays(63)));
    }
}
