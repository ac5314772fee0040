using ETicket.Bulletin.Downloads;
using ETicket.Bulletin.Menus;
using ETicket.Bulletin.News;
using ETicket.Bulletin.Questions;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.Bulletin;

/// <summary>What this module offers to the program.</summary>
public static class BulletinModule
{
    public static IServiceCollection AddBulletin(this IServiceCollection services) => services
        .AddSingleton<NewsBoard>()
        .AddSingleton<DownloadShelf>()
        .AddSingleton<MenuBook>()
        .AddSingleton<MenuImport>()
        .AddSingleton<QuestionDesk>();
}
