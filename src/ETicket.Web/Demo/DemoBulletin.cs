using System.Text.Json;
using ETicket.Bulletin.Downloads;
using ETicket.Bulletin.Menus;
using ETicket.Bulletin.News;
using ETicket.Bulletin.Questions;
using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Families.Documents;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Demo;

/// <summary>What the demonstration commune tells its families: written once, whatever became of it since; its menus at every start, for weeks that have none. Data lives in <c>DemoBulletin.json</c>.</summary>
internal sealed class DemoBulletin(Database database, NewsBoard news, DownloadShelf downloads, MenuBook menus, QuestionDesk questions)
{
    private const string Mairie = "demo-regisseur";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task EnsureAsync(CancellationToken stop)
    {
        await using var stream = Open("Demo/DemoBulletin.json");
        var told = (await JsonSerializer.DeserializeAsync<Told>(stream, Json, stop))!;
        DateOnly today;
        bool isNew;
        await using (var work = await database.BeginAsync(DemoTown.Commune, stop))
            (today, isNew) = (ParisTime.DayOf(await work.NowAsync(stop)), !await work.Read<NewsItem>().AnyAsync(stop));
        var monday = MenuWeek.MondayOf(today);
        await ServeAsync(told.Menus, monday, stop);
        await ServeAsync(told.Menus, monday.AddDays(7), stop);
        if (!isNew)
            return;
        foreach (var item in told.News)
            await news.SaveAsync(DemoTown.Commune, Mairie, new(Guid.NewGuid(), 0, item.Title, item.Body, item.DaysAgo is { } days ? today.AddDays(-days) : null), stop);
        using var paper = new MemoryStream();
        await using (var file = Open("Demo/DemoPaper.pdf"))
            await file.CopyToAsync(paper, stop);
        await downloads.PutAsync(DemoTown.Commune, Mairie, new(Guid.NewGuid(), told.Document.Title, told.Document.Category), new IncomingFile(told.Document.FileName, paper.ToArray()), stop);
        await AskAsync(told.Question, stop);
    }

    private static Stream Open(string name) => typeof(DemoBulletin).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is missing.");

    private async Task ServeAsync(IReadOnlyList<IReadOnlyList<TypedDish>> days, DateOnly monday, CancellationToken stop)
    {
        MenuWeek week;
        await using (var work = await database.BeginAsync(DemoTown.Commune, stop))
        {
            if ((await MenuBook.ServicesAsync(work, stop)) is not [var canteen, ..])
                return;
            week = await MenuBook.WeekAsync(work, canteen.Id, monday, stop);
        }
        if (week.Dishes.Count > 0)
            return;
        var lines = days.SelectMany((dishes, day) => dishes.Select(d => new DishLine(
            monday.AddDays(day), MenuWords.Read<Course>(d.Rank) ?? throw new InvalidOperationException($"No rank {d.Rank}."), d.Name, d.Allergens, d.Marks)));
        await menus.SaveWeekAsync(new(DemoTown.Commune, Mairie), week.Activity, monday, week.Version, [.. lines], stop);
    }

    private async Task AskAsync(TypedQuestion asked, CancellationToken stop)
    {
        FamilyId family;
        ActivityId? service;
        await using (var work = await database.BeginAsync(DemoTown.Commune, stop))
        {
            family = await work.Read<Family>().Where(f => f.Number == "F001").Select(f => f.Id).SingleAsync(stop);
            service = (await work.Read<Activity>().Where(a => a.Name == asked.Service).ToListAsync(stop)).FirstOrDefault()?.Id;
        }
        await questions.AskAsync(new(DemoTown.Commune, family, "demo-parent"), new(Guid.NewGuid(), service, asked.Text), stop);
    }

    private sealed record Told(IReadOnlyList<TypedNews> News, TypedDocument Document, TypedQuestion Question, IReadOnlyList<IReadOnlyList<TypedDish>> Menus);

    private sealed record TypedNews(int? DaysAgo, string Title, string Body);

    private sealed record TypedDocument(string Title, string Category, string FileName);

    private sealed record TypedQuestion(string? Service, string Text);

    private sealed record TypedDish(string Rank, string Name, string Allergens, string Marks);
}
