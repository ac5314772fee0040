using System.Text;
using ETicket.Bulletin.Downloads;
using ETicket.Bulletin.Menus;
using ETicket.Bulletin.News;
using ETicket.Families.Documents;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.UnitTests.Families;

namespace ETicket.IntegrationTests.Bulletin;

/// <summary>What a structure tells its families: from its day on, to its own families alone, once, and never over somebody else's writing.</summary>
public sealed class BulletinTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R181_An_information_is_read_from_its_day_on_the_newest_first_and_the_last_writer_is_told()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (alpha, beta) = (await Town.FoundAsync(books, new TownPlan("alpha")), await Town.FoundAsync(books, new TownPlan("beta")));
        var (board, today) = (new NewsBoard(books.Database), ParisTime.DayOf(books.Clock.GetUtcNow()));
        NewsDraft old = new(Guid.NewGuid(), 0, " Ancienne ", "Un\r\nmot", today.AddDays(-9)), next = new(Guid.NewGuid(), 0, "Nouvelle", "Un mot", today);
        NewsDraft draft = new(Guid.NewGuid(), 0, "Brouillon", "Un mot", null), later = new(Guid.NewGuid(), 0, "Demain", "Un mot", today.AddDays(1));
        foreach (var item in new[] { old, next, draft, later, next })
            await board.SaveAsync(alpha.Structure, "mairie", item, Stop);

        Assert.Equal(["Nouvelle", "Ancienne"], (await PublishedAsync(alpha)).Select(n => n.Title));
        Assert.Equal("Un\nmot", (await PublishedAsync(alpha))[1].Body);
        Assert.Empty(await PublishedAsync(beta));
        await alpha.SetsTheClock(today.AddDays(1), "00:00");
        Assert.Equal(["Demain", "Nouvelle", "Ancienne"], (await PublishedAsync(alpha)).Select(n => n.Title));

        var (mine, theirs) = (next with { Version = 1, Title = "La mienne" }, next with { Version = 1, Title = "La leur" });
        var answers = await Task.WhenAll(Record.ExceptionAsync(() => board.SaveAsync(alpha.Structure, "a", mine, Stop)).AsTask(), Record.ExceptionAsync(() => board.SaveAsync(alpha.Structure, "b", theirs, Stop)).AsTask());
        Assert.Equal((1, 1), (answers.Count(a => a is null), answers.Count(a => a is NewsChangedMeanwhile)));
        await Assert.ThrowsAsync<NewsChangedMeanwhile>(() => board.SaveAsync(alpha.Structure, "c", next with { Title = "Sous la même clé" }, Stop));
        await board.SaveAsync(beta.Structure, "b", next with { Title = "Ailleurs" }, Stop);
        Assert.DoesNotContain("Ailleurs", (await PublishedAsync(alpha)).Select(n => n.Title));
        await Assert.ThrowsAsync<NewsDayTooFar>(() => board.SaveAsync(alpha.Structure, "c", next with { PublishedOn = today.AddYears(2) }, Stop));
    }

    [Fact]
    public async Task R182_A_document_for_everybody_is_put_once_read_in_its_own_structure_and_forgotten_when_withdrawn()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (alpha, beta) = (await Town.FoundAsync(books, new TownPlan("alpha")), await Town.FoundAsync(books, new TownPlan("beta")));
        var shelf = new DownloadShelf(books.Database);
        DownloadWish wish = new(Guid.NewGuid(), "Règlement", "Cantine");
        IncomingFile file = new("règlement.pdf", Corpus.Pdf);
        var ids = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => shelf.PutAsync(alpha.Structure, "mairie", wish, file, Stop)));

        var id = Assert.Single(ids.Distinct());
        Assert.Equal([("Règlement", "Cantine", "règlement.pdf")], (await ShelvedAsync(alpha)).Select(d => (d.Title, d.Category, d.FileName)));
        Assert.Equal(Corpus.Pdf, (await shelf.OpenAsync(alpha.Structure, id, Stop))!.Content);
        Assert.Empty(await ShelvedAsync(beta));
        Assert.Null(await shelf.OpenAsync(beta.Structure, id, Stop));
        Assert.False(await shelf.WithdrawAsync(beta.Structure, "voisin", id, Stop));
        await Assert.ThrowsAsync<DownloadKeyUsed>(() => shelf.PutAsync(alpha.Structure, "mairie", wish with { Title = "Autre" }, file, Stop));
        await Assert.ThrowsAsync<FileOfOtherKind>(() => shelf.PutAsync(alpha.Structure, "mairie", wish with { Key = Guid.NewGuid() }, new("a.pdf", Corpus.Html), Stop));

        Assert.True(await shelf.WithdrawAsync(alpha.Structure, "mairie", id, Stop));
        Assert.True(await shelf.WithdrawAsync(alpha.Structure, "mairie", id, Stop));
        Assert.Null(await shelf.OpenAsync(alpha.Structure, id, Stop));
        Assert.Empty(await ShelvedAsync(alpha));
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from download where content is null and withdrawn_by = 'mairie'"));
    }

    [Fact]
    public async Task R260_A_week_is_written_whole_by_one_at_a_time_and_a_file_whole_or_not_at_all()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (alpha, beta) = (await Town.FoundAsync(books, new TownPlan("alpha")), await Town.FoundAsync(books, new TownPlan("beta")));
        var (book, monday, canteen, who) = (new MenuBook(books.Database), alpha.Plan.FirstDay, alpha.Activity("cantine"), new MenuWriter(alpha.Structure, "cuisine"));
        var import = new MenuImport(book);
        var blank = (await WeekAsync(alpha, canteen)).Version;
        DishLine soup = new(monday, Course.Starter, "Soupe", "céleri, lait", "bio"), rice = new(monday.AddDays(1), Course.Side, "Riz", "aucun", ""), pie = new(monday, Course.Dessert, "Tarte", "", "");
        await book.SaveWeekAsync(who, canteen, monday, blank, [soup, rice, pie], Stop);
        await book.SaveWeekAsync(who, canteen, monday, blank, [pie, rice, soup], Stop);

        var week = await WeekAsync(alpha, canteen);
        Assert.Equal(["Soupe Milk,Celery Organic", "Tarte ? ", "Riz  "], week.Dishes.Select(d => $"{d.Name} {(d.Allergens is null ? "?" : string.Join(',', d.Allergens))} {string.Join(',', d.Marks)}"));
        await Assert.ThrowsAsync<MenuChangedMeanwhile>(() => book.SaveWeekAsync(who, canteen, monday, blank, [rice], Stop));
        await Assert.ThrowsAsync<MenuLinesWrong>(() => book.SaveWeekAsync(who, canteen, monday, week.Version, [rice, soup with { Allergens = "beurre" }], Stop));
        await Assert.ThrowsAsync<MenuDayOutOfRange>(() => book.SaveWeekAsync(who, canteen, monday.AddYears(3), week.Version, [], Stop));
        await Assert.ThrowsAsync<MenuServiceUnknown>(() => book.SaveWeekAsync(who, alpha.Activity("car"), monday, blank, [soup], Stop));
        await Assert.ThrowsAsync<MenuServiceUnknown>(() => book.SaveWeekAsync(new(beta.Structure, "voisin"), canteen, monday, blank, [soup], Stop));
        Assert.Equal(week.Version, (await WeekAsync(alpha, canteen)).Version);
        Assert.Empty((await WeekAsync(beta, canteen)).Dishes);

        const string Head = "jour;service;rang;plat;allergenes\n";
        var wrong = await Assert.ThrowsAsync<MenuFileWrong>(() => import.ImportAsync(who, "menus.csv", Encoding.UTF8.GetBytes(
            Head + "08/09/2026;cantine;plat;Poulet;aucun\n32/09/2026;cantine;plat;Riz;\n12/09/2026;cantine;plat;Riz;\n08/09/2026;car;plat;Riz;\n08/09/2026;cantine;soupe;Riz;\n09/09/2026;cantine;plat;;\n08/09/2026;cantine;plat;Riz;beurre\n"), Stop));
        Assert.Equal(
            ["3 jour MenuDayUnreadable", "4 jour MenuDayOutOfRange", "5 service MenuServiceUnknown", "6 rang CourseUnknown", "7 plat DishMissing", "8 allergenes AllergenUnknown", "8 rang DishTwice"],
            wrong.Faults.Select(f => $"{f.Line} {f.Column} {f.Why.GetType().Name}"));
        Assert.Equal(week.Version, (await WeekAsync(alpha, canteen)).Version);

        var file = Encoding.UTF8.GetBytes(Head + "08/09/2026;Cantine;plat;Poulet;aucun\n10/09/2026;;plat;Poisson;4\n");
        var (once, again) = (await import.ImportAsync(who, "menus.csv", file, Stop), await import.ImportAsync(who, "menus.csv", file, Stop));
        Assert.Equal((2, 2), (once, again));
        Assert.Equal(["Soupe", "Tarte", "Poulet", "Poisson"], (await WeekAsync(alpha, canteen)).Dishes.Select(d => d.Name));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<IReadOnlyList<NewsItem>> PublishedAsync(Town town) => await InAsync(town, NewsBoard.PublishedAsync);

    private static async Task<IReadOnlyList<ShelvedDownload>> ShelvedAsync(Town town) => await InAsync(town, DownloadShelf.OfAsync);

    private static async Task<MenuWeek> WeekAsync(Town town, ActivityId activity) => await InAsync(town, (work, stop) => MenuBook.WeekAsync(work, activity, town.Plan.FirstDay, stop));

    private static async Task<T> InAsync<T>(Town town, Func<Work, CancellationToken, Task<T>> read)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, Stop);
        return await read(work, Stop);
    }
}
